import { screen, within } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import { layOut, towards, wayTo } from '../src/cases/network';
import { merge } from '../src/state/casework';
import { openWindow, settled } from './window';

beforeEach(() => localStorage.clear());

/** A network of so many cases; each is tied to one before it by `of`. */
function network(count: number, of: (at: number) => number) {
  const cases = Array.from({ length: count }, (_, at) => ({ case: `case-${at}`, number: at, title: `Case ${at}`, priority: 'P2' as const, actor: null, strength: 0, strengthWords: '', ties: [], recycled: null }));
  const edges = cases.slice(1).map((_, at) => ({ from: of(at + 1), to: at + 1, strength: 0.5, kinds: [], words: '' }));
  return { cases, edges };
}

test.each([
  ['a pair', network(2, () => 0)],
  ['a star', network(9, () => 0)],
  ['a chain', network(40, (at) => at - 1)],
  ['a crowded star', network(500, () => 0)],
  ['a bush', network(500, (at) => Math.floor((at - 1) / 7))],
])('of %s no two cases lie upon each other, and all lie in the picture', (_, given) => {
  const { spots, width, height, named } = layOut(given);
  const room = named ? 20 : 14;
  const near = spots.flatMap((one, at) => spots.slice(at + 1).filter((other) => Math.abs(one.x - other.x) < 40 && Math.abs(one.y - other.y) < room).map((other) => [one, other]));
  expect(near.slice(0, 3)).toEqual([]);
  expect(spots.every((spot) => spot.x > 0 && spot.y > 0 && spot.x < width && spot.y < height)).toBe(true);
});

test('a case is reached by the fewest steps, and of these by the strongest tie', () => {
  const { cases } = network(4, () => 0);
  const { spots } = layOut({ cases, edges: [{ from: 0, to: 1, strength: 0.2 }, { from: 0, to: 2, strength: 0.9 }, { from: 1, to: 3, strength: 0.3 }, { from: 2, to: 3, strength: 0.4 }].map((edge) => ({ ...edge, kinds: [], words: '' })) });
  expect(spots.map(({ hop, via }) => [hop, via])).toEqual([[0, null], [1, 0], [1, 0], [2, 2]]);
  expect(wayTo(3, spots)).toEqual([0, 2, 3]);
});

test('arrow keys reach every case of a network', () => {
  const { spots } = layOut(network(60, (at) => Math.floor((at - 1) / 5)));
  const reached = new Set([0]);
  for (const at of reached) for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) reached.add(towards(key, at, spots) ?? at);
  expect(reached.size).toBe(60);
});

test('links say why, as a picture and as a list, and lead to both places', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/case/case-9');
  await user.keyboard('g');
  await settled();
  const graph = screen.getByRole('group', { name: 'Graph of linked cases' });
  const [here] = within(graph).getAllByRole('button');
  expect(here?.textContent).toContain('this case');
  here?.focus();
  await user.keyboard('{ArrowRight}');
  await settled();
  expect(document.activeElement?.textContent).toContain('tied to this case');
  const list = screen.getByRole('list', { name: 'Linked cases, and why' });
  expect(list.textContent).toContain('the same wallet bc1qinvented');
  await user.click(within(list).getAllByRole('button', { name: 'there MO/3.1, message 4' })[0] as HTMLElement);
  await settled();
  expect([app.case?.detail.row.number, app.case?.tab, app.case?.transcript?.current]).toEqual([3, 'transcript', 3]);
});

test('two cases become one, whichever stays', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/case/case-9');
  await app.cases.load();
  await user.keyboard('g');
  await settled();
  await user.click(screen.getByRole('button', { name: 'Merge with case 8…' }));
  await settled();
  await user.click(screen.getByRole('radio', { name: 'Case 9 goes into case 8' }));
  await user.click(screen.getByRole('button', { name: 'Merge case 9 into case 8' }));
  await settled();
  expect([app.case?.detail.row.number, app.case?.detail.evidence.length]).toEqual([8, 2]);
  expect(screen.getByText('Case 9 went into case 8')).toBeTruthy();
});

test('some evidence, never all of it, goes into a case of its own', async () => {
  const { app, user } = await openWindow({ state: 'open' }, '#/case/case-9');
  const row = (await app.backend.listCases()).find((one) => one.number === 8);
  if (!row || !app.case) throw new Error('no case');
  await merge(app, row, app.case.detail.row);
  await settled();
  await user.click(screen.getByRole('button', { name: 'Move into a case of its own…' }));
  await settled();
  await user.type(screen.getByRole('textbox', { name: 'Title of the new case' }), 'The second note');
  const boxes = within(screen.getByRole('dialog')).getAllByRole('checkbox');
  for (const box of boxes) await user.click(box);
  expect(screen.getByRole('button', { name: 'Move 2 items' })).toHaveProperty('disabled', true);
  await user.click(boxes[0] as HTMLElement);
  await user.click(screen.getByRole('button', { name: 'Move 1 item' }));
  await settled();
  expect(app.case?.detail.row.title).toBe('The second note');
});
