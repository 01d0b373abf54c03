import { type Backend, failureOf } from '../backend/backend';
import type { CaseDetail, Failure, HeldIn, ReviewVerdict, Role, SaidRole, TriageSource, TriageView } from '../bindings/wire';
import { words } from '../words/en';
import { JobsState, type Job as FileJob } from './jobs.svelte';
import { TranscriptState } from './transcript.svelte';

/** Work under way. `total` is null where nobody knows it. */
export type Job = { job: string; words: string; done: number; total: number | null };

/** Longer pastes are triaged, but not put into the box: a textarea of megabytes is slow. Characters. */
export const SHOWN_IN_BOX = 40_000;

/** How an item is to be read, where the analyst knows better than its looks: a format, a zone, columns, who plays which part. */
export type Reading = { format: string | null; zone: string | null; columns: string | null; roles: SaidRole[] };
const asItLooks: Reading = { format: null, zone: null, columns: null, roles: [] };

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
  /** How what is on the table was told to be read, and whether the analyst chooses now. */
  reading = $state.raw<Reading>(asItLooks);
  choosing = $state(false);
  readonly jobs: JobsState;
  #runs = 0;
  #reading = false;
  #typedMeanwhile = false;

  constructor(private readonly backend: Backend) {
    this.jobs = new JobsState(backend);
  }

  /** Text was typed: triage it at once; what is typed while a triage runs is triaged when that has ended. */
  typed(): void {
    if (this.text.trim() === '') return this.#forget();
    if (this.busy?.job.startsWith('triage-')) this.#typedMeanwhile = true;
    else void this.run({ paste: { text: this.text } });
  }

  /** Text was pasted: triage it at once. */
  paste(text: string): void {
    if (text.trim() === '') return;
    this.text = text.length <= SHOWN_IN_BOX ? text : '';
    void this.run({ paste: { text } });
  }

  /** Files and folders were chosen or dropped: each file is read as a job; the first goes on the table where it is empty, the others wait their turn. */
  async open(paths: string[]): Promise<void> {
    const items = await this.backend.listItems(paths);
    this.jobs.add(items.files);
    this.jobs.refuse(items.refused);
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

  async run(source: TriageSource, reading = asItLooks): Promise<void> {
    this.#stop();
    this.#typedMeanwhile = false;
    this.#runs += 1;
    const job = `triage-${this.#runs}`;
    this.busy = { job, words: words.triage.reading, done: 0, total: null };
    this.failure = null;
    try {
      const view = await this.backend.triage({ source, ...reading }, job);
      if (this.busy?.job !== job) return;
      this.reading = reading;
      this.#put(view);
    } catch (thrown) {
      if (this.busy?.job !== job) return;
      const failure = failureOf(thrown);
      this.failure = failure.code === 'stopped' ? null : failure;
    }
    this.busy = null;
    if (this.#typedMeanwhile) this.typed();
  }

  /** Read what is on the table again, in another way; it is triaged anew. */
  async readAgain(change: Partial<Reading>): Promise<void> {
    this.choosing = false;
    if (this.view) await this.run({ again: this.view.draft }, { ...this.reading, ...change });
  }

  /** Say which part somebody plays. */
  async sayRole(name: string, role: Role): Promise<void> {
    await this.readAgain({ roles: [...this.reading.roles.filter((one) => one.name !== name), { name, role }] });
  }

  /** Say something of the mark in hand; it is stored when the triage is logged. Gives what takes it back. */
  async review(verdict: ReviewVerdict): Promise<(() => Promise<void>) | null> {
    const [draft, transcript] = [this.view?.draft, this.transcript];
    const [mark, was] = [transcript?.mark, transcript?.inHand()[0]?.review];
    if (draft === undefined || !transcript || mark == null) return null;
    const say = async (next: ReviewVerdict) => {
      transcript.renew(await this.backend.reviewDraft({ draft, mark, verdict: next }));
      await transcript.judgeWithout();
    };
    await say(verdict);
    return () => say(was ?? 'withdrawn');
  }

  #put(view: TriageView): void {
    this.view = view;
    this.transcript = new TranscriptState(this.backend, view.draft, view.transcript, view.sha256);
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
    this.#stop();
    this.#typedMeanwhile = false;
    this.reading = asItLooks;
    this.choosing = false;
    this.busy = null;
    this.view = null;
    this.transcript = null;
    this.failure = null;
    this.title = '';
    this.into = '';
  }
}
