// A store that does not open says why and is left as it is; a wrong passphrase is told, and the right one opens it.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { openSync, readFileSync, rmSync, statSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { byRole, faults, open, room } from '../support/window.js';

const { store, clear } = room();
after(clear);

const database = join(store, 'store.db');
const hash = () => createHash('sha256').update(readFileSync(database)).digest('hex');
const passphrase = 'invented words of a test';

/** The window's text, once it holds the words. */
async function says(browser, words) {
  await browser.waitUntil(async () => (await browser.$('body').getText()).includes(words), { timeout: 20000, timeoutMsg: `"${words}" did not come` });
}

test('a store with a passphrase opens with it alone', { timeout: 120000 }, async (t) => {
  const first = await open(store, { test: t });
  await (await byRole(first.browser, 'textbox', 'Your name')).setValue('Mara Kent');
  for (const field of await first.browser.$$('input[type="password"]')) await field.setValue(passphrase);
  await (await byRole(first.browser, 'button', 'Set up the store')).click();
  await (await byRole(first.browser, 'button', 'Open the sample case')).click();
  await byRole(first.browser, 'list', 'Transcript');
  await first.browser.keys(['Control', 's']);
  await says(first.browser, 'Logged as case 1');
  await first.close();

  const { browser } = await open(store, { test: t });
  await says(browser, 'The store is locked');
  await browser.$('input[type="password"]').setValue('another');
  await browser.keys('Enter');
  await says(browser, 'That is not the passphrase');
  assert.deepEqual(await faults(browser), []);
  await browser.$('input[type="password"]').setValue(passphrase);
  await browser.keys('Enter');
  await byRole(browser, 'textbox', 'Message');
});

test('a damaged store says so, offers what can be done, and is not changed', { timeout: 120000 }, async (t) => {
  const file = openSync(database, 'r+');
  for (let at = 0; at < statSync(database).size; at += 4096) writeSync(file, Buffer.alloc(64, 0x5a), 0, 64, at + 200);
  closeSync(file);
  const before = hash();
  const { browser } = await open(store, { test: t });
  await browser.$('input[type="password"]').setValue(passphrase);
  await browser.keys('Enter');
  await says(browser, 'The store is damaged');
  await says(browser, 'Nothing was changed or repaired.');
  assert.deepEqual(await faults(browser), []);
  assert.equal(hash(), before);
});

test('a store whose keys are gone says that it is damaged before any passphrase is asked for', { timeout: 60000 }, async (t) => {
  for (const name of ['key', 'key.bak']) rmSync(join(store, name));
  const { browser } = await open(store, { test: t });
  await says(browser, 'The store is damaged');
  await says(browser, 'Try again');
});
