import type { CaseDetail, Failure, FailureCode, HiddenRow } from '../../bindings/wire';
import type { Backend } from '../backend';
import type { FakeCases } from './cases';
import { hash } from './view';

type Rescue = Pick<Backend, 'listHidden' | 'importCase' | 'previewExport'>;

/** A refusal of the invented program at its start, worded as the program words it. */
export function refused(code: FailureCode): Failure {
  return { code, message: `/home/mokafor/.local/share/shakedown: an invented refusal (${code}); nothing was changed`, nextStep: 'keep the folder as it is' };
}

/** Deleted cases, and what comes from and goes to other stores. */
export function rescue(store: FakeCases, found: (id: string) => CaseDetail): Rescue {
  return {
    listHidden: async () => {
      const hidden = [...store.details.values()].filter((detail) => detail.work.deletedAt !== null);
      return hidden.map(({ row, work }): HiddenRow => ({ row, deletedAt: work.deletedAt, until: new Date(Date.now() + 29.5 * 86_400_000).toISOString(), hold: work.hold, mergedInto: null }));
    },
    importCase: async (path, merge) => {
      if (!path.endsWith('.json') && !path.endsWith('.zip')) throw { ...refused('evidence-unreadable'), message: `${path}: this is no case file; nothing was changed` };
      const row = found('case-12').row;
      const conflicts = [{ about: 'title', here: row.title, there: 'Harrowfield: <b>second</b> copy' }];
      return { case: { id: row.id, number: row.number, title: row.title }, merged: merge, signer: 'the file bears no signature', evidence: 2, renamed: merge ? 0 : 3, absent: 1, conflicts: merge ? conflicts : [] };
    },
    previewExport: async ({ case: id, redact, tlp }) => {
      const items = found(id).items;
      const messages = items.reduce((sum, item) => sum + item.transcript.total, 0);
      const removed = redact ? [{ token: '[ORGANISATION-1]', text: 'Harrowfield Seed Company', times: 7 }] : [];
      return { tlp: tlp ?? 'TLP:AMBER', bytes: 1000 + hash(id).length, evidence: items.length, messages, observables: 4, findings: 31, notes: found(id).notes.length, removed };
    },
  };
}
