import type { CaseRow, ObservableRow, PlaceRow } from '../bindings/wire';
import { words } from '../words/en';
import { nameOf } from './across.svelte';
import type { Shakedown } from './shakedown.svelte';

/** Open a case where an observable was seen in it first. */
export async function openSeen(app: Shakedown, id: string, row: ObservableRow): Promise<void> {
  await app.openCase(id);
  const open = app.case;
  if (open?.detail.row.id !== id) return;
  const at = open.detail.items.findIndex((item) => item.observables.some((one) => nameOf(one) === nameOf(row)));
  const seen = open.detail.items[at]?.observables.find((one) => nameOf(one) === nameOf(row));
  if (!seen) return;
  open.at = at;
  open.tab = 'transcript';
  open.transcript?.goTo(seen.at);
}

/** Open a case at a message of one of its evidence items. */
export async function openPlace(app: Shakedown, id: string, place: PlaceRow): Promise<void> {
  if (app.case?.detail.row.id !== id) await app.openCase(id);
  const open = app.case;
  if (open?.detail.row.id !== id) return;
  open.at = Math.max(0, open.detail.evidence.findIndex((item) => item.exhibitRef === place.exhibitRef));
  open.tab = 'transcript';
  open.transcript?.goTo({ message: place.message, mark: null });
}

/** Two cases become one; the one that stays is opened. Errors are the caller's. */
export async function merge(app: Shakedown, from: CaseRow, into: CaseRow): Promise<void> {
  app.take(await app.backend.mergeCases(from.id, into.id));
  app.notices.done(words.case.merge.done(from.number, into.number), words.case.merge.doneWords);
}

/** Evidence of the open case goes into a case of its own, which is opened. Errors are the caller's. */
export async function split(app: Shakedown, evidence: string[], title: string): Promise<void> {
  const from = app.case?.detail.row;
  if (!from) return;
  const made = await app.backend.splitCase(from.id, evidence, title);
  app.take(made);
  app.notices.done(words.case.split.done(made.row.number), words.case.split.doneWords(from.number));
}

/** Show an observable among the others. */
export async function showObservable(app: Shakedown, row: ObservableRow): Promise<void> {
  app.go('observables');
  await app.across.pointTo(row);
}

/** The table of cases, with only those that an observable stands in. */
export function narrowTo(app: Shakedown, row: ObservableRow): void {
  app.cases.showAll();
  app.cases.only = { words: row.shown, ids: new Set(row.newest.map((one) => one.id)) };
  app.go('cases');
}

/** Take a deletion back. */
export async function takeBack(app: Shakedown, row: Pick<CaseRow, 'id' | 'number'>): Promise<void> {
  await app.attempt(async () => {
    const detail = await app.backend.changeCase(row.id, 'undo');
    if (app.case?.detail.row.id === row.id) app.take(detail);
    await Promise.all([app.cases.load(), app.cases.hidden && app.cases.loadHidden()]);
    app.notices.done(words.cases.bin.tookBack(row.number));
  });
}

/** Destroy a deleted case. Errors are the caller's. */
export async function purge(app: Shakedown, row: Pick<CaseRow, 'id' | 'number'>): Promise<void> {
  const gone = await app.backend.purgeCase(row.id);
  if (app.case?.detail.row.id === row.id) app.case = null;
  await app.cases.loadHidden();
  app.notices.done(words.cases.purge.done(row.number), words.cases.purge.doneWords(gone));
}
