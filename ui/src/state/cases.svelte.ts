import { SvelteSet } from 'svelte/reactivity';
import { type Backend, failureOf } from '../backend/backend';
import type { CaseChange, CaseRow, CaseStatus, DiaryLine, Failure, HiddenRow } from '../bindings/wire';
import { words } from '../words/en';

export const columns = ['priority', 'verdict', 'title', 'actor', 'demand', 'nearestDeadline', 'assignee', 'status'] as const;
export type Column = (typeof columns)[number];

const statusOrder: CaseStatus[] = ['new', 'open', 'waiting', 'closed'];
const verdictOrder = ['extortion', 'about-extortion', 'unrelated'];

/** What the chips above the table narrow it to, by what each stands for. */
export const facets = {
  priority: ['P1', 'P2', 'P3', 'P4'],
  status: ['new', 'open', 'waiting', 'closed'],
  verdict: ['extortion', 'about-extortion', 'unrelated'],
  due: ['slipped', 'day'],
} as const;
export type Facet = keyof typeof facets;

/** A way of looking at the table, by its name. It holds chips and an order, no words of a case. */
export type View = { name: string; chips: string[]; sortedBy: Column; descending: boolean };

const DAY = 86_400_000;

/** The table of cases: its rows, their order, what the filter lets through, and the row in hand. */
export class CasesState {
  rows = $state.raw<CaseRow[] | null>(null);
  /** What is still to be done, in every case. */
  diary = $state.raw<DiaryLine[]>([]);
  /** Deleted and merged ones, while they are looked at. */
  hidden = $state.raw<HiddenRow[] | null>(null);
  failure = $state.raw<Failure | null>(null);
  exporting = $state(false);
  filter = $state('');
  sortedBy = $state<Column>('priority');
  descending = $state(false);
  /** Chips that are pressed: `priority:P1`. */
  chips = new SvelteSet<string>();
  /** Only these cases, which share something: what, as exhibit text that is visible and defanged. */
  only = $state.raw<{ words: string; ids: ReadonlySet<string> } | null>(null);
  selected = new SvelteSet<string>();
  views = $state.raw<View[]>(keptViews());
  /** The case in hand, by its id: it stays in hand when the order changes. */
  inHand = $state<string | null>(null);

  shown = $derived.by(() => {
    const wanted = this.filter.toLowerCase().split(/\s+/).filter((word) => word !== '');
    const pressed = Object.keys(facets).map((facet) => [facet as Facet, [...this.chips].filter((chip) => chip.startsWith(`${facet}:`)).map((chip) => chip.slice(facet.length + 1))] as const);
    const narrowed = (row: CaseRow) => pressed.every(([facet, values]) => values.length === 0 || values.some((value) => fits(row, facet, value)));
    const rows = (this.rows ?? []).filter((row) => (this.only?.ids.has(row.id) ?? true) && narrowed(row) && wanted.every((word) => haystack(row).includes(word)));
    const sign = this.descending ? -1 : 1;
    return rows.sort((a, b) => compare(a, b, this.sortedBy, sign) || byUrgency(a, b));
  });

  isNarrowed = $derived(this.filter.trim() !== '' || this.chips.size > 0 || this.only !== null);

  constructor(private readonly backend: Backend) {}

  async load(): Promise<void> {
    try {
      this.rows = await this.backend.listCases();
      this.failure = null;
    } catch (thrown) {
      this.failure = failureOf(thrown);
    }
  }

  async loadHidden(): Promise<void> {
    this.hidden = await this.backend.listHidden();
  }

  leaveBin(): void {
    this.hidden = null;
  }

  async loadDiary(): Promise<void> {
    try {
      this.diary = await this.backend.listDiary();
    } catch (thrown) {
      this.failure = failureOf(thrown);
    }
  }

  /** Sort by a column; the other way round where it already is. */
  sortBy(column: Column): void {
    this.descending = this.sortedBy === column && !this.descending;
    this.sortedBy = column;
  }

  toggle(chip: string): void {
    if (!this.chips.delete(chip)) this.chips.add(chip);
  }

  showAll(): void {
    this.filter = '';
    this.only = null;
    this.chips.clear();
  }

  select(ids: string[], on: boolean): void {
    for (const id of ids) {
      if (on) this.selected.add(id);
      else this.selected.delete(id);
    }
  }

  /** Keep this way of looking at the table under a name. */
  keepView(name: string): void {
    const view = { name, chips: [...this.chips], sortedBy: this.sortedBy, descending: this.descending };
    this.#keep([...this.views.filter((one) => one.name !== name), view]);
  }

  dropView(name: string): void {
    this.#keep(this.views.filter((one) => one.name !== name));
  }

  look(view: View): void {
    this.showAll();
    view.chips.forEach((chip) => this.chips.add(chip));
    this.sortedBy = view.sortedBy;
    this.descending = view.descending;
  }

  #keep(views: View[]): void {
    this.views = views;
    localStorage.setItem('views', JSON.stringify(views));
  }

  /**
   * Change every selected case; gives how many, what takes it back, and why others were not changed. `inverse` says how it was; nothing where it was so
   * already.
   */
  async change(change: CaseChange, inverse: (row: CaseRow) => CaseChange | null): Promise<{ changed: number; undo: () => Promise<void>; refused: Failure[] }> {
    const refused: Failure[] = [];
    const done: { id: string; back: CaseChange }[] = [];
    const before = (this.rows ?? []).filter((row) => this.selected.has(row.id)).flatMap((row) => {
      const back = inverse(row);
      return back === null ? [] : [{ id: row.id, back }];
    });
    for (const one of before) {
      try {
        await this.backend.changeCase(one.id, change);
        done.push(one);
      } catch (thrown) {
        refused.push(failureOf(thrown));
      }
    }
    await this.load();
    const undo = async () => {
      for (const { id, back } of done) await this.backend.changeCase(id, back);
      await this.load();
    };
    return { changed: done.length, undo, refused };
  }
}

function fits(row: CaseRow, facet: Facet, value: string): boolean {
  if (facet !== 'due') return row[facet] === value;
  if (row.nearestDeadline === null || row.status === 'closed') return false;
  const left = Date.parse(row.nearestDeadline) - Date.now();
  return value === 'slipped' ? left < 0 : left >= 0 && left <= DAY;
}

function keptViews(): View[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem('views') ?? '[]');
    return Array.isArray(kept) ? kept.filter((one): one is View => typeof one?.name === 'string' && Array.isArray(one.chips) && columns.includes(one.sortedBy)) : [];
  } catch {
    return [];
  }
}

function haystack(row: CaseRow): string {
  const texts = [String(row.number), row.title, row.assignee, ...row.labels, row.actor, row.demand, row.priority, words.priorities[row.priority], words.verdicts[row.verdict], words.statuses[row.status]];
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
