import type { CaseDetail } from '../bindings/wire';
import { words } from '../words/en';

export const lanes = ['limit', 'work', 'record'] as const;
export type Lane = (typeof lanes)[number];
/** Something that happens in a case; `at` in milliseconds since 1970. Texts of the exhibit are visible already. */
export type Happening = { at: number; lane: Lane; kind: string; words: string };

/** What happened and what is due in a case, oldest first: limits of the attacker, the diary, and the record. */
export function happenings(detail: CaseDetail): Happening[] {
  const w = words.case.timeline;
  const found: Happening[] = [{ at: Date.parse(detail.row.createdAt), lane: 'record', kind: w.logged, words: words.case.number(detail.row.number) }];
  for (const item of detail.evidence) found.push({ at: Date.parse(item.acquiredAt), lane: 'record', kind: w.evidence, words: item.exhibitRef });
  for (const note of detail.notes) found.push({ at: Date.parse(note.at), lane: 'record', kind: w.note, words: note.body });
  for (const task of detail.tasks) if (task.due) found.push({ at: Date.parse(task.due), lane: 'work', kind: words.case.diary.kinds[task.kind], words: task.words });
  for (const limit of detail.items.flatMap((item) => item.deadlines)) if (limit.due) found.push({ at: Date.parse(limit.due), lane: 'limit', kind: w.limit, words: `${limit.text} ${limit.kindWords}` });
  return found.filter((one) => !Number.isNaN(one.at)).sort((a, b) => a.at - b.at);
}

export const WIDTH = 720;
const EDGE = 12;

/** Where a moment stands on an axis from `first` to `last`, in the picture's own units. */
export function placeOn(first: number, last: number): (at: number) => number {
  const span = Math.max(last - first, 1);
  return (at) => EDGE + ((at - first) / span) * (WIDTH - 2 * EDGE);
}

/** Round moments to write under the axis, at most six: whole hours or whole days of UTC. */
export function ticks(first: number, last: number): number[] {
  const HOUR = 3_600_000;
  const step = [HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 48 * HOUR, 168 * HOUR, 720 * HOUR, 2160 * HOUR, 8760 * HOUR].find((one) => (last - first) / one <= 6) ?? (last - first) / 6;
  const found: number[] = [];
  for (let at = Math.ceil(first / step) * step; at <= last; at += step) found.push(at);
  return found;
}
