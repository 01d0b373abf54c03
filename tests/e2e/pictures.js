// The pictures of the README, from the real window on an invented store.

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { byRole, fixture, firstRun, open, paste, room } from './support/window.js';

const out = resolve(dirname(fileURLToPath(import.meta.url)), '../../docs/pictures');
mkdirSync(out, { recursive: true });
const { store, clear } = room();

/** The screen as it is: the driver's own screenshots can be a frame old. */
async function take(browser, name) {
  await browser.pause(400);
  execFileSync('import', ['-window', 'root', '-strip', join(out, `${name}.png`)]);
}

const { browser, close } = await open(store);
try {
  await browser.maximizeWindow();
  await take(browser, 'first-run');
  await firstRun(browser);
  await take(browser, 'triage-empty');
  await (await byRole(browser, 'button', 'Open the sample case')).click();
  await byRole(browser, 'list', 'Transcript');
  await take(browser, 'triage');
  await (await byRole(browser, 'button', 'Log case')).click();
  await browser.pause(800);
  await take(browser, 'case');
  await (await byRole(browser, 'link', 'Triage')).click();
  await paste(browser, fixture('first-contact.txt'));
  await byRole(browser, 'list', 'Transcript');
  await browser.pause(400);
  await (await byRole(browser, 'button', 'Log case')).click();
  await (await byRole(browser, 'link', 'Cases')).click();
  await byRole(browser, 'grid', 'Cases');
  await take(browser, 'cases');
  await browser.execute(() => { document.documentElement.dataset.theme = 'dark'; });
  await take(browser, 'cases-dark');
} finally {
  await close();
  clear();
}
