import { expect, test, vi } from 'vitest';
import { fake } from '../backend/fake/fake';
import { Shakedown, screenIds } from '../state/shakedown.svelte';
import { words } from '../words/en';
import { commands } from './commands';
import { chord, commandFor } from './keyboard';

const press = (init: KeyboardEventInit, target: EventTarget = document.body) => {
  const event = new KeyboardEvent('keydown', init);
  Object.defineProperty(event, 'target', { value: target });
  return event;
};

async function open() {
  location.hash = '#/triage';
  const app = new Shakedown(fake({ state: 'open' }));
  await app.start();
  return app;
}

test.each<[KeyboardEventInit, string]>([
  [{ key: 'k', ctrlKey: true }, 'Ctrl+K'],
  [{ key: 'k', metaKey: true }, 'Ctrl+K'],
  [{ key: 'C', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+C'],
  [{ key: '?', shiftKey: true }, '?'],
  [{ key: 'a' }, 'A'],
  [{ key: '¡', altKey: true, code: 'Digit1' }, 'Alt+1'],
  [{ key: 'Escape' }, 'Escape'],
])('%j is the chord %s', (init, written) => expect(chord(press(init))).toBe(written));

test('no chord means two things on one screen', () => {
  const taken = commands.flatMap((command) => (command.keys ?? []).flatMap((keys) => (command.on ?? screenIds).map((screen) => `${screen} ${keys}`)));
  expect(taken.filter((one, at) => taken.indexOf(one) !== at)).toEqual([]);
});

test('every command has its words, once', () => {
  expect(commands.map((command) => command.id).sort()).toEqual(Object.keys(words.commands).sort());
});

test('a single key does nothing while somebody types; a chord does', async () => {
  const app = await open();
  const box = document.createElement('textarea');
  expect(commandFor(press({ key: '?', shiftKey: true }), app)?.id).toBe('help');
  expect(commandFor(press({ key: '?', shiftKey: true }, box), app)).toBeUndefined();
  expect(commandFor(press({ key: 'k', ctrlKey: true }, box), app)?.id).toBe('palette');
});

test('a command runs only where it is for and when it can', async () => {
  const app = await open();
  expect(commandFor(press({ key: 's', ctrlKey: true }), app)).toBeUndefined();
  await app.triage.run('sample');
  expect(commandFor(press({ key: 's', ctrlKey: true }), app)?.id).toBe('log');
  app.go('cases');
  expect(commandFor(press({ key: 's', ctrlKey: true }), app)).toBeUndefined();
  expect(commandFor(press({ key: '/' }), app)?.id).toBe('filter');
});

test('brackets that need AltGr are brackets', async () => {
  const app = await open();
  await app.triage.run('sample');
  const event = press({ key: ']', ctrlKey: true, altKey: true });
  vi.spyOn(event, 'getModifierState').mockReturnValue(true);
  expect(commandFor(event, app)?.id).toBe('nextMark');
});

test('nothing runs before the store is open', async () => {
  const app = new Shakedown(fake({ state: 'locked' }));
  await app.start();
  expect(commandFor(press({ key: 'k', ctrlKey: true }), app)).toBeUndefined();
});
