// A shift in three stories, without a mouse where an analyst has none in hand: a chat lands at 3 a.m.; the morning's board; hand it to the lawyers.
// On the way every screen is opened and looked at by axe, light and dark.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { byRole, everyScreen, faults, firstRun, fixture, go, open, paste, room, tab, textOf } from '../support/window.js';

const { folder, store, clear } = room();
after(clear);

test('a shift: a chat at 3 a.m., the board in the morning, the hand-over to the lawyers', { timeout: 300000 }, async (t) => {
  const { browser } = await open(store, { test: t });
  const body = () => browser.$('body').getText();
  const says = (words) => browser.waitUntil(async () => (await body()).includes(words), { timeout: 15000, timeoutMsg: `"${words}" did not come` });
  await firstRun(browser);

  // 3 a.m.: the sample chat comes in; it is read, judged, logged, taken on, and a clock is started, by keys alone.
  await browser.keys(['Control', 'k']);
  await (await byRole(browser, 'combobox', 'Command')).addValue('sample case');
  await browser.keys('Enter');
  await byRole(browser, 'list', 'Transcript');
  await browser.keys(['Control', 's']);
  await says('Logged as case 1');
  assert.match(await body(), /Who\s[\s\S]*Claim\s[\s\S]*Proof\s[\s\S]*By when\s[\s\S]*Not known\s[\s\S]*Next step/i);
  await browser.keys('t');
  await browser.waitUntil(() => browser.execute(() => document.activeElement?.dataset.field === 'line'));
  // The driver types into the field that has the focus.
  await browser.$('[data-field="line"]').addValue('Tell the night duty of the client');
  await browser.keys('Tab');
  await browser.keys(['+']);
  await browser.keys('2h');
  await browser.keys('Enter');
  await says('Tell the night duty of the client');

  // The same bytes again are told before they are logged a second time.
  await go(browser, 'Triage');
  await (await byRole(browser, 'button', 'Open the sample case')).click();
  await says('These bytes are logged already:');
  await browser.keys(['Control', 'Shift', 'x']);

  // The morning: a second case, the board by what is due, the table narrowed and changed in bulk, and the change taken back.
  await paste(browser, fixture('first-contact.txt'));
  await byRole(browser, 'list', 'Transcript');
  await (await byRole(browser, 'button', 'Log case')).click();
  await says('Logged as case 2');
  await go(browser, 'Board');
  assert.match(await textOf(browser, await byRole(browser, 'region', 'Board'), (text) => text.includes('night duty')), /In the next 24 hours/);
  await go(browser, 'Cases');
  const grid = await byRole(browser, 'grid', 'Cases');
  await browser.keys(['Control', 'a']);
  await browser.$('[aria-label="Set status: waiting"]').click();
  await says('cases set to “waiting”');
  await browser.keys(['Control', 'z']);
  await says('Taken back');
  await browser.waitUntil(async () => !(await grid.getText()).includes('waiting'));

  // Search finds it where it stands.
  await go(browser, 'Search');
  await browser.$('[data-field="filter"]').setValue('night OR data');
  await browser.keys('Enter');
  await browser.$('[data-row]').waitForExist({ timeout: 20000 });
  await browser.$('[data-row]').click();
  await says('Custody');

  // The lawyers: the case leaves as a report that holds the hash of the exhibit.
  await go(browser, 'Cases');
  await browser.execute(() => document.querySelector('[role="grid"] [role="row"][aria-rowindex="2"]').click());
  await tab(browser, 'Custody');
  const out = join(folder, 'out');
  mkdirSync(out);
  await browser.keys(['Control', 'e']);
  await (await byRole(browser, 'textbox', 'Destination')).setValue(out);
  await (await byRole(browser, 'button', 'Export')).click();
  await browser.waitUntil(() => readdirSync(out).length === 1, { timeout: 20000 });
  await says('SHA-256');
  const [name] = readdirSync(out);
  const hash = createHash('sha256').update(readFileSync(join(out, name))).digest('hex');
  await says(hash);
  await browser.keys('Escape');

  for (const theme of ['light', 'dark']) {
    await browser.execute((chosen) => { document.documentElement.dataset.theme = chosen; }, theme);
    for (const screen of everyScreen) {
      await go(browser, screen);
      assert.deepEqual(await faults(browser), [], `${screen}, ${theme}`);
    }
    await browser.execute(() => { location.hash = '#/case'; });
    for (const part of ['Transcript', 'Timeline', 'Links', 'Diary', 'Notes', 'Custody']) {
      await tab(browser, part);
      assert.deepEqual(await faults(browser), [], `Case, ${part}, ${theme}`);
    }
  }
});
