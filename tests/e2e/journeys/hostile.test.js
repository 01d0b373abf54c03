// What criminals write is shown and does nothing; the window makes no connection.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { byRole, firstRun, fixture, open, paste, room, textOf } from '../support/window.js';

const { folder, store, clear } = room();
after(clear);

test('markup, scripts and navigation do nothing, and no connection is made', { timeout: 180000 }, async (t) => {
  const trace = join(folder, 'calls');
  const { browser, close } = await open(store, { strace: trace, test: t });
  await firstRun(browser);
  await browser.execute(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective));
  });
  await paste(browser, fixture('hostile.txt'));
  const transcript = await byRole(browser, 'list', 'Transcript');
  const shown = await textOf(browser, transcript, (found) => found.includes('<script>'));
  assert.ok(shown.includes('<img src=x onerror='), 'markup is shown as text');
  assert.equal(await browser.getTitle(), 'Shakedown', 'nothing ran');
  assert.equal(await browser.execute(() => document.querySelectorAll('[aria-label="Transcript"] :is(script, img, a, iframe)').length), 0);
  assert.equal(await browser.execute(() => document.querySelectorAll('[data-badge]').length >= 3), true, 'hidden characters are badges');
  assert.deepEqual(await browser.execute(() => window.violations), []);

  // The page itself may not leave, write markup or evaluate text.
  const before = await browser.getUrl();
  await browser.execute(() => { location.href = 'http://pay.example/'; });
  await browser.pause(500);
  assert.equal(await browser.getUrl(), before, 'the window does not navigate away');
  const refused = await browser.execute(() => {
    const tries = { innerHTML: () => { document.body.innerHTML = '<b>x</b>'; }, eval: () => { eval('1'); }, open: () => { if (window.open('http://pay.example/')) return; throw new Error('refused'); } };
    return Object.entries(tries).filter(([, run]) => { try { run(); return false; } catch { return true; } }).map(([name]) => name);
  });
  assert.deepEqual(refused, ['innerHTML', 'eval', 'open']);
  await close();

  const calls = readFileSync(trace, 'utf8').split('\n');
  // The driver itself speaks to the test over the loopback: connections to 127.0.0.1 are the test's own.
  const outside = calls.filter((line) => /connect\(.*AF_INET6?/.test(line) && !/inet_addr\("127\.|"::1"/.test(line));
  assert.deepEqual(outside, []);
  assert.ok(calls.some((line) => line.includes('socket(AF_UNIX')), 'the trace saw the window');
});
