import { SvelteMap } from 'svelte/reactivity';
import { type Backend, failureOf } from '../backend/backend';
import type { Failure, ObservableKind, ObservableRow } from '../bindings/wire';

export const acrossColumns = ['cases', 'times', 'kindWords', 'shown', 'newest'] as const;
export type AcrossColumn = (typeof acrossColumns)[number];

const PAUSE_AFTER_TYPING = 180;
/** The most that the program gives at a time, and the most that the window holds. */
const PAGE = 500;
const MOST = 2000;

/** The observables of all cases, those in most cases first. */
export class AcrossState {
  rows = $state.raw<ObservableRow[] | null>(null);
  failure = $state.raw<Failure | null>(null);
  contains = $state('');
  kind = $state<ObservableKind | ''>('');
  /** Only those that stand in two cases or more. */
  shared = $state(false);
  sortedBy = $state<AcrossColumn>('cases');
  descending = $state(true);
  inHand = $state<string | null>(null);
  /** Whether there are more than are held. */
  isCut = $state(false);
  /** The kinds met so far, with their words. */
  kinds = new SvelteMap<ObservableKind, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  shown = $derived.by(() => {
    const sign = this.descending ? -1 : 1;
    const by = this.sortedBy;
    const key = (row: ObservableRow) => (by === 'newest' ? (row.newest[0]?.number ?? 0) : row[by]);
    // What the program gave first stands first among equals.
    return (this.rows ?? []).toSorted((a, b) => {
      const [left, right] = [key(a), key(b)];
      return sign * (typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right), 'en'));
    });
  });

  row = $derived(this.shown.find((row) => nameOf(row) === this.inHand) ?? null);
  isNarrowed = $derived(this.contains.trim() !== '' || this.kind !== '' || this.shared);

  constructor(private readonly backend: Backend) {}

  async load(): Promise<void> {
    clearTimeout(this.#timer);
    const asked = (this.#asked += 1);
    const narrow = { kind: this.kind || null, contains: this.contains.trim() || null, shared: this.shared, count: PAGE };
    const rows: ObservableRow[] = [];
    try {
      let page: ObservableRow[];
      do {
        page = await this.backend.listObservables({ ...narrow, first: rows.length });
        if (asked !== this.#asked) return;
        rows.push(...page);
      } while (page.length === PAGE && rows.length < MOST);
      this.isCut = page.length === PAGE;
      for (const row of rows) this.kinds.set(row.kind, row.kindWords);
      this.rows = rows;
      const [first] = this.shown;
      if (first && !rows.some((row) => nameOf(row) === this.inHand)) this.inHand = nameOf(first);
      this.failure = null;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = failureOf(thrown);
    }
  }

  /** What to look for was changed: look when the hands rest. */
  typed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), PAUSE_AFTER_TYPING);
  }

  /** Sort by a column; the other way round where it already is. Figures begin with the largest. */
  sortBy(column: AcrossColumn): void {
    const figures = column !== 'kindWords' && column !== 'shown';
    this.descending = this.sortedBy === column ? !this.descending : figures;
    this.sortedBy = column;
  }

  showAll(): void {
    this.contains = '';
    this.kind = '';
    this.shared = false;
    void this.load();
  }

  /** Show this one among those that hold the same words. */
  async pointTo(row: ObservableRow): Promise<void> {
    this.kind = '';
    this.shared = false;
    this.contains = row.value;
    this.inHand = nameOf(row);
    await this.load();
  }

  /** A few that hold what is typed; for the palette. */
  async like(typed: string): Promise<ObservableRow[]> {
    return this.backend.listObservables({ kind: null, contains: typed, shared: false, first: 0, count: 6 });
  }
}

/** What tells one observable from another. */
export function nameOf(row: { kind: ObservableKind; value: string }): string {
  return `${row.kind} ${row.value}`;
}
