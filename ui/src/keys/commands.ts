import { copySelection } from '../transcript/copy';
import type { ScreenId, Shakedown } from '../state/shakedown.svelte';
import { words } from '../words/en';

/** One thing an analyst can do: a line of the keyboard sheet, an entry of the palette, a shortcut. */
export type Command = {
  id: keyof typeof words.commands;
  /** Chords as `chord` writes them; the first is shown. */
  keys?: string[];
  /** The screens it is for; all where none are named. */
  on?: ScreenId[];
  /** Whether it can run now. */
  when?: (app: Shakedown) => boolean;
  run: (app: Shakedown) => unknown;
};

const reading: ScreenId[] = ['triage', 'case'];

/** Every shortcut and every entry of the palette, in the order of the sheet. */
export const commands: Command[] = [
  { id: 'palette', keys: ['Ctrl+K'], run: (app) => (app.palette = true) },
  { id: 'triage', keys: ['Ctrl+1'], run: (app) => app.go('triage') },
  { id: 'cases', keys: ['Ctrl+2'], run: (app) => app.go('cases') },
  { id: 'case', keys: ['Ctrl+3'], when: (app) => app.case !== null, run: (app) => app.go('case') },
  { id: 'help', keys: ['?', 'F1'], run: (app) => app.go('help') },
  { id: 'open', keys: ['Ctrl+O'], run: (app) => app.openFile() },
  { id: 'message', keys: ['M'], on: ['triage'], run: () => focusOn('message') },
  { id: 'log', keys: ['Ctrl+S'], on: ['triage'], when: (app) => app.triage.view !== null, run: (app) => app.log() },
  { id: 'clear', keys: ['Ctrl+Shift+X'], on: ['triage'], when: (app) => app.triage.view !== null, run: (app) => app.triage.clear() },
  { id: 'next', keys: ['Ctrl+J'], on: ['triage'], when: (app) => app.triage.waiting.length > 0, run: (app) => app.triage.next() },
  { id: 'sample', on: ['triage'], run: (app) => app.triage.sample() },
  { id: 'nextMark', keys: [']'], on: reading, when: reads, run: (app) => app.transcript?.walk(1) },
  { id: 'previousMark', keys: ['['], on: reading, when: reads, run: (app) => app.transcript?.walk(-1) },
  { id: 'locator', keys: ['L'], on: reading, when: reads, run: (app) => toggleDetail(app) },
  { id: 'arithmetic', keys: ['A'], on: reading, when: reads, run: (app) => (app.arithmetic = !app.arithmetic) },
  { id: 'copyRaw', keys: ['Ctrl+Shift+C'], run: (app) => copySelection(app.transcript, 'raw') },
  { id: 'came', keys: ['Alt+1'], on: reading, when: reads, run: (app) => app.togglePlace('came') },
  { id: 'says', keys: ['Alt+2'], on: reading, when: reads, run: (app) => app.togglePlace('says') },
  { id: 'means', keys: ['Alt+3'], on: reading, when: reads, run: (app) => app.togglePlace('means') },
  { id: 'filter', keys: ['/'], on: ['cases'], run: () => focusOn('filter') },
  { id: 'export', keys: ['Ctrl+E'], on: ['case'], when: (app) => app.case !== null, run: (app) => app.case && (app.case.exporting = true) },
  { id: 'note', keys: ['N'], on: ['case'], run: (app) => writeNote(app) },
  { id: 'verify', run: (app) => app.verify() },
  { id: 'theme', run: (app) => app.preferences.nextTheme() },
  { id: 'density', run: (app) => app.preferences.nextDensity() },
  { id: 'back', keys: ['Escape'], run: (app) => app.back() },
];

function reads(app: Shakedown): boolean {
  return app.transcript !== null;
}

function toggleDetail(app: Shakedown): void {
  const transcript = app.transcript;
  if (!transcript) return;
  if (transcript.current === null) transcript.goTo({ message: 0, mark: null });
  transcript.detail = !transcript.detail;
}

async function writeNote(app: Shakedown): Promise<void> {
  if (!app.case) return;
  app.case.tab = 'notes';
  await Promise.resolve();
  requestAnimationFrame(() => focusOn('note'));
}

/** Put the cursor into the field that calls itself so. */
function focusOn(field: string): void {
  document.querySelector<HTMLElement>(`[data-field="${field}"]`)?.focus();
}
