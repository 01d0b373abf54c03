import type { FailureCode } from '../bindings/wire';

/** Each code's heading. What failed and what to do next come with the failure itself. */
export const failureHeadings: Record<FailureCode, string> = {
  'evidence-unreadable': 'The file could not be read',
  'format-unknown': 'No reader knows this format',
  'store-missing': 'The store is not where it was',
  'store-locked': 'The store is locked',
  'wrong-passphrase': 'That is not the passphrase',
  'store-damaged': 'The store is damaged',
  'store-newer': 'A newer Shakedown wrote this store',
  'store-busy': 'Another program is writing to the store',
  'disk-full': 'The disk is full',
  'not-found': 'It is not in the store',
  stopped: 'Stopped',
  'tlp-refused': 'This may not leave at that TLP',
  'out-not-writable': 'Nothing can be written there',
  'rules-wrong': 'A rule file is wrong',
  'wrong-usage': 'That cannot be done',
  internal: 'A fault of the program',
};

/** The heading of a code, also of one that this window does not know. */
export function failureHeading(code: string): string {
  return failureHeadings[code as FailureCode] ?? failureHeadings.internal;
}
