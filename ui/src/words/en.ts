import { cases } from './en/cases';
import { screenWords } from './en/screens';
import { triage } from './en/triage';
import { window } from './en/window';

/** Every word of the window, in English. A second language is one more folder like `en`. */
export const words = { ...window, ...triage, ...cases, ...screenWords } as const;
