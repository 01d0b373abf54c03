import { screen, within } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import { boardOf } from '../src/state/board';
import { openWindow, settled } from './window';

beforeEach(() => localStorage.clear());

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

test('observables stand by the number of their cases, are narrowed and sorted, and lead to their cases', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/observables');
  const grid = screen.getByRole('grid', { name: 'Observables' });
  const rows = () => within(grid).getAllByRole('row').slice(1).map((row) => row.textContent);
  expect(rows()).toEqual([expect.stringContaining('bc1qinvented'), expect.stringContaining('desk[@]mail[.]example')]);
  await user.click(within(screen.getByRole('columnheader', { name: 'Kind' })).getByRole('button'));
  await user.click(within(screen.getByRole('columnheader', { name: 'Kind' })).getByRole('button'));
  expect(rows()[0]).toContain('e-mail address');

  await user.keyboard('/');
  await user.keyboard('desk');
  await pause(260);
  await settled();
  expect(rows()).toHaveLength(1);
  expect(screen.getByRole('region', { name: 'Observable in hand' }).textContent).toContain('seen 2 times in 1 case');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), 'bitcoin');
  await settled();
  expect(screen.getByText('No observable is like that.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Show all observables' }));
  await settled();

  app.across.inHand = 'bitcoin bc1qinvented';
  await settled();
  await user.click(screen.getByRole('button', { name: 'Show its 2 cases in Cases' }));
  await settled();
  expect(app.cases.shown.map((row) => row.number).sort()).toEqual([11, 12]);
  expect(screen.getByRole('group', { name: 'Narrow to' }).textContent).toContain('bc1qinvented');
  await user.click(screen.getByRole('button', { name: 'Show the others too' }));
  expect(app.cases.shown.length).toBe(12);
});

test('the palette finds an observable by a part of it', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/triage');
  await user.keyboard('{Control>}k{/Control}');
  await user.keyboard('1qinv');
  await settled();
  expect(screen.getAllByRole('option').at(-1)?.textContent).toContain('in 2 cases');
  await user.keyboard('{ArrowUp}{Enter}');
  await settled();
  expect([app.screen, app.across.row?.value]).toEqual(['observables', 'bc1qinvented']);
});

test('what is due in exactly 24 hours is due in the next 24 hours', async () => {
  const { app } = await openWindow({ state: 'open' }, '#/cases');
  const now = Date.now();
  const row = app.cases.rows?.[0];
  if (!row) throw new Error('no case');
  const due = (hours: number) => [...boardOf([{ ...row, status: 'open', nearestDeadline: new Date(now + hours * 3_600_000).toISOString() }], [], now).keys()];
  expect([due(24), due(24.001), due(168), due(168.001), due(-0.001)]).toEqual([['day'], ['week'], ['week'], ['later'], ['slipped']]);
});
