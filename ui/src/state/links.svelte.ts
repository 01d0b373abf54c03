import { type Backend, failureOf } from '../backend/backend';
import type { CaseLinks, CaseNetwork, Failure, Progress } from '../bindings/wire';
import { layOut } from '../cases/network';

let runs = 0;

/** What ties a case to others, asked for when somebody looks at it. */
export class LinksState {
  links = $state.raw<CaseLinks | null>(null);
  network = $state.raw<CaseNetwork | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state.raw<Progress | null>(null);
  /** The case in hand, by its id. */
  inHand = $state<string | null>(null);

  picture = $derived(this.network === null ? null : layOut(this.network));
  /** Cases that share nothing with this one, and hang together with it by others. */
  further = $derived((this.network?.cases ?? []).slice(1).filter((one) => !this.links?.links.some((link) => link.case === one.case)));

  constructor(
    private readonly backend: Backend,
    private readonly id: string,
  ) {}

  async load(): Promise<void> {
    if (this.busy) return;
    const job = `links-${(runs += 1)}`;
    this.failure = null;
    this.busy = { job, done: 0, total: null, words: '' };
    try {
      this.links = await this.backend.caseLinks(this.id, job);
      this.network = await this.backend.caseNetwork(this.id, job);
    } catch (thrown) {
      this.failure = failureOf(thrown);
    }
    this.busy = null;
  }

  progress(told: Progress): void {
    if (this.busy?.job === told.job) this.busy = told;
  }

  async cancel(): Promise<void> {
    if (this.busy) await this.backend.cancelJob(this.busy.job);
  }
}
