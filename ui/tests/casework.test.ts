import { screen, within } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import { briefOf } from '../src/cases/brief';
import { happenings, placeOn, ticks } from '../src/cases/timeline';
import { readMoment } from '../src/words/moments';
import { openWindow, settled } from './window';

beforeEach(() => localStorage.clear());

const now = Date.parse('2026-03-02T09:00:00Z');

test.each([
  ['+72h', '2026-03-05T09:00:00Z'],
  ['+3d', '2026-03-05T09:00:00Z'],
  ['+30m', '2026-03-02T09:30:00Z'],
  ['2026-03-04 08:15', '2026-03-04T08:15:00Z'],
  ['2026-03-04', '2026-03-04T00:00:00Z'],
  ['2026-02-31 25:00', null],
  ['tomorrow', null],
])('the moment %j reads as %s', (typed, read) => expect(readMoment(typed, now)).toBe(read));

test('the brief names what slipped as the next step, and what is not known', async () => {
  const { app } = await openWindow({ state: 'open' }, '#/case/case-12');
  const detail = app.case?.detail;
  if (!detail) throw new Error('no case');
  expect(briefOf(detail, Date.now())).toMatchObject({ who: 'Grey Lantern, by its own name', proof: 'a list of files, a test decryption', unknown: 'nothing of these', next: expect.stringMatching(/^Send the file list to counsel \(1 h.* ago\)$/) });
  const bare = { ...detail, tasks: [], items: [], row: { ...detail.row, actor: null, demand: null, nearestDeadline: null }, work: { ...detail.work, assignee: null } };
  expect(briefOf(bare, Date.now())).toMatchObject({ who: 'not known', unknown: 'who it is, what is claimed, any proof, the sum, the time limit, the victim', next: 'say who works on it' });
});

test('the analyst’s priority stands beside the program’s, and every decision is taken back by undo', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/case/case-12');
  const work = screen.getByRole('group', { name: 'Work on the case' });
  await user.selectOptions(within(work).getByRole('combobox', { name: /Priority/ }), 'P3');
  await settled();
  expect([app.case?.detail.row.priority, app.case?.detail.row.machinePriority]).toEqual(['P3', 'P1']);
  expect(work.textContent).toContain('the program says P1');
  await user.keyboard('{Control>}z{/Control}');
  await settled();
  expect(app.case?.detail.row.priority).toBe('P1');

  await user.type(within(work).getByRole('textbox', { name: 'add a label' }), 'press{Enter}');
  await settled();
  expect(app.case?.detail.work.labels).toEqual(['press', 'retainer']);
  await user.click(within(work).getByRole('button', { name: 'Take away the label press' }));
  await settled();
  expect(app.case?.detail.work.labels).toEqual(['retainer']);

  await user.click(within(work).getByRole('button', { name: 'Hold' }));
  await settled();
  await user.type(screen.getByRole('textbox', { name: 'Why is it held?' }), 'order of the court{Enter}');
  await settled();
  expect(work.textContent).toContain('order of the court');
  expect(within(work).getByRole('button', { name: 'Delete' })).toHaveProperty('disabled', true);
  await user.click(within(work).getByRole('button', { name: 'Release' }));
  await settled();
  await user.click(within(work).getByRole('button', { name: 'Delete' }));
  await settled();
  expect(app.cases.rows?.some((row) => row.number === 12)).toBe(false);
  await user.click(screen.getByRole('button', { name: /Undo/ }));
  await settled();
  expect(app.cases.rows?.some((row) => row.number === 12)).toBe(true);
});

test('the diary takes tasks and statutory clocks, and says what became of them; the board shows them by when', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/case/case-10');
  await user.keyboard('t');
  await settled();
  await new Promise((done) => setTimeout(done, 30));
  const words = screen.getByRole('textbox', { name: 'What has to be done' });
  expect(document.activeElement).toBe(words);
  await user.type(words, 'Call the school');
  await user.type(screen.getByRole('textbox', { name: 'By when' }), '+2h');
  await user.keyboard('{Enter}');
  await settled();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), 'clock');
  await user.type(screen.getByRole('textbox', { name: 'The event that starts the clock' }), 'aware of the theft');
  await user.keyboard('{Enter}');
  await settled();
  const diary = screen.getByRole('list', { name: 'Diary' });
  expect(within(diary).getAllByRole('listitem').map((line) => line.textContent)).toEqual([expect.stringContaining('Call the school'), expect.stringContaining('gdpr-72h')]);

  app.go('board');
  await settled();
  expect(screen.getByRole('list', { name: /24 hours/ }).textContent).toContain('to do: Call the school');
  app.go('case');
  await settled();
  await user.click(within(screen.getByRole('list', { name: 'Diary' })).getAllByRole('button', { name: 'Done' })[0] as HTMLElement);
  await settled();
  expect(app.case?.detail.tasks[0]?.state).toBe('met');
});

test('a mark is dismissed as a false positive by key, and the review is taken back', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/case/case-12');
  await user.keyboard(']x');
  await settled();
  expect(app.transcript?.inHand()[0]?.review).toBe('dismissed');
  expect(document.querySelector('mark.dismissed.held')).not.toBeNull();
  expect(screen.getAllByText('Marked as a false positive').length).toBeGreaterThan(0);
  await user.keyboard('{Control>}z{/Control}');
  await settled();
  expect(app.transcript?.inHand()[0]?.review).toBeNull();
});

test('find walks what it found with n and N, and says how many', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/case/case-12');
  await user.keyboard('{Control>}f{/Control}');
  await settled();
  await user.type(screen.getByRole('searchbox', { name: 'Find in this transcript' }), 'the');
  await user.keyboard('{Enter}');
  await settled();
  const all = app.transcript?.found?.messages ?? [];
  expect(all.length).toBeGreaterThan(2);
  expect(app.transcript?.current).toBe(all[0]);
  screen.getByRole('group', { name: 'Transcript' }).focus();
  await user.keyboard('n');
  expect(app.transcript?.current).toBe(all[1]);
  await user.keyboard('{Shift>}n{/Shift}');
  expect(app.transcript?.current).toBe(all[0]);
});

test('a search shows each hit in its case, keeps the query by name, and opens what was found', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/search');
  await user.type(screen.getByRole('searchbox', { name: 'Search' }), 'harrow{Enter}');
  await settled();
  const hits = within(screen.getByRole('list', { name: 'Hits' })).getAllByRole('button');
  expect(hits).toHaveLength(1);
  expect(hits[0]?.querySelector('mark')?.textContent).toBe('Harrow');
  await user.click(screen.getByRole('button', { name: 'Keep this search' }));
  await user.keyboard('Seeds{Enter}');
  await settled();
  expect(screen.getByRole('button', { name: 'Seeds' })).toBeTruthy();
  screen.getByRole('searchbox', { name: 'Search' }).focus();
  await user.keyboard('{ArrowDown}{Enter}');
  await settled();
  expect(app.case?.detail.row.number).toBe(12);
});

test('bytes that are logged already are told before they are logged again', async () => {
  const { app } = await openWindow();
  await app.triage.run('sample');
  await app.log();
  await settled();
  const known = app.case?.detail.evidence[0]?.sha256 ?? '';
  expect(await app.backend.heldIn(known)).toEqual([{ case: 'case-13', number: 13 }]);
});

test('the timeline says everything that happens in order, and its axis has few, round ticks', async () => {
  const { app } = await openWindow({ state: 'open' }, '#/case/case-12');
  const all = happenings(app.case?.detail ?? (() => { throw new Error('no case'); })());
  expect(all.map((one) => one.at)).toEqual(all.map((one) => one.at).toSorted((a, b) => a - b));
  expect(new Set(all.map((one) => one.lane))).toEqual(new Set(['limit', 'work', 'record']));
  const day = 86_400_000;
  for (const span of [3_600_000, day, 10 * day, 400 * day]) {
    const found = ticks(now, now + span);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(7);
  }
  const x = placeOn(now, now + day);
  expect([x(now), x(now + day)]).toEqual([12, 708]);
});
