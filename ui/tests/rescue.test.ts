import { readFileSync } from 'node:fs';
import { screen, within } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import type { FailureCode } from '../src/bindings/wire';
import { refused } from '../src/backend/fake/rescue';
import { detailOf, failureOfCode, failures } from '../src/words/failures';
import { openWindow, settled } from './window';

beforeEach(() => localStorage.clear());

/** Dialogs and screens that are seldom asked for are fetched when they are. */
const later = async () => {
  await Promise.all([import('../src/store/Rescue.svelte'), import('../src/export/TakeOverDialog.svelte')]);
  await new Promise((done) => setTimeout(done, 20));
  await settled();
};

test('every code of a failure has its heading, its severity, its words and its action', () => {
  const wire = readFileSync('src/bindings/wire.ts', 'utf8');
  const codes = [...(/FailureCode = ([^;]*);/.exec(wire)?.[1]?.matchAll(/"([a-z-]+)"/g) ?? [])].map((found) => found[1] ?? '');
  expect(codes.length).toBeGreaterThan(10);
  expect(Object.keys(failures).sort()).toEqual(codes.sort());
  expect(new Set(Object.values(failures).map((one) => one.heading)).size).toBe(codes.length);
  expect(failureOfCode('of-tomorrow')).toBe(failures.internal);
});

test.each(Object.keys(failures) as FailureCode[])('a start that is refused with %s says what it means, and goes on when it is tried again', async (code) => {
  const { app, user } = await openWindow({ fails: code });
  await later();
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(failures[code].heading);
  expect(screen.getByRole('alert').textContent).toContain(`an invented refusal (${code})`);
  app.backend.storeStatus = async () => ({ state: 'open', path: '/store', encrypted: true, analyst: 'M. Okafor', cases: 12, version: '0.1.0' });
  expect(screen.queryByRole('heading', { name: 'Put a backup in its place' }) !== null).toBe(failures[code].action === 'rescue');
  expect(screen.queryByRole('heading', { name: 'Save what can be read' }) !== null).toBe(code === 'store-damaged');
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await settled();
  expect(app.failure).toBeNull();
});

test('a damaged store is left as it is: what can be read is saved, and a backup takes its place', async () => {
  const { app, user } = await openWindow({ fails: 'store-damaged' });
  await later();
  await user.click(screen.getByRole('button', { name: 'Save into a folder…' }));
  await later();
  expect(screen.getByRole('status').textContent).toContain('12 cases and 12 evidence items saved');
  await user.click(screen.getByRole('radio', { name: /2031-03-04/ }));
  await user.click(screen.getByRole('button', { name: 'Put this backup in its place' }));
  await later();
  expect(app.store?.state).toBe('open');
  expect(screen.getByText(/set-aside-20310305/)).toBeTruthy();
});

test('damage that is met later leads to the same place', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/cases');
  app.backend.listCases = async () => Promise.reject(refused('store-damaged'));
  await app.cases.load();
  await settled();
  await user.click(screen.getByRole('button', { name: 'Backups, and what can be read…' }));
  await later();
  expect(screen.getByRole('heading', { name: 'Put a backup in its place' })).toBeTruthy();
});

test('the detail of a fault of the program can be copied', () => {
  expect(detailOf(refused('internal'), '0.1.0')).toMatch(/^Shakedown 0\.1\.0\ncode: internal\nmessage: .*\nnext: /);
});

test('a deleted case is taken back, or destroyed after its number was typed, and the backups are told', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/case/case-3');
  await app.deleteCase();
  await settled();
  await user.click(screen.getByRole('button', { name: 'Deleted and merged' }));
  await settled();
  await user.click(screen.getByRole('button', { name: 'Take back case 3' }));
  await settled();
  expect(app.cases.rows?.some((row) => row.number === 3)).toBe(true);
  app.cases.select(['case-3', 'case-4'], true);
  app.cases.leaveBin();
  await settled();
  await user.click(within(screen.getByRole('group', { name: '2 selected' })).getByRole('button', { name: 'Delete' }));
  await settled();
  expect(screen.getByText('2 cases deleted; for 30 days it can be taken back')).toBeTruthy();
  await app.cases.loadHidden();
  await settled();
  await user.click(screen.getByRole('button', { name: 'Destroy case 4…' }));
  await settled();
  const dialog = screen.getByRole('dialog');
  expect(dialog.textContent).toContain('Backups that were made before still hold this case');
  const run = within(dialog).getByRole('button', { name: 'Destroy case 4' });
  expect(run).toHaveProperty('disabled', true);
  await user.type(within(dialog).getByRole('textbox', { name: 'Type 4 to go on' }), '4');
  await user.click(run);
  await settled();
  expect((await app.backend.listHidden()).map((one) => one.row.number)).toEqual([3]);
});

test('a case of another store comes in, with what the copies say differently', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/cases');
  await user.click(screen.getByRole('button', { name: 'Take over a case…' }));
  await later();
  await user.type(screen.getByRole('textbox', { name: 'File' }), '/in/notes.txt{Enter}');
  await later();
  expect(screen.getByRole('alert').textContent).toContain('no case file');
  await user.clear(screen.getByRole('textbox', { name: 'File' }));
  await user.type(screen.getByRole('textbox', { name: 'File' }), '/in/case.json{Enter}');
  await later();
  expect(screen.getByText('Merged into case 12')).toBeTruthy();
  expect(screen.getByRole('region', { name: 'Differences' }).textContent).toContain('<b>second</b>');
  await user.click(screen.getByRole('button', { name: 'Open case 12' }));
  await settled();
  expect(app.case?.detail.row.number).toBe(12);
});

test('what leaves is previewed, leaves for every selected case, and is told with its hash', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/cases');
  app.cases.select(['case-3', 'case-4'], true);
  await settled();
  await user.keyboard('{Control>}e{/Control}');
  await settled();
  expect(screen.getByRole('radio', { name: 'the 2 selected' })).toHaveProperty('checked', true);
  await user.click(screen.getByRole('checkbox', { name: /Redact/ }));
  await user.click(screen.getByRole('button', { name: 'Preview' }));
  await settled();
  expect(screen.getByRole('status').textContent).toMatch(/This would leave:.*evidence items2.*\[ORGANISATION-1\]/s);
  await user.click(screen.getByRole('radio', { name: 'all 12 that Cases shows' }));
  expect(screen.queryByText('This would leave:')).toBeNull();
  await user.click(screen.getByRole('radio', { name: 'the 2 selected' }));
  await user.click(screen.getByRole('button', { name: 'Export 2 cases' }));
  await settled();
  expect(screen.getByRole('region', { name: 'Files' }).textContent).toMatch(/case-3\.html.*case-4\.html/s);
});
