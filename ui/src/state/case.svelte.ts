import type { Backend } from '../backend/backend';
import type { CaseChange, CaseDetail, LineChange, MarkReview, NewLine } from '../bindings/wire';
import { LinksState } from './links.svelte';
import { TranscriptState } from './transcript.svelte';

export const tabs = ['transcript', 'timeline', 'links', 'diary', 'notes', 'custody'] as const;
export type Tab = (typeof tabs)[number];

/** One case, open on the table. */
export class CaseState {
  detail = $state.raw() as CaseDetail;
  tab = $state<Tab>('transcript');
  /** Which of its items is shown. */
  at = $state(0);
  exporting = $state(false);
  /** Another case that this one may be merged with, by its id; empty where it is still to be named. */
  merging = $state<string | null>(null);
  splitting = $state(false);
  holding = $state(false);
  note = $state('');
  /** The line that is written for the diary. */
  line = $state('');
  readonly links: LinksState;
  #transcripts = $state.raw<ReadonlyMap<string, TranscriptState>>(new Map());

  item = $derived(this.detail.items[this.at]);
  transcript = $derived(this.item && this.#transcripts.get(this.item.draft));

  constructor(
    private readonly backend: Backend,
    detail: CaseDetail,
  ) {
    this.links = new LinksState(backend, detail.row.id);
    this.#hold(detail);
  }

  /** Change one thing about the case; gives what takes it back, where something can. */
  async change(change: CaseChange): Promise<CaseChange | null> {
    const back = inverse(this.detail, change);
    this.#hold(await this.backend.changeCase(this.detail.row.id, change));
    return back;
  }

  async addLine(line: NewLine): Promise<void> {
    this.#hold(await this.backend.addLine(this.detail.row.id, line));
  }

  async changeLine(number: number, change: LineChange): Promise<void> {
    this.#hold(await this.backend.changeLine(this.detail.row.id, number, change));
  }

  /** Say something of the mark in hand; gives what takes it back. */
  async review(verdict: MarkReview['verdict']): Promise<(() => Promise<void>) | null> {
    const [draft, mark, was] = [this.item?.draft, this.transcript?.mark, this.transcript?.inHand()[0]?.review];
    if (draft === undefined || mark === null || mark === undefined) return null;
    const say = async (next: MarkReview['verdict']) => this.#hold(await this.backend.reviewMark(this.detail.row.id, { draft, mark, verdict: next }));
    await say(verdict);
    return () => say(was ?? 'withdrawn');
  }

  async addNote(): Promise<void> {
    const body = this.note.trim();
    if (body === '') return;
    this.#hold(await this.backend.addNote(this.detail.row.id, body));
    this.note = '';
  }

  #hold(detail: CaseDetail): void {
    const made = detail.items.map((item): [string, TranscriptState] => {
      const known = this.#transcripts.get(item.draft);
      known?.renew(item.transcript);
      return [item.draft, known ?? new TranscriptState(this.backend, item.draft, item.transcript, item.sha256)];
    });
    this.#transcripts = new Map(made);
    for (const transcript of this.#transcripts.values()) void transcript.judgeWithout();
    this.detail = detail;
  }
}

/** What takes a change back; nothing for one that cannot be. */
export function inverse({ row, tlp, work }: Pick<CaseDetail, 'row' | 'tlp' | 'work'>, change: CaseChange): CaseChange | null {
  if (change === 'release') return work.hold === null ? null : { hold: work.hold };
  if (change === 'delete') return 'undo';
  if (change === 'undo') return 'delete';
  if ('title' in change) return { title: row.title };
  if ('status' in change) return { status: row.status };
  if ('tlp' in change) return { tlp };
  if ('priority' in change) return { priority: work.priority };
  if ('assignee' in change) return { assignee: work.assignee };
  if ('victim' in change) return { victim: work.victim };
  if ('label' in change) return work.labels.includes(change.label) ? null : { unlabel: change.label };
  return 'unlabel' in change ? { label: change.unlabel } : 'release';
}
