import { fireEvent, screen, within } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import { openWindow, settled } from './window';

beforeEach(() => localStorage.clear());

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

test('the board shows what slipped first, then by when, and leaves closed cases out', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/board');
  const headings = screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent.replace(/\s+/g, ' ').trim());
  expect(headings).toEqual(['Slipped 3', 'In the next 24 hours 4', 'This week 3', 'No time limit known 1']);
  const slipped = screen.getByRole('list', { name: /Slipped/ });
  expect(within(slipped).getAllByRole('button').map((row) => row.textContent)).toEqual([expect.stringContaining('Brightwater'), expect.stringContaining('webcam'), expect.stringContaining('Send the file list to counsel')]);
  expect(screen.getByRole('region', { name: 'Board' }).textContent).not.toContain('Voicemail');

  within(slipped).getAllByRole('button')[0]?.focus();
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
  expect(document.activeElement?.textContent).toContain('St Brannoc School');
  await user.keyboard('{Enter}');
  await settled();
  expect(app.case?.detail.row.title).toContain('St Brannoc');
  await user.keyboard('{Escape}');
});

test('the row in hand stays in hand when the order changes, and moving holds at the ends', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/cases');
  const grid = screen.getByRole('grid', { name: 'Cases' });
  const active = () => document.getElementById(grid.getAttribute('aria-activedescendant') ?? '');
  await user.keyboard('{ArrowDown}{ArrowDown}');
  const held = active()?.textContent;
  await user.click(within(screen.getByRole('columnheader', { name: 'Case' })).getByRole('button'));
  expect(active()?.textContent).toBe(held);
  grid.focus();
  await user.keyboard('{Home}{ArrowUp}');
  expect(active()?.getAttribute('aria-rowindex')).toBe('2');
  await user.keyboard('{End}{ArrowDown}');
  expect(active()?.getAttribute('aria-rowindex')).toBe(String(app.cases.shown.length + 1));
});

test('chips narrow the table, a view keeps them without words of a case, and showing all takes them away', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/cases');
  await user.click(screen.getByRole('button', { name: 'P1' }));
  await user.click(within(screen.getByRole('group', { name: 'Narrow to' })).getByRole('button', { name: 'open' }));
  expect(app.cases.shown.map((row) => row.number)).toEqual([5, 12]);
  await user.type(screen.getByRole('searchbox', { name: 'Filter' }), 'kestrel');
  expect(app.cases.shown).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Keep view' }));
  await user.keyboard('Night shift{Enter}');
  await user.click(screen.getByRole('button', { name: 'Show all cases' }));
  expect(app.cases.shown).toHaveLength(12);
  await user.click(screen.getByRole('button', { name: 'Night shift' }));
  expect(app.cases.shown.map((row) => row.number)).toEqual([5, 12]);
  expect(localStorage.getItem('views')).not.toContain('kestrel');
});

test('cases are selected without a mouse, changed together, and the change is taken back', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/cases');
  const grid = screen.getByRole('grid', { name: 'Cases' });
  expect(grid.getAttribute('aria-multiselectable')).toBe('true');
  grid.focus();
  await user.keyboard(' {Shift>}{ArrowDown}{ArrowDown}{/Shift}');
  expect(app.cases.selected.size).toBe(3);
  await user.click(within(screen.getByRole('group', { name: '3 selected' })).getByRole('button', { name: 'Set status: closed' }));
  await settled();
  expect(app.cases.rows?.filter((row) => row.status === 'closed')).toHaveLength(6);
  expect(screen.getByText('3 cases set to “closed”')).toBeTruthy();
  await user.keyboard('{Control>}z{/Control}');
  await settled();
  expect(app.cases.rows?.filter((row) => row.status === 'closed')).toHaveLength(3);
  grid.focus();
  await user.keyboard('{Control>}a{/Control}');
  expect(app.cases.selected.size).toBe(12);
  await user.type(screen.getByRole('textbox', { name: 'add a label' }), 'night{Enter}');
  await settled();
  expect(app.cases.rows?.every((row) => row.labels.includes('night'))).toBe(true);
  await user.keyboard('{Control>}z{/Control}');
  await settled();
  expect(app.cases.rows?.flatMap((row) => row.labels)).toEqual(['retainer']);
});

test('dropped files are read as jobs, the first goes on the table, the others wait with their verdicts', async () => {
  const { app, user } = await openWindow();
  app.dropped(['/in/one_chat.json', '/in/gone.txt', '/in/two_chat.json']);
  await settled();
  expect(app.triage.view?.title).toBe('harrowfield_chat.json');
  expect(screen.getByText('1 file waiting')).toBeTruthy();
  app.go('jobs');
  await settled();
  const rows = within(screen.getByRole('grid', { name: 'Jobs' })).getAllByRole('row').slice(1);
  expect(rows.map((row) => row.textContent)).toEqual([expect.stringContaining('one_chat.json'), expect.stringContaining('refused'), expect.stringContaining('Grey Lantern by its own name')]);
  await user.click(within(rows[2] as HTMLElement).getByRole('button', { name: 'Show on Triage' }));
  await settled();
  expect(app.screen).toBe('triage');
  expect(app.triage.jobs.waiting).toHaveLength(0);
});

test('settings change the looks at once and keep them', async () => {
  const { user } = await openWindow({ state: 'open' }, '#/settings');
  await user.click(screen.getByRole('radio', { name: 'Dark' }));
  await user.click(screen.getByRole('radio', { name: 'Compact' }));
  expect([document.documentElement.dataset.theme, document.documentElement.dataset.density]).toEqual(['dark', 'compact']);
  await user.keyboard('{Control>}={/Control}');
  expect(localStorage.getItem('zoom')).toBe('110');
  await user.selectOptions(screen.getByRole('combobox', { name: /Zoom/ }), '200');
  expect(localStorage.getItem('zoom')).toBe('200');
  await user.click(screen.getByRole('button', { name: 'Verify the store' }));
  await settled();
  expect(screen.getByText(/Everything holds: 12 evidence items/)).toBeTruthy();
});

test('an actor shows every name with its sources, its sanctions, and leads to its cases', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/actors');
  await user.type(screen.getByRole('searchbox', { name: 'Filter' }), 'hollow');
  await user.keyboard('{ArrowDown}{ArrowDown}');
  await settled();
  const card = screen.getByRole('region', { name: 'Hollow Tide' });
  expect(card.textContent).toContain('Invented catalogue, Second invented catalogue');
  expect(card.textContent).toContain('None known here. That never means “not sanctioned”.');
  const cases = within(card).getAllByRole('button');
  expect(cases).toHaveLength(3);
  await user.click(cases[0] as HTMLElement);
  await settled();
  expect(app.case?.detail.row.actor).toBe('Hollow Tide');
});

test('a rule is written, tried on a text as it is typed, told what is wrong, and switched on', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/rules');
  expect(screen.getByRole('region', { name: 'claim.exfiltrated' }).querySelector('mark')?.textContent).toBe('downloaded your data');
  await user.click(screen.getByRole('button', { name: 'Write a rule' }));
  const file = screen.getByRole('textbox', { name: 'Rule file' });
  await fireEvent.input(screen.getByRole('textbox', { name: 'Text to try it on' }), { target: { value: 'Since Monday the harbour gate is ours.' } });
  await pause(300);
  await settled();
  expect(screen.getByText('1 place found in 1 message.')).toBeTruthy();
  await fireEvent.input(file, { target: { value: 'nothing' } });
  await pause(300);
  await settled();
  expect(screen.getByText(/expected id/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Switch on' })).toHaveProperty('disabled', true);
  await fireEvent.input(file, { target: { value: 'id = "own"\nliterals = ["gate"]' } });
  await pause(300);
  await settled();
  await user.click(screen.getByRole('button', { name: 'Switch on' }));
  await settled();
  expect(await app.backend.ownRules()).toHaveLength(1);
  expect(screen.getByText('Switched on')).toBeTruthy();
});
