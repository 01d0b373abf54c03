// The real window, driven by tauri-driver: one store, one driver, one session at a time.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { remote } from 'webdriverio';

const top = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const target = resolve(top, process.env.CARGO_TARGET_DIR ?? 'target');
export const application = join(target, process.env.SHAKEDOWN_PROFILE ?? 'debug', 'shakedown-desktop');
const driverProgram = join(top, 'target/tools/bin/tauri-driver');
const port = 4700 + (process.pid % 200) * 2;

export const fixture = (name) => readFileSync(join(top, 'tests/fixtures', name), 'utf8');

/** A folder for one journey: the store and the exports lie in it. */
export function room() {
  const folder = mkdtempSync(join(tmpdir(), 'shakedown-e2e-'));
  return { folder, store: join(folder, 'store'), clear: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Open the window on a store and give the browser that drives it.
 *
 * `strace`: trace every system call of the window that makes a connection into this file. `test`: close the window when this test ends, however it ends.
 */
export async function open(store, { strace, test } = {}) {
  for (const program of [application, driverProgram]) {
    if (!existsSync(program)) throw new Error(`${program} is missing: run ./test`);
  }
  const command = [driverProgram, '--port', String(port), '--native-port', String(port + 1)];
  if (strace) command.unshift('strace', '-f', '-qq', '-e', 'trace=socket,connect', '-o', strace);
  // A process group of its own: a killed driver would otherwise leave an orphan that holds our pipes.
  const driver = spawn(command[0], command.slice(1), {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, SHAKEDOWN_STORE: store, GDK_BACKEND: 'x11' },
  });
  const ended = once(driver, 'exit');
  try {
    // The driver takes calls before the engine's own driver behind it does, and drops them.
    for (const on of [port, port + 1]) await listening(on);
    const browser = await remote({
      hostname: '127.0.0.1',
      port,
      logLevel: 'error',
      connectionRetryCount: 0,
      capabilities: { 'tauri:options': { application }, 'wdio:enforceWebDriverClassic': true },
    });
    let open = true;
    const close = async () => {
      if (!open) return;
      open = false;
      await browser.deleteSession().catch(() => {});
      process.kill(-driver.pid, 'SIGTERM');
      await Promise.race([ended, sleep(5000)]);
    };
    test?.after(close);
    return { browser, close };
  } catch (error) {
    process.kill(-driver.pid, 'SIGTERM');
    throw error;
  }
}

async function listening(on) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answered = await new Promise((done) => {
      const socket = connect(on, '127.0.0.1', () => done(true)).on('error', () => done(false));
      socket.unref();
    });
    if (answered) return;
    await sleep(100);
  }
  throw new Error(`nothing answers on port ${on}`);
}

/** The first element of an accessible role and name, as a screen reader finds it. */
export async function byRole(browser, role, name) {
  const implicit = { button: 'button', link: 'a', textbox: 'textarea,input', region: 'section,[role=region]', list: 'ul,ol,[role=list]', grid: '[role=grid]', combobox: 'input,[role=combobox]', navigation: 'nav' };
  const find = async () => {
    let near;
    for (const element of await browser.$$(`[role=${role}],${implicit[role] ?? '*'}`)) {
      const label = await element.getComputedLabel();
      if (label === name) return element;
      // A label that goes on with its explanation: "Your name It stands in …".
      if (label.startsWith(`${name} `)) near ??= element;
    }
    return near;
  };
  let found;
  await browser.waitUntil(async () => (found = await find()) !== undefined, { timeout: 15000, timeoutMsg: `no ${role} "${name}"` });
  return found;
}

/** Paste text anywhere in the page, as Ctrl+V does. */
export async function paste(browser, text) {
  await browser.execute((pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    data.setData('text/html', '<b>never read</b>');
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

/** Press a key, or Ctrl and a key, where the work is: on no field. */
export async function press(browser, key) {
  await browser.execute((pressed) => {
    document.activeElement?.blur?.();
    const [named, ctrl] = [pressed.replace('Ctrl+', ''), pressed.startsWith('Ctrl+')];
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: named, ctrlKey: ctrl, bubbles: true, cancelable: true }));
  }, key);
}

/** The text of an element once it satisfies `test`. */
export async function textOf(browser, element, test) {
  await browser.waitUntil(async () => test(await element.getText()), { timeout: 15000, timeoutMsg: 'the text did not come' });
  return element.getText();
}

/** Answer the first run as an analyst who wants no passphrase. */
export async function firstRun(browser) {
  await (await byRole(browser, 'textbox', 'Your name')).setValue('Mara Kent');
  await (await byRole(browser, 'button', 'Continue without passphrase')).click();
  await byRole(browser, 'textbox', 'Message');
}

/** The screens that the navigation always names. */
export const everyScreen = ['Triage', 'Board', 'Cases', 'Search', 'Observables', 'Actors', 'Rules', 'Jobs', 'Settings', 'Help'];

/** Go to a screen by its link, and wait until it has come. */
export async function go(browser, name) {
  await (await byRole(browser, 'link', name)).click();
  await browser.waitUntil(() => browser.execute((wanted) => document.querySelector('h1')?.textContent === wanted, name), { timeout: 15000, timeoutMsg: `${name} did not come` });
  await browser.pause(150);
}

/** Open a part of the case by its tab. */
export async function tab(browser, name) {
  await browser.waitUntil(
    () => browser.execute((wanted) => {
      const found = [...document.querySelectorAll('[role="tab"]')].find((one) => one.textContent.startsWith(wanted));
      found?.click();
      return found?.getAttribute('aria-selected') === 'true';
    }, name),
    { timeout: 15000, timeoutMsg: `no tab "${name}"` },
  );
  await browser.pause(100);
}

const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** What axe finds in what is shown now: each fault with the elements that have it. */
export async function faults(browser) {
  await browser.execute(`if (!window.axe) { ${axe} }`);
  return browser.executeAsync((done) => {
    window.axe.run(document, { resultTypes: ['violations'] }).then(
      ({ violations }) => done(violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 120)} ${node.any.map((any) => any.message).join(' ').slice(0, 160)}`).join(' | ')}`)),
      (error) => done([String(error)]),
    );
  });
}
