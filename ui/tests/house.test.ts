import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).map((name) => join('src', name));
const components = files.filter((name) => name.endsWith('.svelte')).map((name) => [name, readFileSync(name, 'utf8')] as const);

test.each(components)('%s takes colours from the tokens and leaves exhibit text to one component', (_, source) => {
  const style = /<style>([\s\S]*)<\/style>/.exec(source)?.[1] ?? '';
  expect(style.replaceAll(/backdrop \{[^}]*\}/g, '')).not.toMatch(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(/i);
  expect(style).not.toMatch(/blur\(|gradient\(|drop-shadow/);
  expect(source).not.toMatch(/\{@html|innerHTML|insertAdjacentHTML|\sstyle="/);
});

test('the fields that hold exhibit text are shown by HostileText or Name alone', () => {
  const hostile = /\.quote|sender|asWritten|AsWritten|\.locator|note\.found|note\.body|participant\.name|victim\.name|\.fileName|\.sentence|observable\.(shown|value)|row\.title/;
  for (const [name, source] of components) {
    const markup = source.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<style[\s\S]*<\/style>/, '');
    // An expression that becomes text: no attribute's value, no block's condition.
    const texts = [...markup.matchAll(/(?<![=`$])\{(?![#:/@])([^{}]*)\}/g)].map((found) => found[1] ?? '');
    const shown = texts.filter((text) => hostile.test(text) && !/^(visible\(|words\.)/.test(text));
    expect(shown, name).toEqual([]);
  }
});
