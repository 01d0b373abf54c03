import type { CaseRow, DiaryLine } from '../bindings/wire';
import { grouped } from './grouped';

const HOUR = 3_600_000;

/** What is due in a case: a limit that the attacker set, or a line of the analysts' diary. */
export type Due = { key: string; row: CaseRow; due: number | null; kind: string; words: string };

export const groups = ['slipped', 'day', 'week', 'later', 'none'] as const;
export type Group = (typeof groups)[number];

/** Everything that is due in cases that are not closed, by when; within a group the nearest first, then the most urgent. */
export function boardOf(rows: CaseRow[], diary: DiaryLine[], now: number): Map<Group, Due[]> {
  const open = rows.filter((row) => row.status !== 'closed');
  const lines = diary.flatMap(({ case: id, task }): Due[] => {
    const row = open.find((one) => one.id === id);
    return row && task.due ? [{ key: `${id}-${task.number}`, row, due: Date.parse(task.due), kind: task.kind, words: task.words }] : [];
  });
  const limits = open.flatMap((row): Due[] => (row.nearestDeadline === null ? [] : [{ key: row.id, row, due: Date.parse(row.nearestDeadline), kind: 'limit', words: '' }]));
  const dated = [...limits, ...lines];
  const undated = open.filter((row) => !dated.some((one) => one.row.id === row.id)).map((row): Due => ({ key: row.id, row, due: null, kind: 'limit', words: '' }));
  const all = [...dated, ...undated].sort((a, b) => (a.due ?? Infinity) - (b.due ?? Infinity) || a.row.priority.localeCompare(b.row.priority));
  return grouped(all, (one) => groupOf(one.due, now));
}

function groupOf(due: number | null, now: number): Group {
  if (due === null) return 'none';
  const left = due - now;
  if (left < 0) return 'slipped';
  if (left <= 24 * HOUR) return 'day';
  return left <= 7 * 24 * HOUR ? 'week' : 'later';
}
