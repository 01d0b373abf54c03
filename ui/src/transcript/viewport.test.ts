import { expect, test } from 'vitest';
import { Heights } from './heights';
import { TALLEST, Viewport } from './viewport.svelte';

test('heights agree with a plain sum, whatever was measured', () => {
  const heights = new Heights(1000, 50);
  const plain = Array.from({ length: 1000 }, () => 50);
  for (let at = 0; at < 400; at += 1) {
    const row = (at * 7919) % 1000;
    const height = 20 + ((at * 31) % 200);
    heights.set(row, height);
    plain[row] = height;
  }
  let top = 0;
  for (const [row, height] of plain.entries()) {
    expect(heights.top(row)).toBe(top);
    expect(heights.at(top)).toBe(row);
    expect(heights.at(top + height - 1)).toBe(row);
    top += height;
  }
  expect(heights.total).toBe(top);
  expect([heights.at(-5), heights.at(top + 1e6)]).toEqual([0, 999]);
});

test('a million rows need a scroll bar of few pixels, and both ends are reached', () => {
  const view = new Viewport(1_000_000, 84);
  view.height = 700;
  expect(view.spacer).toBe(TALLEST);
  view.scrolled(TALLEST - 700);
  expect(view.range.end).toBe(1_000_000);
  view.scrolled(0);
  expect(view.range.first).toBe(0);
});

test('a short scroll moves the rows by as many pixels, however long the list', () => {
  const view = new Viewport(1_000_000, 84);
  view.height = 700;
  view.scrolled(4_000_000);
  const before = view.top;
  view.scrolled(4_000_120);
  expect(view.top - before).toBe(120);
});

test('what is read stays where it is when rows above it are measured', () => {
  const view = new Viewport(1000, 84);
  view.height = 700;
  view.scrolled(8400);
  const first = view.heights.at(view.top);
  view.measured([[3, 284]]);
  expect(view.top).toBe(8600);
  expect(view.heights.at(view.top)).toBe(first);
});

test('few rows are drawn at a time', () => {
  const view = new Viewport(1_000_000, 84);
  view.height = 900;
  view.scrolled(123_456);
  expect(view.range.end - view.range.first).toBeLessThan(25);
});
