// A first contact is pasted, judged, logged, and leaves: the whole way, in the real window.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { byRole, firstRun, fixture, open, paste, room, textOf } from '../support/window.js';

const { folder, store, clear } = room();
after(clear);

test('paste, verdict, log, quit, start, the case is there, export holds the hash', { timeout: 180000 }, async (t) => {
  const text = fixture('first-contact.txt').trimEnd();
  const hash = createHash('sha256').update(text).digest('hex');

  let window = await open(store, { test: t });
  let { browser } = window;
  await firstRun(browser);
  await paste(browser, text);
  const verdict = await byRole(browser, 'region', 'Verdict');
  assert.match(await textOf(browser, verdict, (found) => found.length > 0), /^Extortion/);
  assert.match(await (await byRole(browser, 'list', 'Claims')).getText(), /data was taken/i);
  assert.match(await verdict.getText(), /DragonForce/);

  await (await byRole(browser, 'button', 'Log case')).click();
  await browser.waitUntil(async () => (await browser.$('body').getText()).includes(hash.slice(0, 12)), { timeout: 15000 });
  await window.close();

  window = await open(store, { test: t });
  ({ browser } = window);
  await (await byRole(browser, 'link', 'Cases')).click();
  const grid = await byRole(browser, 'grid', 'Cases');
  await textOf(browser, grid, (found) => found.includes('DragonForce'));
  await browser.keys('Enter');
  await browser.waitUntil(async () => (await browser.$('body').getText()).includes(hash.slice(0, 12)), { timeout: 15000 });

  const out = join(folder, 'out');
  mkdirSync(out);
  await (await byRole(browser, 'button', 'Export…')).click();
  await (await byRole(browser, 'textbox', 'Destination')).setValue(out);
  await (await byRole(browser, 'button', 'Export')).click();
  await browser.waitUntil(() => readdirSync(out).length === 1, { timeout: 15000 });
  const [name] = readdirSync(out);
  assert.ok(readFileSync(join(out, name), 'utf8').includes(hash), `${name} holds the hash of the exhibit`);
  await window.close();
});
