import { type Backend, failureOf } from '../backend/backend';
import type { Failure, Progress, SavedSearch, SearchHit } from '../bindings/wire';

const PAGE = 50;

/** A search over everything that is stored, or over one case. */
export class SearchState {
  query = $state('');
  /** The case to look in; all of them where it is empty. */
  only = $state('');
  hits = $state.raw<SearchHit[] | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state.raw<Progress | null>(null);
  saved = $state.raw<SavedSearch[]>([]);
  next = $state.raw<string | null>(null);
  #runs = 0;

  constructor(private readonly backend: Backend) {}

  async load(): Promise<void> {
    try {
      this.saved = await this.backend.savedSearches();
    } catch (thrown) {
      this.failure = failureOf(thrown);
    }
  }

  /** Look for what is typed. */
  async run(): Promise<void> {
    this.hits = null;
    this.next = null;
    if (this.query.trim() !== '') await this.#fetch([], null);
  }

  /** The next page below those that are shown. */
  async more(): Promise<void> {
    if (this.next !== null) await this.#fetch(this.hits ?? [], this.next);
  }

  async #fetch(before: SearchHit[], after: string | null): Promise<void> {
    const job = `search-${(this.#runs += 1)}`;
    this.failure = null;
    this.busy = { job, done: 0, total: null, words: '' };
    try {
      const page = await this.backend.search({ query: this.query, case: this.only || null, after, count: PAGE }, job);
      if (this.busy?.job !== job) return;
      this.hits = [...before, ...page.hits];
      this.next = page.next;
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (failure.code !== 'stopped') this.failure = failure;
    }
    if (this.busy?.job === job) this.busy = null;
  }

  progress(told: Progress): void {
    if (this.busy?.job === told.job) this.busy = told;
  }

  async cancel(): Promise<void> {
    if (this.busy) await this.backend.cancelJob(this.busy.job);
  }

  async save(name: string): Promise<void> {
    this.saved = await this.backend.saveSearch(name, this.query);
  }

  async forget(name: string): Promise<void> {
    this.saved = await this.backend.saveSearch(name, null);
  }
}
