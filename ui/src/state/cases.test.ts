import { expect, test } from 'vitest';
import { fake } from '../backend/fake/fake';
import { CasesState, columns } from './cases.svelte';

async function loaded() {
  const cases = new CasesState(fake({ state: 'open' }));
  await cases.load();
  return cases;
}

test('the most urgent case comes first: priority, then the nearest deadline', async () => {
  const cases = await loaded();
  expect(cases.shown.slice(0, 3).map((row) => row.nearestDeadline !== null && row.priority)).toEqual(['P1', 'P1', 'P1']);
  const due = cases.shown.slice(0, 3).map((row) => Date.parse(row.nearestDeadline ?? ''));
  expect(due).toEqual([...due].sort((a, b) => a - b));
});

test.each(columns)('sorted by %s either way, rows that have nothing there come last', async (column) => {
  const cases = await loaded();
  const nothingIsLast = () => {
    const filled = cases.shown.map((row) => row[column] !== null);
    return !filled.includes(false) || !filled.slice(filled.indexOf(false)).includes(true);
  };
  cases.sortBy(column);
  const before = cases.descending;
  expect(nothingIsLast()).toBe(true);
  cases.sortBy(column);
  expect(cases.descending).toBe(!before);
  expect(nothingIsLast()).toBe(true);
});

test('sums sort as numbers', async () => {
  const cases = await loaded();
  cases.sortBy('demand');
  cases.sortBy('demand');
  expect(cases.shown[0]?.demand).toBe('1,200,000 USD');
});

test.each([
  ['umber', 3],
  ['p1 open', 2],
  ['act now', 3],
  ['about extortion', 2],
  ['closed', 3],
  ['no such case', 0],
])('the filter %j lets %i cases through', async (filter, count) => {
  const cases = await loaded();
  cases.filter = filter;
  expect(cases.shown).toHaveLength(count);
});
