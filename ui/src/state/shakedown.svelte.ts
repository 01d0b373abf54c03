import { createContext } from 'svelte';
import { type Backend, failureOf } from '../backend/backend';
import type { CaseChange, CaseDetail, CaseRow, Failure, Progress, ReviewVerdict, SearchHit, StoreStatus, VerifyReport } from '../bindings/wire';
import { words } from '../words/en';
import { AcrossState } from './across.svelte';
import { CaseState } from './case.svelte';
import { CasesState } from './cases.svelte';
import { CatalogueState } from './catalogue.svelte';
import { Clock } from './clock.svelte';
import { Notices } from './notices.svelte';
import { Preferences } from './preferences.svelte';
import type { TranscriptState } from './transcript.svelte';
import { SearchState } from './search.svelte';
import { TriageState } from './triage.svelte';

export const screenIds = ['triage', 'board', 'cases', 'case', 'search', 'observables', 'actors', 'rules', 'jobs', 'settings', 'help'] as const;
export type ScreenId = (typeof screenIds)[number];
/** The three places of the work. */
export const places = ['came', 'says', 'means'] as const;
export type PlaceId = (typeof places)[number];

/** The whole window's state. Screens draw it; commands change it. */
export class Shakedown {
  store = $state.raw<StoreStatus | null>(null);
  failure = $state.raw<Failure | null>(null);
  screen = $state<ScreenId>('triage');
  palette = $state(false);
  arithmetic = $state(false);
  dragging = $state(false);
  /** Whether a case of another store is being taken over. */
  takingOver = $state(false);
  /** What a job said last, for whoever waits for it. */
  told = $state.raw<Progress | null>(null);
  closed = $state<PlaceId[]>([]);
  case = $state.raw<CaseState | null>(null);
  verified = $state.raw<VerifyReport | null>(null);
  readonly notices = new Notices();
  readonly preferences = new Preferences();
  readonly clock = new Clock();
  readonly triage: TriageState;
  readonly cases: CasesState;
  readonly catalogue: CatalogueState;
  readonly search: SearchState;
  readonly across: AcrossState;
  #before: ScreenId = 'triage';

  constructor(readonly backend: Backend) {
    this.triage = new TriageState(backend);
    this.cases = new CasesState(backend);
    this.catalogue = new CatalogueState(backend);
    this.search = new SearchState(backend);
    this.across = new AcrossState(backend);
  }

  /** The transcript that `[`, `]` and the like speak of. */
  get transcript(): TranscriptState | null {
    if (this.screen === 'case') return this.case?.transcript ?? null;
    return this.screen === 'triage' ? this.triage.transcript : null;
  }

  /** Look for the store. What cannot be opened stands in `failure`. */
  async start(): Promise<void> {
    this.failure = null;
    try {
      this.opened(await this.backend.storeStatus());
    } catch (thrown) {
      this.failure = failureOf(thrown);
    }
  }

  opened(status: StoreStatus): void {
    this.store = status;
    if (status.state !== 'open') return;
    void this.preferences.zoomTo(this.backend);
    void this.follow(location.hash);
  }

  /** Go where the address says: `#/triage`, `#/cases`, `#/case/<id>`. */
  async follow(hash: string): Promise<void> {
    const [, named, id] = /^#\/([a-z]+)(?:\/(.+))?$/.exec(hash) ?? [];
    const screen = screenIds.find((one) => one === named);
    if (screen === 'case' && id && this.case?.detail.row.id !== decodeURIComponent(id)) {
      return this.openCase(decodeURIComponent(id));
    }
    if (screen === 'case' && !this.case) return this.go('cases');
    this.go(screen ?? 'triage');
  }

  go(screen: ScreenId): void {
    if (screen !== 'cases') this.cases.leaveBin();
    if (['cases', 'board', 'actors', 'observables'].includes(screen)) void this.cases.load();
    if (screen === 'board') void this.cases.loadDiary();
    if (screen === 'actors' || screen === 'rules') void this.catalogue.load();
    if (screen === 'observables') void this.across.load();
    if (screen === 'search') void this.search.load();
    if (screen !== this.screen) {
      this.#before = this.screen;
      this.notices.moveOn();
    }
    this.screen = screen;
    const hash = screen === 'case' && this.case ? `#/case/${encodeURIComponent(this.case.detail.row.id)}` : `#/${screen}`;
    if (location.hash !== hash) location.hash = hash;
  }

  async openCase(id: string): Promise<void> {
    await this.attempt(async () => {
      this.case = new CaseState(this.backend, await this.backend.showCase(id));
      this.cases.inHand = id;
      this.go('case');
    });
  }

  /** Open what was found, where it stands. */
  async openHit(hit: SearchHit): Promise<void> {
    await this.openCase(hit.case);
    const open = this.case;
    if (!open || open.detail.row.id !== hit.case) return;
    if (hit.note !== null) open.tab = 'notes';
    if (hit.draft === null || hit.message === null) return;
    open.at = Math.max(0, open.detail.items.findIndex((item) => item.draft === hit.draft));
    open.tab = 'transcript';
    open.transcript?.goTo({ message: hit.message, mark: null });
  }

  /** Open a case that was given. */
  take(detail: CaseDetail): void {
    this.case = new CaseState(this.backend, detail);
    this.cases.inHand = detail.row.id;
    this.go('case');
    void this.cases.load();
  }

  async log(): Promise<void> {
    await this.attempt(async () => {
      const detail = await this.triage.log();
      if (!detail) return;
      this.case = new CaseState(this.backend, detail);
      this.cases.inHand = detail.row.id;
      if (this.store) this.store = { ...this.store, cases: Math.max(this.store.cases, detail.row.number) };
      this.go('case');
      this.notices.done(words.done.logged(detail.row.number), words.done.loggedWords(detail.evidence.length));
    });
  }

  openFile = (): Promise<void> => this.attempt(async () => this.#bring(await this.backend.chooseFiles()));
  openFolder = (): Promise<void> => this.attempt(async () => this.#bring([await this.backend.chooseFolder()]));

  /** Bring what was chosen or dropped to Triage. */
  async #bring(chosen: (string | null)[]): Promise<void> {
    const paths = chosen.filter((path) => path !== null);
    if (paths.length === 0) return;
    this.go('triage');
    await this.triage.open(paths);
  }

  paste(text: string): void {
    if (this.store?.state !== 'open') return;
    this.go('triage');
    this.triage.paste(text);
  }

  dropped(paths: string[]): void {
    this.dragging = false;
    if (this.store?.state === 'open') void this.attempt(() => this.#bring(paths));
  }

  async verify(): Promise<void> {
    this.verified = null;
    this.go('settings');
    await this.attempt(async () => {
      this.verified = await this.backend.verifyStore();
    });
  }

  /** Cases whose number, title or actor holds what is typed; for the palette. */
  casesLike(typed: string): CaseRow[] {
    const wanted = typed.toLowerCase();
    return (this.cases.rows ?? []).filter((row) => `${row.number} ${row.title} ${row.actor ?? ''}`.toLowerCase().includes(wanted)).slice(0, 8);
  }

  /** Change the open case; a notice offers to take it back. */
  async changeCase(change: CaseChange, heading: string): Promise<void> {
    const open = this.case;
    if (!open) return;
    await this.attempt(async () => {
      const back = await open.change(change);
      const undo = back === null ? undefined : async () => void (await open.change(back));
      this.notices.done(heading, '', undo);
      void this.cases.load();
    });
  }

  /** Say something of the mark in hand; a notice offers to take it back. */
  async review(verdict: ReviewVerdict): Promise<void> {
    await this.attempt(async () => {
      const undo = await (this.screen === 'triage' ? this.triage : this.case)?.review(verdict);
      if (undo) this.notices.done(words.case.reviewed[verdict], '', undo);
    });
  }

  /** Take the open case out of the table; a notice offers to take it back. */
  async deleteCase(): Promise<void> {
    const open = this.case;
    if (!open) return;
    await this.attempt(async () => {
      await open.change('delete');
      this.case = null;
      this.go('cases');
      this.notices.done(words.case.deleted(open.detail.row.number), words.case.deletedWords, async () => {
        await open.change('undo');
        await this.cases.load();
      });
    });
  }

  /** Take back what a notice tells of, or the last thing that can be. */
  async undo(notice = this.notices.undoable): Promise<void> {
    if (!notice?.undo) return;
    this.notices.dismiss(notice.id);
    await this.attempt(async () => {
      await notice.undo?.();
      this.notices.done(words.undone, notice.heading);
    });
  }

  togglePlace(place: PlaceId): void {
    this.closed = this.closed.includes(place) ? this.closed.filter((one) => one !== place) : [...this.closed, place];
  }

  /** Leave one level: the mark in hand, then the message, then the screen. */
  back(): void {
    const transcript = this.transcript;
    if (this.screen === 'triage' && this.triage.choosing) this.triage.choosing = false;
    else if (transcript && transcript.mark !== null) transcript.mark = null;
    else if (transcript && transcript.current !== null) transcript.choose(null);
    else if (this.screen === 'case') this.go('cases');
    else if (this.screen !== 'triage' && this.screen !== 'cases') this.go(this.#before);
  }

  /** Do it; what fails is told in a notice. */
  async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      if (failureOf(thrown).code !== 'stopped') this.notices.failed(thrown);
    }
  }
}

export const [useShakedown, provideShakedown] = createContext<Shakedown>();
