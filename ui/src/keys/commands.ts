import { copySelection, selected } from '../transcript/copy';
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
  { id: 'board', keys: ['Ctrl+2'], run: (app) => app.go('board') },
  { id: 'cases', keys: ['Ctrl+3'], run: (app) => app.go('cases') },
  { id: 'case', keys: ['Ctrl+4'], when: (app) => app.case !== null, run: (app) => app.go('case') },
  { id: 'search', keys: ['Ctrl+5', 'Ctrl+Shift+F'], run: (app) => app.go('search') },
  { id: 'observables', keys: ['Ctrl+6'], run: (app) => app.go('observables') },
  { id: 'actors', keys: ['Ctrl+7'], run: (app) => app.go('actors') },
  { id: 'rules', keys: ['Ctrl+8'], run: (app) => app.go('rules') },
  { id: 'jobs', keys: ['Ctrl+9'], run: (app) => app.go('jobs') },
  { id: 'settings', keys: ['Ctrl+,'], run: (app) => app.go('settings') },
  { id: 'help', keys: ['?', 'F1'], run: (app) => app.go('help') },
  { id: 'open', keys: ['Ctrl+O'], run: (app) => app.openFile() },
  { id: 'openFolder', keys: ['Ctrl+Shift+O'], run: (app) => app.openFolder() },
  { id: 'message', keys: ['M'], on: ['triage'], run: () => focusOn('message') },
  { id: 'log', keys: ['Ctrl+S'], on: ['triage'], when: (app) => app.triage.view !== null, run: (app) => app.log() },
  { id: 'clear', keys: ['Ctrl+Shift+X'], on: ['triage'], when: (app) => app.triage.view !== null, run: (app) => app.triage.clear() },
  { id: 'next', keys: ['Ctrl+J'], on: ['triage'], when: (app) => app.triage.jobs.waiting.some((job) => job.state === 'done'), run: (app) => app.triage.next() },
  { id: 'sample', on: ['triage'], run: (app) => app.triage.sample() },
  { id: 'reading', keys: ['Ctrl+R'], on: ['triage'], when: (app) => app.triage.view !== null, run: (app) => (app.triage.choosing = true) },
  { id: 'jump', keys: ['J'], on: reading, when: reads, run: (app) => jump(app) },
  { id: 'asRead', keys: ['V'], on: reading, when: reads, run: (app) => app.transcript && (app.transcript.asRead = !app.transcript.asRead) },
  { id: 'find', keys: ['Ctrl+F'], on: reading, when: reads, run: (app) => find(app) },
  { id: 'nextFound', keys: ['N'], on: reading, when: found, run: (app) => app.transcript?.step(1) },
  { id: 'previousFound', keys: ['Shift+N'], on: reading, when: found, run: (app) => app.transcript?.step(-1) },
  { id: 'nextMark', keys: [']'], on: reading, when: reads, run: (app) => app.transcript?.walk(1) },
  { id: 'previousMark', keys: ['['], on: reading, when: reads, run: (app) => app.transcript?.walk(-1) },
  { id: 'explain', keys: ['R'], on: reading, when: holdsMark, run: (app) => app.transcript && (app.transcript.explained = app.transcript.inHand()[0]?.rule ?? null) },
  { id: 'whyNot', keys: ['W'], on: reading, when: reads, run: (app) => app.transcript?.askWhyNot(app.transcript.current) },
  { id: 'locator', keys: ['L'], on: reading, when: reads, run: (app) => toggleDetail(app) },
  { id: 'arithmetic', keys: ['A'], on: reading, when: reads, run: (app) => (app.arithmetic = !app.arithmetic) },
  { id: 'copyRaw', keys: ['Ctrl+Shift+C'], run: (app) => copySelection(app.transcript, 'raw') },
  { id: 'came', keys: ['Alt+1'], on: reading, when: reads, run: (app) => app.togglePlace('came') },
  { id: 'says', keys: ['Alt+2'], on: reading, when: reads, run: (app) => app.togglePlace('says') },
  { id: 'means', keys: ['Alt+3'], on: reading, when: reads, run: (app) => app.togglePlace('means') },
  { id: 'filter', keys: ['/'], on: ['cases', 'search', 'observables', 'actors', 'rules'], run: () => focusOn('filter') },
  { id: 'export', keys: ['Ctrl+E'], on: ['case', 'cases'], when: (app) => (app.screen === 'case' ? app.case !== null : app.cases.shown.length > 0), run: (app) => exportCases(app) },
  { id: 'takeOver', run: (app) => (app.takingOver = true) },
  { id: 'bin', run: (app) => (app.go('cases'), app.attempt(() => app.cases.loadHidden())) },
  { id: 'note', keys: ['C'], on: ['case'], run: (app) => write(app, 'notes', 'note') },
  { id: 'line', keys: ['T'], on: ['case'], run: (app) => write(app, 'diary', 'line') },
  { id: 'label', keys: ['Shift+L'], on: ['case'], run: () => focusOn('label') },
  { id: 'links', keys: ['G'], on: ['case'], when: (app) => app.case !== null, run: (app) => app.case && (app.case.tab = 'links') },
  { id: 'merge', on: ['case'], when: (app) => app.case !== null, run: (app) => app.case && (app.case.merging = '') },
  { id: 'hold', on: ['case'], when: (app) => app.case?.detail.work.hold === null, run: (app) => app.case && (app.case.holding = true) },
  { id: 'delete', on: ['case'], when: (app) => app.case?.detail.work.hold === null, run: (app) => app.deleteCase() },
  { id: 'split', on: ['case'], when: (app) => (app.case?.detail.evidence.length ?? 0) > 1, run: (app) => app.case && (app.case.splitting = true) },
  { id: 'falsePositive', keys: ['X'], on: reading, when: holdsMark, run: (app) => app.review('dismissed') },
  { id: 'confirm', keys: ['Y'], on: reading, when: holdsMark, run: (app) => app.review('confirmed') },
  { id: 'undo', keys: ['Ctrl+Z'], when: (app) => app.notices.undoable !== undefined, run: (app) => app.undo() },
  { id: 'verify', run: (app) => app.verify() },
  { id: 'theme', run: (app) => app.preferences.nextTheme() },
  { id: 'density', run: (app) => app.preferences.nextDensity() },
  { id: 'larger', keys: ['Ctrl+=', 'Ctrl++'], run: (app) => app.preferences.zoomBy(1, app.backend) },
  { id: 'smaller', keys: ['Ctrl+-'], run: (app) => app.preferences.zoomBy(-1, app.backend) },
  { id: 'asMade', keys: ['Ctrl+0'], run: (app) => app.preferences.zoomBy(0, app.backend) },
  { id: 'back', keys: ['Escape'], run: (app) => app.back() },
];

function exportCases(app: Shakedown): void {
  if (app.screen === 'cases') app.cases.exporting = true;
  else if (app.case) app.case.exporting = true;
}

function found(app: Shakedown): boolean {
  return app.transcript?.found != null;
}

function find(app: Shakedown): void {
  if (!app.transcript) return;
  app.transcript.finding = true;
  focusOn('find');
}

function jump(app: Shakedown): void {
  if (!app.transcript) return;
  app.transcript.jumping = true;
  void app.transcript.lookAround();
}

function reads(app: Shakedown): boolean {
  return app.transcript !== null;
}

function toggleDetail(app: Shakedown): void {
  const transcript = app.transcript;
  if (!transcript) return;
  if (transcript.current === null) transcript.goTo({ message: 0, mark: null });
  transcript.detail = !transcript.detail;
}

function holdsMark(app: Shakedown): boolean {
  return app.transcript?.mark != null;
}

/** Write a note or a line of the diary; what is selected in the transcript is quoted. */
async function write(app: Shakedown, tab: 'notes' | 'diary', field: 'note' | 'line'): Promise<void> {
  if (!app.case) return;
  const quoted = selected('defanged').replaceAll(/\s+/g, ' ').trim();
  if (quoted !== '') app.case[field] = field === 'note' ? `${app.case.note}“${quoted}”\n` : quoted;
  app.case.tab = tab;
  await Promise.resolve();
  requestAnimationFrame(() => focusOn(field));
}

/** Put the cursor into the field that calls itself so. */
function focusOn(field: string): void {
  document.querySelector<HTMLElement>(`[data-field="${field}"]`)?.focus();
}
