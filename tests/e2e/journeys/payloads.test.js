// More than 300 hostile texts through every view: nothing runs, nothing loads, nothing becomes markup.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { byRole, everyScreen, firstRun, go, open, paste, room, tab } from '../support/window.js';
import { payloads } from '../support/payloads.js';

const { store, clear } = room();
after(clear);

test('hostile texts do nothing in any view', { timeout: 240000 }, async (t) => {
  assert.ok(payloads.length >= 300, `${payloads.length} payloads`);
  const { browser } = await open(store, { test: t });
  await firstRun(browser);
  await browser.execute(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  const harmless = async (where) => {
    const found = await browser.execute(() => ({
      pwned: window.pwned ?? null,
      title: document.title,
      violations: window.violations,
      // What we draw ourselves: icons are svg without handlers; links go to our own screens.
      foreign: [...document.querySelectorAll('script:not([src^="/assets"]), iframe, object, embed, form[action], base, meta[http-equiv], img, video, audio, math, a:not([href^="#/"]), [onerror], [onload]')].map((one) => one.outerHTML.slice(0, 120)),
    }));
    assert.deepEqual(found, { pwned: null, title: 'Shakedown', violations: [], foreign: [] }, where);
  };

  await paste(browser, payloads.map((payload, at) => `02/03/2026, ${String(8 + (at / 60 | 0)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')} - ${at % 2 ? 'Kim' : payload.slice(0, 24).replaceAll(':', ' ')}: ${payload.replaceAll('\n', ' ')}`).join('\n'));
  await byRole(browser, 'list', 'Transcript');
  // The list is virtual: walk through it, so that each message is drawn. A step that went past rows not drawn yet is taken back, and at the end the
  // list has time to measure its last rows, which moves the end.
  const drawn = await browser.executeAsync((done) => {
    const scroller = document.querySelector('[data-transcript]');
    const seen = new Set();
    let next = 0;
    let still = 0;
    const step = () => {
      const rows = [...document.querySelectorAll('[data-seq]')].map((row) => Number(row.dataset.seq));
      const before = seen.size;
      for (const row of rows) seen.add(row);
      while (seen.has(next)) next += 1;
      still = seen.size === before ? still + 1 : 0;
      if (still > 40) return done(seen.size);
      const past = rows.length > 0 && Math.min(...rows) > next;
      scroller.scrollTop += scroller.clientHeight * (past ? -0.5 : 0.5);
      setTimeout(step, 60);
    };
    step();
  });
  assert.equal(drawn, payloads.length, 'each message was drawn');
  await harmless('Triage');

  await (await byRole(browser, 'textbox', 'Case title')).setValue(payloads[0]);
  await (await byRole(browser, 'button', 'Log case')).click();
  await browser.$('[data-field="label"]').waitForExist({ timeout: 15000 });
  await harmless('Case');
  await browser.$('[data-field="label"]').setValue(payloads[20]);
  await browser.keys('Enter');
  await tab(browser, 'Diary');
  await browser.$('[data-field="line"]').setValue(payloads[30]);
  await browser.keys('Enter');
  await tab(browser, 'Notes');
  await browser.$('[data-field="note"]').setValue(payloads[40]);
  await (await byRole(browser, 'button', 'Add note')).click();
  for (const name of ['Transcript', 'Timeline', 'Links', 'Diary', 'Notes', 'Custody']) {
    await tab(browser, name);
    await harmless(`Case, ${name}`);
  }
  for (const name of everyScreen) {
    await go(browser, name);
    if (name === 'Search') {
      await browser.$('[data-field="filter"]').setValue('pay OR pwned');
      await browser.keys('Enter');
      await browser.$('[data-row]').waitForExist({ timeout: 20000 });
    }
    await harmless(name);
  }
});
