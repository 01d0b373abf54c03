import { type Backend, failureOf } from '../backend/backend';
import type { CaseDetail, Failure, TriageSource, TriageView } from '../bindings/wire';
import { words } from '../words/en';
import { TranscriptState } from './transcript.svelte';

/** Work under way. `total` is null where nobody knows it. */
export type Job = { job: string; words: string; done: number; total: number | null };

/** Longer pastes are triaged, but not put into the box: a textarea of megabytes is slow. Characters. */
export const SHOWN_IN_BOX = 40_000;
const PAUSE_AFTER_TYPING = 300;

/** What is on the table: something came in, was read and judged, and is not in the store until it is logged. */
export class TriageState {
  text = $state('');
  view = $state.raw<TriageView | null>(null);
  transcript = $state.raw<TranscriptState | null>(null);
  busy = $state.raw<Job | null>(null);
  failure = $state.raw<Failure | null>(null);
  logging = $state(false);
  /** The case's title; one is made where it is empty. */
  title = $state('');
  /** The case to log it in; a new one where it is empty. */
  into = $state('');
  /** Files that were dropped together or while another was read. */
  waiting = $state<string[]>([]);
  #jobs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly backend: Backend) {}

  /** Text was typed: triage it when the hands rest. */
  typed(): void {
    clearTimeout(this.#timer);
    if (this.text.trim() === '') return this.#forget();
    this.#timer = setTimeout(() => void this.run({ paste: { text: this.text } }), PAUSE_AFTER_TYPING);
  }

  /** Text was pasted: triage it at once. */
  paste(text: string): void {
    if (text.trim() === '') return;
    this.text = text.length <= SHOWN_IN_BOX ? text : '';
    void this.run({ paste: { text } });
  }

  /** Files were chosen or dropped: the first is read, the others wait their turn. */
  open(paths: string[]): void {
    this.waiting.push(...paths);
    if (!this.busy) this.next();
  }

  next(): void {
    const path = this.waiting.shift();
    if (path === undefined) return;
    this.text = '';
    void this.run({ file: { path } });
  }

  sample(): void {
    this.text = '';
    void this.run('sample');
  }

  async run(source: TriageSource): Promise<void> {
    clearTimeout(this.#timer);
    const before = this.busy?.job;
    if (before) void this.backend.cancelJob(before).catch(() => {});
    this.#jobs += 1;
    const job = `triage-${this.#jobs}`;
    this.busy = { job, words: words.triage.reading, done: 0, total: null };
    this.failure = null;
    try {
      const view = await this.backend.triage({ source, format: null, zone: null }, job);
      if (this.busy?.job !== job) return;
      this.view = view;
      this.transcript = new TranscriptState(this.backend, view.draft, view.transcript);
    } catch (thrown) {
      if (this.busy?.job !== job) return;
      const failure = failureOf(thrown);
      this.failure = failure.code === 'stopped' ? null : failure;
    }
    this.busy = null;
  }

  progress(told: Job): void {
    if (this.busy?.job === told.job) this.busy = told;
  }

  async cancel(): Promise<void> {
    if (this.busy) await this.backend.cancelJob(this.busy.job);
  }

  /** Put it into the store. Gives the case. */
  async log(): Promise<CaseDetail | null> {
    if (!this.view || this.logging) return null;
    this.logging = true;
    try {
      const detail = await this.backend.logCase({ draft: this.view.draft, title: this.title.trim() || null, case: this.into || null });
      this.clear();
      return detail;
    } finally {
      this.logging = false;
    }
  }

  /** Clear the table. What waits, waits on. */
  clear(): void {
    this.text = '';
    this.#forget();
  }

  #forget(): void {
    clearTimeout(this.#timer);
    if (this.busy) void this.backend.cancelJob(this.busy.job).catch(() => {});
    this.busy = null;
    this.view = null;
    this.transcript = null;
    this.failure = null;
    this.title = '';
    this.into = '';
  }
}
