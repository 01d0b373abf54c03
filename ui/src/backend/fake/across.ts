import type { CaseDetail, CaseRef, CaseRow, LinkRow } from '../../bindings/wire';
import type { Backend } from '../backend';
import type { FakeCases } from './cases';

type Across = Pick<Backend, 'mergeCases' | 'splitCase' | 'purgeCase' | 'caseLinks' | 'caseNetwork' | 'listObservables' | 'observableCases' | 'rescan'>;

/** What goes beyond one invented case. */
export function across(store: FakeCases, found: (id: string) => CaseDetail): Across {
  const keep = (detail: CaseDetail) => {
    store.details.set(detail.row.id, detail);
    return detail;
  };
  return {
    mergeCases: async (from, into) => {
      const gone = found(from);
      const items = [...found(into).items, ...gone.items];
      store.details.delete(from);
      return keep({ ...found(into), items, evidence: [...found(into).evidence, ...gone.evidence], row: { ...found(into).row, evidenceCount: items.length } });
    },
    splitCase: async (id, _, title) => {
      const [item] = found(id).items.slice(-1);
      if (!item) throw new Error('a case without evidence');
      return store.log(item, title, null);
    },
    purgeCase: async (id) => (store.details.delete(id) ? 12 : 0),
    caseLinks: async (id) => ({ links: tied(store, found(id).row), common: ['the same e-mail address post@mail.example is in 201 cases or more: it ties none'] }),
    caseNetwork: async (id) => {
      const links = tied(store, found(id).row);
      const cases = [link(found(id).row, found(id).row), ...links].map((one) => ({ ...one, ties: [] }));
      return { cases, edges: links.map((one, at) => ({ from: 0, to: at + 1, strength: one.strength, kinds: one.ties.map((tie) => tie.kind), words: 'the same wallet' })), cut: false };
    },
    observableCases: async ({ first, count }) => [...store.details.values()].map((detail) => detail.row).slice(first, first + count),
    listObservables: async ({ kind, contains, first, count }) => {
      const seen = { firstSeen: '2026-03-02T09:00:00Z', lastSeen: '2026-03-04T09:00:00Z' };
      const newest = [...store.details.values()].slice(-2).map((detail) => reference(detail.row));
      const rows = [
        { kind: 'bitcoin' as const, kindWords: 'Bitcoin address', shown: 'bc1qinvented', value: 'bc1qinvented', times: 5, cases: newest.length, ...seen, newest },
        { kind: 'email' as const, kindWords: 'e-mail address', shown: 'desk[@]mail[.]example', value: 'desk@mail.example', times: 2, cases: 1, ...seen, newest: newest.slice(1) },
      ];
      return rows.filter((row) => (kind === null || row.kind === kind) && row.value.includes(contains ?? '')).slice(first, first + count);
    },
    rescan: async (_, preview) => {
      const row = [...store.details.values()][0]?.row;
      const before = { priority: 'P4' as const, verdict: 'unrelated' as const, score: 8.1 };
      const changed = row ? [{ case: reference(row), before, after: { ...before, priority: 'P3' as const, score: 41.7 } }] : [];
      return { outdated: store.details.size, sentence: `${changed.length} of ${store.details.size} cases changes priority`, changed, stored: !preview };
    },
  };
}

const reference = (row: CaseRow): CaseRef => ({ id: row.id, number: row.number, title: row.title });

function link(row: CaseRow, here: CaseRow): LinkRow {
  const tie = {
    kind: 'wallet' as const, words: 'the same wallet bc1qinvented', shown: 'bc1qinvented', weight: 0.95, cases: 2, similarity: null,
    here: { exhibitRef: `MO/${here.number}.1`, message: 3 }, there: { exhibitRef: `MO/${row.number}.1`, message: 3 },
  };
  return { case: row.id, number: row.number, title: row.title, priority: row.priority, actor: row.actor, strength: 0.95, strengthWords: 'strong', ties: [tie], recycled: null };
}

/** The other cases of the same actor. */
function tied(store: FakeCases, here: CaseRow): LinkRow[] {
  const rows = [...store.details.values()].map((detail) => detail.row);
  return rows.filter((row) => row.id !== here.id && row.actor !== null && row.actor === here.actor).map((row) => link(row, here));
}
