import type { BackupRow, StoreStatus } from '../../bindings/wire';
import type { Backend } from '../backend';

type Kept = Pick<Backend, 'listBackups' | 'setBackupFolder' | 'keepBackup' | 'backUpStore' | 'restoreStore' | 'salvageStore'>;

const own = '/home/mokafor/.local/share/shakedown/backups';
const kept: BackupRow = { path: `${own}/daily-20310304T083000Z-000017.backup`, words: 'backup of the day', at: '2031-03-04T08:30:00Z', bytes: 1_482_112 };

/** Backups of an invented store: one that the program kept, and whatever is written by hand. */
export function backups(status: () => StoreStatus): Kept {
  let folder = own;
  const backups = () => ({ folder, backups: [kept] });
  return {
    listBackups: async () => backups(),
    setBackupFolder: async (named) => {
      folder = named ?? own;
      return backups();
    },
    keepBackup: async () => null,
    backUpStore: async (path) => ({ path, words: 'written by hand', at: '2031-03-05T15:20:00Z', bytes: kept.bytes }),
    restoreStore: async ({ replace }) => ({ setAside: replace ? '/home/mokafor/.local/share/shakedown/set-aside-20310305T152000Z' : null, status: status() }),
    salvageStore: async () => ({ cases: status().cases, evidence: status().cases, lost: [] }),
  };
}
