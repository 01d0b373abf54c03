// One disguised message, taken apart: how it reads, where to go, why and why not, who speaks, and what a rule of one's own would change.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { byRole, firstRun, go, open, paste, press, room, textOf } from '../support/window.js';

const { store, clear } = room();
after(clear);

const talk = [
  '02/03/2026, 08:11 - Lantern: We downl\u043eaded your cust\u200bomer database and encrypt\u0435d your servers.',
  '02/03/2026, 08:14 - Kim: Who is this?',
  '02/03/2026, 08:15 - Lantern: We have not encrypted your files.',
  '03/03/2026, 09:02 - Lantern: Pay 40,000 USD in Bitcoin within 72 hours or we publish everything on our blog.',
].join('\n');

test('a disguised message is taken apart without a mouse', { timeout: 180000 }, async (t) => {
  const { browser } = await open(store, { test: t });
  await firstRun(browser);
  await paste(browser, talk);
  const list = await byRole(browser, 'list', 'Transcript');

  await press(browser, 'v');
  const read = await textOf(browser, list, (text) => text.includes('downloaded your customer database'));
  assert.match(read, /look-alike letters made plain/);
  assert.ok(await browser.$('.changed[title="written: \u043e"]').isExisting(), 'what stood there is told');
  await press(browser, 'v');

  await press(browser, 'j');
  const place = await byRole(browser, 'combobox', 'Go to');
  await place.setValue('day tuesday');
  await browser.waitUntil(async () => (await browser.$$('[role="option"]').length) === 1, { timeout: 10000 });
  await browser.keys('Enter');
  await browser.waitUntil(() => browser.execute(() => document.querySelector('[aria-current="true"][data-seq]')?.dataset.seq === '3'), { timeout: 10000 });

  await press(browser, 'Escape');
  await press(browser, 'w');
  const why = await browser.$('dialog[open]');
  await textOf(browser, why, (text) => text.includes('found, but denied by the words around it'));
  await browser.keys('Escape');

  const before = await (await byRole(browser, 'region', 'Verdict')).getText();
  for (let step = 0; step < 2; step += 1) {
    await press(browser, ']');
    await browser.pause(150);
  }
  await press(browser, 'x');
  const verdict = await byRole(browser, 'region', 'Verdict');
  await textOf(browser, verdict, (text) => text.includes('Without what is dismissed'));
  await press(browser, 'Ctrl+z');
  await textOf(browser, verdict, (text) => text === before);

  await press(browser, 'Ctrl+r');
  const dialog = await browser.$('dialog[open]');
  await textOf(browser, dialog, (text) => /WhatsApp[\s\S]*4 messages, 1 not read plainly/.test(text));
  await browser.keys('Escape');

  await (await byRole(browser, 'button', 'Log case')).click();
  await browser.$('[data-field="label"]').waitForExist({ timeout: 20000 });
  await go(browser, 'Rules');
  await (await byRole(browser, 'button', 'Write a rule')).click();
  await (await byRole(browser, 'button', 'Take the text of Case 1')).click();
  await (await byRole(browser, 'button', 'Try it on stored cases')).waitForEnabled({ timeout: 20000 });
  await (await byRole(browser, 'button', 'Try it on stored cases')).click();
  await textOf(browser, await browser.$('.trial'), (text) => text.includes('No stored case would be judged otherwise.'));
  await (await byRole(browser, 'button', 'Switch on')).click();
  await byRole(browser, 'button', 'own-1.toml');
  await go(browser, 'Triage');
  await paste(browser, 'Since Monday the harbour gate is ours.');
  await textOf(browser, await byRole(browser, 'list', 'Reasons'), (text) => text.includes('says what you look for, in plain words'));
});
