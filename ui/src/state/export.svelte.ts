import { type Backend, failureOf } from '../backend/backend';
import type { CaseRow, ExportFormat, ExportPreviewView, ExportResult, Failure, Tlp } from '../bindings/wire';

export type Scope = 'case' | 'selected' | 'all';
/** Of many cases, how many are done. */
export type Step = { done: number; total: number };

/** What leaves: which cases, in which form, how far, to where. Many cases leave one after the other, each as a file of its own. */
export class ExportState {
  formats = $state.raw<ExportFormat[]>([]);
  format = $state('');
  scope = $state<Scope>('case');
  /** Empty: each case by its own marking. */
  tlp = $state<Tlp | ''>('');
  redact = $state(false);
  marked = $state('');
  out = $state('');
  busy = $state.raw<Step | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** What would leave, over all cases of the scope; none where something was changed since. */
  preview = $state.raw<ExportPreviewView | null>(null);
  results = $state.raw<ExportResult[]>([]);
  #stopped = false;

  constructor(
    private readonly backend: Backend,
    /** The cases of each scope that can be chosen. */
    readonly scopes: ReadonlyMap<Scope, CaseRow[]>,
    /** The marking of the one case. */
    private readonly own: Tlp | '' = '',
  ) {
    this.setScope([...scopes.keys()][0] ?? 'all');
  }

  rows = $derived.by(() => this.scopes.get(this.scope) ?? []);

  /** Many cases leave each by its own marking, unless another is chosen. */
  setScope(scope: Scope): void {
    this.scope = scope;
    this.tlp = scope === 'case' ? this.own : '';
  }

  async load(): Promise<void> {
    await this.#attempt(async () => {
      [this.formats, this.out] = await Promise.all([this.backend.listExportFormats(), this.backend.exportFolder()]);
      this.format = this.formats[0]?.id ?? '';
    });
  }

  async choose(): Promise<void> {
    await this.#attempt(async () => {
      this.out = (await this.backend.chooseFolder()) ?? this.out;
    });
  }

  /** Something was changed: what was previewed is no longer what would leave. */
  changed(): void {
    this.preview = null;
    this.failure = null;
  }

  async look(): Promise<void> {
    await this.#attempt(async () => {
      const found: ExportPreviewView[] = [];
      await this.#each(async (row) => void found.push(await this.backend.previewExport(this.#request(row))));
      if (!this.#stopped) this.preview = together(found);
    });
  }

  async run(): Promise<void> {
    await this.#attempt(() => this.#each(async (row) => void (this.results = [...this.results, await this.backend.exportCase(this.#request(row))])));
  }

  /** After the case that is being worked on, no other. */
  stop(): void {
    this.#stopped = true;
  }

  again(): void {
    this.results = [];
    this.changed();
  }

  #request(row: CaseRow) {
    const marked = this.marked.split('\n').map((line) => line.trim()).filter(Boolean);
    return { case: row.id, format: this.format, tlp: this.tlp || null, redact: this.redact ? marked : null, out: this.out.trim() };
  }

  async #each(work: (row: CaseRow) => Promise<void>): Promise<void> {
    const rows = this.rows;
    for (const [done, row] of rows.entries()) {
      this.busy = { done, total: rows.length };
      if (this.#stopped) return;
      await work(row);
    }
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.failure = null;
    this.#stopped = false;
    this.busy = { done: 0, total: 1 };
    try {
      await work();
    } catch (thrown) {
      this.failure = failureOf(thrown);
    }
    this.busy = null;
  }
}

/** What would leave of several cases, as one sum. */
function together(found: ExportPreviewView[]): ExportPreviewView | null {
  const [first, ...others] = found;
  if (!first) return null;
  return others.reduce(
    (sum, one) => ({
      tlp: one.tlp, bytes: sum.bytes + one.bytes, evidence: sum.evidence + one.evidence, messages: sum.messages + one.messages, observables: sum.observables + one.observables,
      findings: sum.findings + one.findings, notes: sum.notes + one.notes, removed: [...sum.removed, ...one.removed],
    }),
    first,
  );
}
