import type { CaseDetail, TaskView } from '../bindings/wire';
import { words } from '../words/en';
import { relative } from '../words/format';

/** The case in seven lines, each of which says so when nothing is known. */
export type Brief = { who: string; claim: string; proof: string; demand: string; byWhen: string; unknown: string; next: string };

/** Who, what is claimed, what was shown for it, how much, by when, what is not known, and what to do next. Texts of the exhibit are visible already. */
export function briefOf(detail: CaseDetail, now: number): Brief {
  const { row, items } = detail;
  const w = words.case.brief;
  const actor = items.flatMap((item) => item.actors).find((one) => one.name === row.actor);
  const of = (family: string) => unique(items.flatMap((item) => item.claims.filter((claim) => claim.family === family).map((claim) => claim.words)));
  const [claims, proofs, volumes] = [of('claim'), of('proof'), of('volume')];
  const missing = [
    [row.actor === null, w.missing.who],
    [claims.length === 0, w.missing.claim],
    [proofs.length === 0, w.missing.proof],
    [row.demand === null, w.missing.demand],
    [row.nearestDeadline === null, w.missing.deadline],
    [detail.work.victim === null && items.every((item) => item.victims.length === 0), w.missing.victim],
  ] as const;
  return {
    who: row.actor === null ? words.case.unknown : actor ? `${row.actor}, ${actor.gradeWords}` : row.actor,
    claim: [...claims, ...volumes].join(', ') || words.case.unknown,
    proof: proofs.join(', ') || words.case.unknown,
    demand: row.demand ?? words.case.unknown,
    byWhen: row.nearestDeadline === null ? words.case.unknown : relative(row.nearestDeadline, now),
    unknown: missing.flatMap(([is, said]) => (is ? [said] : [])).join(', ') || w.nothingMissing,
    next: nextStep(detail, now),
  };
}

/** What slipped goes first, then what is due next, then what nobody decided yet. */
function nextStep({ row, tasks, work }: CaseDetail, now: number): string {
  const w = words.case.brief;
  const open = tasks.filter((task) => task.state === 'slipped' || task.state === 'due' || task.state === 'extended');
  const [first] = open.sort((a, b) => when(a) - when(b));
  if (first) return first.due === null ? first.words : `${first.words} (${relative(first.due, now)})`;
  if (row.status === 'closed') return w.steps.closed;
  if (work.assignee === null) return w.steps.assign;
  return row.status === 'new' ? w.steps.open : w.steps.diary;
}

function when(task: TaskView): number {
  return task.due === null ? Infinity : Date.parse(task.due);
}

function unique(list: string[]): string[] {
  return [...new Set(list)];
}
