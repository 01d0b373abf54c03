import type { Backend } from '../backend/backend';
import type { CaseDetail, CaseStatus } from '../bindings/wire';
import { TranscriptState } from './transcript.svelte';

export const tabs = ['transcript', 'custody', 'notes'] as const;
export type Tab = (typeof tabs)[number];

/** One case, open on the table. */
export class CaseState {
  detail = $state.raw() as CaseDetail;
  tab = $state<Tab>('transcript');
  /** Which of its items is shown. */
  at = $state(0);
  exporting = $state(false);
  note = $state('');
  #transcripts = $state.raw<ReadonlyMap<string, TranscriptState>>(new Map());

  item = $derived(this.detail.items[this.at]);
  transcript = $derived(this.item && this.#transcripts.get(this.item.draft));

  constructor(
    private readonly backend: Backend,
    detail: CaseDetail,
  ) {
    this.#hold(detail);
  }

  async setStatus(status: CaseStatus): Promise<void> {
    this.#hold(await this.backend.setStatus(this.detail.row.id, status));
  }

  async addNote(): Promise<void> {
    const body = this.note.trim();
    if (body === '') return;
    this.#hold(await this.backend.addNote(this.detail.row.id, body));
    this.note = '';
  }

  #hold(detail: CaseDetail): void {
    const made = detail.items.map((item): [string, TranscriptState] => [
      item.draft,
      this.#transcripts.get(item.draft) ?? new TranscriptState(this.backend, item.draft, item.transcript),
    ]);
    this.#transcripts = new Map(made);
    this.detail = detail;
  }
}
