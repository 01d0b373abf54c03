import { type Backend, failureOf } from '../backend/backend';
import type { CaseDetail, Failure, HeldIn, TriageSource, TriageView } from '../bindings/wire';
import { words } from '../words/en';
import { JobsState, type Job as FileJob } from './jobs.svelte';
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
  /** Cases that hold these bytes already. */
  known = $state.raw<HeldIn[]>([]);
  logging = $state(false);
  /** The case's title; one is made where it is empty. */
  title = $state('');
  /** The case to log it in; a new one where it is empty. */
  into = $state('');
  readonly jobs: JobsState;
  #runs = 0;
  #reading = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly backend: Backend) {
    this.jobs = new JobsState(backend);
  }

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

  /** Files were chosen or dropped: each is read as a job; the first goes on the table where it is empty, the others wait their turn. */
  open(paths: string[]): void {
    this.jobs.add(paths);
    void this.#readAhead();
  }

  async #readAhead(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    for (let job = this.jobs.nextToRead(); job; job = this.jobs.nextToRead()) {
      const toTable = this.#isEmpty;
      if (toTable) this.busy = { job: job.id, words: words.triage.reading, done: 0, total: null };
      await this.jobs.read(job);
      if (toTable && this.busy?.job === job.id) this.show(job);
    }
    this.#reading = false;
  }

  get #isEmpty(): boolean {
    return this.view === null && this.busy === null && this.failure === null && this.text.trim() === '';
  }

  /** Put a file that was read on the table. */
  show(job: FileJob): void {
    this.#forget();
    this.text = '';
    this.failure = job.state === 'failed' ? job.failure : null;
    if (!job.view) return;
    job.state = 'shown';
    this.#put(job.view);
    void this.#readAhead();
  }

  /** Take the most urgent of the files that were read. */
  next(): void {
    const job = this.jobs.waiting.find((one) => one.state === 'done');
    if (job) this.show(job);
  }

  sample(): void {
    this.text = '';
    void this.run('sample');
  }

  async run(source: TriageSource): Promise<void> {
    clearTimeout(this.#timer);
    this.#stop();
    this.#runs += 1;
    const job = `triage-${this.#runs}`;
    this.busy = { job, words: words.triage.reading, done: 0, total: null };
    this.failure = null;
    try {
      const view = await this.backend.triage({ source, format: null, zone: null }, job);
      if (this.busy?.job !== job) return;
      this.#put(view);
    } catch (thrown) {
      if (this.busy?.job !== job) return;
      const failure = failureOf(thrown);
      this.failure = failure.code === 'stopped' ? null : failure;
    }
    this.busy = null;
  }

  #put(view: TriageView): void {
    this.view = view;
    this.transcript = new TranscriptState(this.backend, view.draft, view.transcript);
    this.known = [];
    void this.backend.heldIn(view.sha256).then((known) => {
      if (this.view === view) this.known = known;
    }, () => {});
  }

  progress(told: Job): void {
    if (this.busy?.job === told.job) this.busy = told;
    this.jobs.progress(told);
  }

  /** What was pasted or typed before is not waited for; a file is read on. */
  #stop(): void {
    if (this.busy?.job.startsWith('triage-')) void this.backend.cancelJob(this.busy.job).catch(() => {});
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
    this.#stop();
    this.busy = null;
    this.view = null;
    this.transcript = null;
    this.failure = null;
    this.title = '';
    this.into = '';
  }
}
