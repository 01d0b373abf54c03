import { type Backend, failureOf } from '../backend/backend';
import type { CaseRow, CaseStatus, Failure } from '../bindings/wire';
import { words } from '../words/en';

export const columns = ['priority', 'verdict', 'title', 'actor', 'demand', 'nearestDeadline', 'status'] as const;
export type Column = (typeof columns)[number];

const statusOrder: CaseStatus[] = ['new', 'open', 'waiting', 'closed'];
const verdictOrder = ['extortion', 'about-extortion', 'unrelated'];

/** The table of cases: its rows, their order, what the filter lets through, and the row in hand. */
export class CasesState {
  rows = $state.raw<CaseRow[] | null>(null);
  failure = $state.raw<Failure | null>(null);
  filter = $state('');
  sortedBy = $state<Column>('priority');
  descending = $state(false);
  /** The case in hand, by its id: it stays in hand when the order changes. */
  inHand = $state<string | null>(null);

  shown = $derived.by(() => {
    const wanted = this.filter.toLowerCase().split(/\s+/).filter((word) => word !== '');
    const rows = (this.rows ?? []).filter((row) => wanted.every((word) => haystack(row).includes(word)));
    const sign = this.descending ? -1 : 1;
    return rows.sort((a, b) => compare(a, b, this.sortedBy, sign) || byUrgency(a, b));
  });

  active = $derived(Math.max(0, this.shown.findIndex((row) => row.id === this.inHand)));

  constructor(private readonly backend: Backend) {}

  async load(): Promise<void> {
    try {
      this.rows = await this.backend.listCases();
      this.failure = null;
    } catch (thrown) {
      this.failure = failureOf(thrown);
    }
  }

  /** Sort by a column; the other way round where it already is. */
  sortBy(column: Column): void {
    this.descending = this.sortedBy === column && !this.descending;
    this.sortedBy = column;
  }

  /** Take the row `steps` further in hand, held at the ends. */
  move(steps: number): void {
    const at = this.inHand === null ? Math.min(steps, 0) : this.active + steps;
    this.inHand = this.shown[Math.min(Math.max(at, 0), this.shown.length - 1)]?.id ?? null;
  }
}

function haystack(row: CaseRow): string {
  const texts = [String(row.number), row.title, row.actor, row.demand, row.priority, words.priorities[row.priority], words.verdicts[row.verdict], words.statuses[row.status]];
  return texts.join('\n').toLowerCase();
}

/** By one column. Rows that have nothing there come last, whichever way round. */
function compare(a: CaseRow, b: CaseRow, column: Column, sign: number): number {
  const [left, right] = [key(a, column), key(b, column)];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
  return sign * String(left).localeCompare(String(right), 'en');
}

function key(row: CaseRow, column: Column): string | number | null {
  switch (column) {
    case 'verdict':
      return verdictOrder.indexOf(row.verdict);
    case 'status':
      return statusOrder.indexOf(row.status);
    case 'demand':
      return row.demand === null ? null : Number.parseFloat(row.demand.replaceAll(',', '')) || 0;
    case 'nearestDeadline':
      return row.nearestDeadline === null ? null : Date.parse(row.nearestDeadline);
    default:
      return row[column];
  }
}

function byUrgency(a: CaseRow, b: CaseRow): number {
  return a.priority.localeCompare(b.priority) || compare(a, b, 'nearestDeadline', 1) || b.number - a.number;
}
