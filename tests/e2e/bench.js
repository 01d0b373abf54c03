// How long the analyst waits, by the driver's clock: start to usable, 10 kB pasted to the verdict painted.

import { byRole, firstRun, fixture, open, room } from './support/window.js';

const { store, clear } = room();
const rounds = 9;
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const show = (name, list) => console.log(`${name}: min ${Math.min(...list).toFixed(0)} ms, median ${median(list).toFixed(0)} ms, max ${Math.max(...list).toFixed(0)} ms of ${list.length}`);

const starts = [];
for (let round = 0; round < 3; round++) {
  const began = performance.now();
  const { browser, close } = await open(store);
  if (round === 0) await firstRun(browser);
  await byRole(browser, 'textbox', 'Message');
  starts.push(performance.now() - began);
  await close();
}
show('driver and window started to usable', starts.slice(1));

const { browser, close } = await open(store);
try {
  await byRole(browser, 'textbox', 'Message');
  const unit = fixture('first-contact.txt');
  const pastes = [];
  for (let round = 0; round < rounds; round++) {
    const text = `${round} ${unit.repeat(Math.ceil(10_000 / unit.length))}`.slice(0, 10_000);
    // One script call: the time of the driver's own round trip is not the analyst's.
    pastes.push(await browser.executeAsync((pasted, done) => {
      const data = new DataTransfer();
      data.setData('text/plain', pasted);
      const region = () => document.querySelector('[aria-label="Verdict"]');
      const old = region()?.textContent;
      const began = performance.now();
      let marked = false;
      const observer = new MutationObserver(() => {
        if (marked || !region() || (old !== undefined && !document.querySelector('[data-said]')?.textContent?.startsWith(pasted.slice(0, 2)))) return;
        marked = true;
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
      });
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, text));
  }
  show('10 kB pasted to the verdict painted', pastes);
} finally {
  await close();
  clear();
}
