// The pictures of the README and the docs, from the real window: one invented store of twelve cases, every screen light and dark.

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { byRole, everyScreen, firstRun, fixture, go, open, paste, room, tab } from './support/window.js';
import { messages } from './support/messages.js';

const out = resolve(dirname(fileURLToPath(import.meta.url)), '../../docs/pictures');
mkdirSync(out, { recursive: true });
const { store, clear } = room();

/** The screen as it is: the driver's own screenshots can be a frame old. */
async function take(browser, name) {
  await browser.pause(500);
  execFileSync('import', ['-window', 'root', '-strip', join(out, `${name}.png`)]);
}

async function log(browser, title) {
  await (await byRole(browser, 'textbox', 'Case title')).setValue(title);
  await (await byRole(browser, 'button', 'Log case')).click();
  await browser.$('[data-field="label"]').waitForExist({ timeout: 20000 });
}

/** Each screen and each part of the case that is open, in the looks that are on. */
async function takeAll(browser, looks) {
  for (const name of everyScreen) {
    await go(browser, name);
    if (name === 'Triage') {
      await (await byRole(browser, 'button', 'Open the sample case')).click();
      await byRole(browser, 'list', 'Transcript');
    }
    if (name === 'Search') {
      await browser.$('[data-field="filter"]').setValue('publish OR bitcoin');
      await browser.keys('Enter');
      await browser.$('[data-row]').waitForExist({ timeout: 20000 });
    }
    await take(browser, `${name.toLowerCase()}${looks}`);
    if (name === 'Triage') await (await byRole(browser, 'button', 'Clear')).click();
  }
  await browser.execute(() => { location.hash = '#/case'; });
  for (const part of ['Transcript', 'Timeline', 'Links', 'Diary', 'Custody']) {
    await tab(browser, part);
    await take(browser, `case-${part.toLowerCase()}${looks}`);
  }
}

const { browser, close } = await open(store);
try {
  await browser.maximizeWindow();
  await take(browser, 'first-run');
  await firstRun(browser);
  await take(browser, 'triage-empty');
  for (const { title, text } of [{ title: 'Note to a retailer', text: fixture('first-contact.txt') }, ...messages]) {
    await go(browser, 'Triage');
    await paste(browser, text);
    await byRole(browser, 'list', 'Transcript');
    await browser.pause(300);
    await log(browser, title);
  }
  await go(browser, 'Triage');
  await (await byRole(browser, 'button', 'Open the sample case')).click();
  await byRole(browser, 'list', 'Transcript');
  await log(browser, 'Harrow & Pell: negotiation');
  for (const [line, when] of [['Tell the night duty of the client', '+2h'], ['Send the file list to counsel', '+1d']]) {
    await tab(browser, 'Diary');
    await browser.$('[data-field="line"]').setValue(line);
    await browser.$('[aria-describedby="when-read"]').setValue(when);
    await browser.keys('Enter');
    await browser.waitUntil(async () => (await browser.$('[data-field="line"]').getValue()) === '', { timeout: 10000 });
  }
  await browser.$('[data-field="label"]').setValue('retainer');
  await browser.keys('Enter');
  await browser.pause(500);
  await takeAll(browser, '');
  await browser.execute(() => { document.documentElement.dataset.theme = 'dark'; });
  await takeAll(browser, '-dark');
} finally {
  await close();
  clear();
}
