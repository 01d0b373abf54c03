import { type Backend, failureOf } from '../backend/backend';
import type { Failure, HeldIn, Progress, TriageView } from '../bindings/wire';

/** Read ahead, and waiting for the analyst: the program keeps few triages at hand. */
const READ_AHEAD = 8;

export type JobState = 'waiting' | 'running' | 'done' | 'shown' | 'failed' | 'stopped';

/** A file that was chosen or dropped. */
export class Job {
  state = $state<JobState>('waiting');
  done = $state(0);
  total = $state<number | null>(null);
  words = $state('');
  view = $state.raw<TriageView | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** Cases that hold these bytes already. */
  known = $state.raw<HeldIn[]>([]);
  /** Milliseconds since 1970. */
  began = $state(0);
  told = $state(0);

  /** Units a second, once there is something to measure. */
  rate = $derived(this.told - this.began > 200 && this.done > 0 ? (this.done * 1000) / (this.told - this.began) : null);
  /** Milliseconds still to go, as far as can be told. */
  left = $derived(this.rate !== null && this.total !== null ? ((this.total - this.done) * 1000) / this.rate : null);

  constructor(
    readonly id: string,
    readonly path: string,
  ) {}

  /** The file's name without its folder. */
  get name(): string {
    return this.path.split(/[/\\]/).at(-1) ?? this.path;
  }
}

/** Files that were chosen or dropped: they are read one after the other, a few ahead of the analyst. */
export class JobsState {
  list = $state.raw<Job[]>([]);
  inHand = $state<string | null>(null);
  /** Those that the analyst has still to look at, the most urgent first; then those that are not read yet. */
  waiting = $derived([...this.list.filter((job) => job.state === 'done').sort(byUrgency), ...this.list.filter((job) => job.state === 'waiting' || job.state === 'running')]);
  #count = 0;

  constructor(private readonly backend: Backend) {}

  add(paths: string[]): void {
    const added = paths.map((path) => new Job(`file-${(this.#count += 1)}`, path));
    this.list = [...this.list, ...added];
  }

  /** What was found among the files and cannot be read stands in the list, each with its reason. */
  refuse(failures: Failure[]): void {
    const refused = failures.map((failure) => {
      const job = new Job(`file-${(this.#count += 1)}`, /^(.+?): /.exec(failure.message)?.[1] ?? '');
      job.state = 'failed';
      job.failure = failure;
      return job;
    });
    this.list = [...this.list, ...refused];
  }

  /** The next file to be read, unless enough are read ahead. */
  nextToRead(): Job | undefined {
    const ahead = this.list.filter((job) => job.state === 'done').length;
    return ahead < READ_AHEAD ? this.list.find((job) => job.state === 'waiting') : undefined;
  }

  async read(job: Job): Promise<void> {
    job.state = 'running';
    job.began = job.told = Date.now();
    try {
      job.view = await this.backend.triage({ source: { file: { path: job.path } }, format: null, zone: null, columns: null, roles: [] }, job.id);
      job.state = 'done';
      void this.backend.heldIn(job.view.sha256).then((known) => (job.known = known), () => {});
    } catch (thrown) {
      const failure = failureOf(thrown);
      job.state = failure.code === 'stopped' ? 'stopped' : 'failed';
      job.failure = failure;
    }
  }

  progress(told: Progress): void {
    const job = this.list.find((one) => one.id === told.job);
    if (!job || job.state !== 'running') return;
    // A next step counts anew.
    if (told.words !== job.words || told.done < job.done) job.began = Date.now();
    job.words = told.words;
    job.done = told.done;
    job.total = told.total;
    job.told = Date.now();
  }

  async stop(job: Job): Promise<void> {
    if (job.state === 'running') await this.backend.cancelJob(job.id);
    else if (job.state === 'waiting') job.state = 'stopped';
    else this.list = this.list.filter((one) => one !== job);
  }
}

function byUrgency(a: Job, b: Job): number {
  const [left, right] = [a.view?.assessment, b.view?.assessment];
  if (!left || !right) return 0;
  return left.priority.localeCompare(right.priority) || right.score - left.score;
}
