import { type Command, commands } from './commands';
import type { Shakedown } from '../state/shakedown.svelte';

/** The chord of a key press as the definitions write it: `Ctrl+Shift+C`, `Alt+1`, `[`, `?`, `Escape`. On a Mac, Command counts as Ctrl. */
export function chord(event: KeyboardEvent): string {
  const named = event.key.length === 1 && /[a-z]/i.test(event.key) ? event.key.toUpperCase() : event.key;
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const key = event.altKey && digit ? digit : named;
  // The shift that makes `?` or `[` on some keyboards is part of the character, not of the chord.
  const shift = event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key));
  return [(event.ctrlKey || event.metaKey) && 'Ctrl', event.altKey && !isAltGraph(event) && 'Alt', shift && 'Shift', key].filter(Boolean).join('+');
}

/** `[` and `]` need AltGr on many keyboards. */
function isAltGraph(event: KeyboardEvent): boolean {
  return event.getModifierState('AltGraph') || (event.altKey && /^[[\]]$/.test(event.key));
}

/** Whether keys go into a text there. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !/^(button|checkbox|radio|range|submit|reset)$/.test(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** The command that a key press asks for, where it may run now. */
export function commandFor(event: KeyboardEvent, app: Shakedown): Command | undefined {
  const pressed = chord(event).replace('Ctrl+Alt+', '').replace(/^Ctrl\+([[\]])$/, '$1');
  const single = !/^(Ctrl|Alt)\+/.test(pressed) && !/^F\d+$/.test(pressed);
  if (single && isTyping(event.target)) return undefined;
  return commands.find((command) => command.keys?.includes(pressed) && may(command, app));
}

/** Whether a command is for this screen and can run now. */
export function may(command: Command, app: Shakedown): boolean {
  if (app.store?.state !== 'open') return false;
  return (!command.on || command.on.includes(app.screen)) && (command.when?.(app) ?? true);
}
