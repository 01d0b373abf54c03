import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { type Backend, failureOf } from '../backend/backend';
import type { CleanedView, Failure, FoundIn, JudgementRow, JumpTo, MarkRef, MessageView, NearMissView, OutlineView, TranscriptPage } from '../bindings/wire';

/** Messages fetched at a time. The program gives at most 500. */
export const PAGE = 200;
const PAGES_KEPT = 24;

/** A jump to be shown: counted, so that the same place can be jumped to twice. */
export type Jump = { seq: number; mark: number | null; count: number };

/** One transcript: the pages that were fetched, the message and the mark in hand, the kinds that are hidden. */
export class TranscriptState {
  readonly total: number;
  pages = new SvelteMap<number, MessageView[]>();
  current = $state<number | null>(null);
  mark = $state<number | null>(null);
  jump = $state.raw<Jump | null>(null);
  hidden = new SvelteSet<string>();
  /** The kinds met so far, each with how many marks. */
  kinds = new SvelteMap<string, number>();
  detail = $state(false);
  /** Whether messages are shown as the engine reads them, and what that is for those that it reads otherwise. */
  asRead = $state(false);
  cleaned = new SvelteMap<number, ReadonlyMap<number, CleanedView>>();
  /** What there is to go to, once it is asked for. */
  outline = $state.raw<OutlineView | null>(null);
  jumping = $state(false);
  /** The rule whose card is shown. */
  explained = $state<string | null>(null);
  /** What does not count or was nearly found, for a message or for all, while it is asked for. */
  missed = $state.raw<{ message: number | null; list: NearMissView[] | null } | null>(null);
  /** The judgement without what was dismissed. */
  without = $state.raw<JudgementRow | null>(null);
  /** Why messages could not be fetched; nothing more is asked for until it is cleared. */
  failed = $state.raw<Failure | null>(null);
  /** Whether somebody looks for words in it, for which, and the messages that hold them. */
  finding = $state(false);
  wanted = $state('');
  found = $state.raw<FoundIn | null>(null);
  foundAt = $state(-1);
  #fetching = new Map<number, Promise<void>>();
  #counted = new Set<number>();
  #reading = new Set<number>();

  constructor(
    private readonly backend: Backend,
    private readonly draft: string,
    first: TranscriptPage,
    /** Of the evidence that it was read out of. */
    readonly sha256 = '',
  ) {
    this.total = first.total;
    this.#keepFirst(first);
  }

  /** Look up what there is to go to: after the first messages are on the page, for it may take a while. */
  async lookAround(): Promise<void> {
    if (this.outline) return;
    try {
      this.outline = await this.backend.transcriptOutline(this.draft);
    } catch (thrown) {
      this.failed = failureOf(thrown);
    }
  }

  /** Judge without what was dismissed. */
  async judgeWithout(): Promise<void> {
    this.without = await this.backend.reviewEffect(this.draft).catch(() => null);
  }

  /** Ask what does not count, in the whole transcript or in one message, and what was nearly found in that. */
  async askWhyNot(message: number | null): Promise<void> {
    this.missed = { message, list: null };
    try {
      const list = await this.backend.whyNot(this.draft, message);
      if (this.missed?.message === message) this.missed = { message, list };
    } catch (thrown) {
      this.missed = null;
      this.failed = failureOf(thrown);
    }
  }

  /** How the engine reads a message, where that is otherwise than it was written. */
  reads(seq: number): CleanedView | undefined {
    return this.cleaned.get(Math.floor(seq / PAGE))?.get(seq);
  }

  #keepFirst(first: TranscriptPage): void {
    for (let at = 0; at < first.messages.length; at += PAGE) {
      const page = first.messages.slice(at, at + PAGE);
      if (page.length === PAGE || first.first + at + page.length >= this.total) this.#keep((first.first + at) / PAGE, page);
    }
  }

  /** What was said of its marks has changed: what was fetched is fetched again, the first page is here. */
  renew(first: TranscriptPage): void {
    for (const page of this.pages.keys()) this.pages.delete(page);
    this.cleaned.clear();
    this.#keepFirst(first);
    this.failed = null;
    if (this.current !== null) void this.load(this.current);
  }

  /** The message, where it was fetched. */
  message(seq: number): MessageView | undefined {
    return this.pages.get(Math.floor(seq / PAGE))?.[seq % PAGE];
  }

  /** Fetch what is missing of the messages from `first` up to, not including, `end`. */
  need(first: number, end: number): void {
    if (this.failed !== null) return;
    for (let page = Math.floor(first / PAGE); page * PAGE < Math.min(end, this.total); page += 1) {
      if (!this.pages.has(page)) void this.#fetch(page);
    }
  }

  /** Fetch how the messages from `first` up to `end` are read, where it is not known yet. */
  needReadings(first: number, end: number): void {
    for (let page = Math.floor(first / PAGE); page * PAGE < Math.min(end, this.total); page += 1) {
      if (!this.cleaned.has(page) && this.pages.has(page) && !this.#reading.has(page)) void this.#fetchReadings(page);
    }
  }

  async #fetchReadings(page: number): Promise<void> {
    this.#reading.add(page);
    const found = await this.backend.cleanedPage(this.draft, page * PAGE, PAGE).catch(() => []);
    this.#reading.delete(page);
    this.cleaned.set(page, new Map(found.map((one) => [one.seq, one])));
    const oldest = this.cleaned.keys().next().value;
    if (this.cleaned.size > PAGES_KEPT && oldest !== undefined) this.cleaned.delete(oldest);
  }

  /** The message, fetched first where it has to be. */
  async load(seq: number): Promise<MessageView | undefined> {
    if (!this.message(seq)) await this.#fetch(Math.floor(seq / PAGE));
    return this.message(seq);
  }

  /** Take a message in hand. */
  choose(seq: number | null): void {
    if (seq !== this.current) this.mark = null;
    this.current = seq;
  }

  /** Go to a place, and show it. */
  goTo(at: Pick<JumpTo, 'message' | 'mark'>): void {
    this.jumping = false;
    this.current = at.message;
    this.mark = at.mark;
    this.jump = { seq: at.message, mark: at.mark, count: (this.jump?.count ?? 0) + 1 };
  }

  /** Go to the next mark that is not hidden, or to the one before. Stays where there is none. */
  async walk(step: 1 | -1): Promise<void> {
    let seq = this.current ?? (step > 0 ? 0 : this.total - 1);
    let after = this.current === null ? null : this.mark;
    for (; seq >= 0 && seq < this.total; seq += step) {
      const message = await this.load(seq);
      if (!message) return;
      const ids = marksOf(message).filter((mark) => !this.hidden.has(mark.kind)).map((mark) => mark.id);
      const at = after === null ? -1 : ids.indexOf(after);
      const next = at < 0 ? (step > 0 ? ids[0] : ids.at(-1)) : ids[at + step];
      if (next !== undefined) return this.goTo({ message: seq, mark: next });
      after = null;
    }
  }

  /** The marks that lie at the mark in hand: itself first, then those that share its words. */
  inHand(): MarkRef[] {
    const message = this.current === null ? undefined : this.message(this.current);
    if (!message || this.mark === null) return [];
    const found = new Map<number, MarkRef>();
    for (const segment of message.segments) {
      if (segment.marks.some((mark) => mark.id === this.mark)) segment.marks.forEach((mark) => found.set(mark.id, mark));
    }
    return [...found.values()].sort((a, b) => Number(b.id === this.mark) - Number(a.id === this.mark));
  }

  /** Find the words that are wanted; the first place at or after the message in hand comes next. */
  async find(): Promise<void> {
    const wanted = this.wanted;
    try {
      const found = await this.backend.findInTranscript(this.draft, wanted);
      if (wanted !== this.wanted || (found.total === this.found?.total && found.messages[0] === this.found.messages[0])) return;
      this.found = wanted === '' ? null : found;
      const next = found.messages.findIndex((seq) => seq >= (this.current ?? 0));
      this.foundAt = next - 1;
    } catch (thrown) {
      this.failed = failureOf(thrown);
    }
  }

  /** Go to the next message that was found, or to the one before; round at the ends. */
  step(step: 1 | -1): void {
    const messages = this.found?.messages ?? [];
    if (messages.length === 0) return;
    this.foundAt = (this.foundAt + step + messages.length) % messages.length;
    this.goTo({ message: messages[this.foundAt] ?? 0, mark: null });
  }

  toggleKind(kind: string): void {
    if (!this.hidden.delete(kind)) this.hidden.add(kind);
  }

  #fetch(page: number): Promise<void> {
    const running = this.#fetching.get(page);
    if (running) return running;
    const work = this.backend
      .transcriptPage(this.draft, page * PAGE, PAGE)
      .then((got) => this.#keep(page, got.messages))
      .catch((thrown: unknown) => {
        this.failed = failureOf(thrown);
      })
      .finally(() => this.#fetching.delete(page));
    this.#fetching.set(page, work);
    return work;
  }

  #keep(page: number, messages: MessageView[]): void {
    const oldest = this.pages.keys().next().value;
    if (this.pages.size >= PAGES_KEPT && oldest !== undefined) this.pages.delete(oldest);
    this.pages.set(page, messages);
    if (this.#counted.has(page)) return;
    this.#counted.add(page);
    for (const mark of messages.flatMap(marksOf)) this.kinds.set(mark.kind, (this.kinds.get(mark.kind) ?? 0) + 1);
  }
}

/** The marks of a message, each once, in order of place. */
export function marksOf(message: MessageView): MarkRef[] {
  const found = new Map<number, MarkRef>();
  for (const segment of message.segments) for (const mark of segment.marks) if (!found.has(mark.id)) found.set(mark.id, mark);
  return [...found.values()];
}
