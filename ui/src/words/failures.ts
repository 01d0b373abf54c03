import type { Failure, FailureCode } from '../bindings/wire';

/** How much it matters: `care` asks for another way, `failed` says that something was not done, `stop` that the work cannot go on before it is dealt with. */
export type Severity = 'care' | 'failed' | 'stop';
/** What the window offers beside the failure's own next step. `again`: the same once more; `rescue`: backups and what can still be read; `tell`: copy the detail. */
export type Remedy = 'again' | 'rescue' | 'rules' | 'cases' | 'unlock' | 'elsewhere' | 'tell' | 'none';
export type KnownFailure = { heading: string; severity: Severity; words: string; action: Remedy };

/** Each code: its heading, how much it matters, what it means for what is stored, and what can be done. What failed and the next step come with the failure itself. */
export const failures: Record<FailureCode, KnownFailure> = {
  'evidence-unreadable': { heading: 'The file could not be read', severity: 'failed', words: 'Nothing was stored. A file that was moved or changed since it was chosen has to be chosen again.', action: 'again' },
  'format-unknown': { heading: 'No reader knows this format', severity: 'care', words: 'The bytes can still be logged as evidence.', action: 'none' },
  'store-missing': { heading: 'The store is not where it was', severity: 'stop', words: 'A disk that is not connected, or a folder that was moved, looks like this. Nothing was made in its place.', action: 'rescue' },
  'store-locked': { heading: 'The store is locked', severity: 'stop', words: 'Give the passphrase to go on.', action: 'unlock' },
  'wrong-passphrase': { heading: 'That is not the passphrase', severity: 'care', words: 'The store is whole; nothing was changed. You can try as often as you like.', action: 'again' },
  'store-damaged': { heading: 'The store is damaged', severity: 'stop', words: 'Nothing was changed or repaired. Keep its folder as it is: what can be read can be saved, and a backup can take its place.', action: 'rescue' },
  'store-newer': { heading: 'A newer Shakedown wrote this store', severity: 'stop', words: 'The store is whole; this program is too old to read it. Nothing was changed.', action: 'rescue' },
  'store-busy': { heading: 'Another program is writing to the store', severity: 'care', words: 'Nothing was changed. A second window or a command at a terminal holds it.', action: 'again' },
  'disk-full': { heading: 'The disk takes no more', severity: 'stop', words: 'What was stored before stands; what you just did was not stored. Make room, or check the rights of the folder, before you go on.', action: 'again' },
  'not-found': { heading: 'It is not in the store', severity: 'failed', words: 'It may have been merged, destroyed, or belong to another store.', action: 'cases' },
  stopped: { heading: 'Stopped', severity: 'care', words: 'What was stored before stands.', action: 'again' },
  'tlp-refused': { heading: 'This may not leave at that TLP', severity: 'care', words: 'Nothing left.', action: 'elsewhere' },
  'out-not-writable': { heading: 'Nothing can be written there', severity: 'failed', words: 'Nothing left; the store was not changed.', action: 'elsewhere' },
  'rules-wrong': { heading: 'A rule file is wrong', severity: 'failed', words: 'Nothing is judged while a rule of yours does not hold: the judgement would be another than you expect.', action: 'rules' },
  'wrong-usage': { heading: 'That cannot be done', severity: 'care', words: '', action: 'none' },
  internal: { heading: 'A fault of the program', severity: 'failed', words: 'What was stored before stands. Read the detail before you send it to us.', action: 'tell' },
};

/** What a code stands for; one that this window does not know is a fault of the program. */
export function failureOfCode(code: string): KnownFailure {
  return failures[code as FailureCode] ?? failures.internal;
}

/** The heading of a code, also of one that this window does not know. */
export function failureHeading(code: string): string {
  return failureOfCode(code).heading;
}

/** What to send to us: code, words and version, nothing of a case. */
export function detailOf({ code, message, nextStep }: Failure, version: string): string {
  return [`Shakedown ${version}`, `code: ${code}`, `message: ${message}`, `next: ${nextStep}`].join('\n');
}
