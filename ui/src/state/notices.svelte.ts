import { failureOf } from '../backend/backend';
import { failureHeading } from '../words/failures';

/** What an analyst is told once: what happened, whether anything was changed, what to do next. */
export type Notice = { id: number; tone: 'done' | 'failed'; heading: string; words: string; next: string; undo?: () => Promise<void> };

/** The notices that stand now, oldest first. */
export class Notices {
  list = $state<Notice[]>([]);
  #last = 0;

  /** Something was done; `undo` takes it back. */
  done(heading: string, words = '', undo?: () => Promise<void>): void {
    this.#add({ tone: 'done', heading, words, next: '', undo });
  }

  /** What can be taken back now: the last thing that was done. */
  get undoable(): Notice | undefined {
    return this.list.findLast((notice) => notice.undo !== undefined);
  }

  failed(thrown: unknown): void {
    const failure = failureOf(thrown);
    this.#add({ tone: 'failed', heading: failureHeading(failure.code), words: failure.message, next: failure.nextStep });
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  /** A word of success is old news at the next step; a failure stays until it is dismissed. */
  moveOn(): void {
    this.list = this.list.filter((notice) => notice.tone === 'failed');
  }

  #add(notice: Omit<Notice, 'id'>): void {
    this.#last += 1;
    this.list = [...this.list.filter((old) => old.tone === 'failed').slice(-2), { ...notice, id: this.#last }];
  }
}
