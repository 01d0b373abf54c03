import type { TranscriptState } from '../state/transcript.svelte';
import { defang } from '../words/defang';
import { fromCodePoint } from '../words/hidden';

export type How = 'defanged' | 'raw';

/** The text of a selection in exhibit text: hidden characters visible and links defanged, or exactly as it was. */
export function selected(how: How, selection = document.getSelection()): string {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return '';
  const copy = selection.getRangeAt(0).cloneContents();
  for (const badge of copy.querySelectorAll('[data-badge]')) {
    const code = badge.getAttribute('data-badge') ?? '';
    badge.replaceWith(how === 'raw' ? fromCodePoint(code) : `⟨${code}⟩`);
  }
  // A selection over several messages takes what was said, not our words around it.
  const said = [...copy.querySelectorAll('[data-said]')].map((body) => body.textContent).filter((text) => text !== '');
  const text = said.length > 0 ? said.join('\n') : (copy.textContent ?? '');
  return how === 'raw' ? text : defang(text);
}

/** Copy the selection; where nothing is selected, the observable that has the focus, or the message in hand. */
export async function copySelection(transcript: TranscriptState | null, how: How): Promise<void> {
  const focused = document.activeElement?.closest<HTMLElement>('[data-raw]');
  const message = transcript?.current == null ? undefined : transcript.message(transcript.current);
  const whole = message && (how === 'raw' ? rawOf(message.segments) : message.defanged);
  const text = selected(how) || focused?.dataset[how === 'raw' ? 'raw' : 'shown'] || whole;
  if (text) await copyText(text);
}

/** A message exactly as it was said. */
export function rawOf(segments: { text: string; badge: string | null }[]): string {
  return segments.map((segment) => (segment.badge ? fromCodePoint(segment.badge) : segment.text)).join('');
}

/** Put plain text on the clipboard. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without the clipboard's own interface, the engine copies what is selected in a field.
    const field = document.createElement('textarea');
    const before = document.activeElement;
    field.value = text;
    field.className = 'unseen';
    document.body.append(field);
    field.select();
    document.execCommand('copy');
    field.remove();
    if (before instanceof HTMLElement) before.focus();
  }
}

/** Answer the engine's own copy, wherever it comes from but a field: plain text, defanged, never markup. */
export function onCopy(event: ClipboardEvent): void {
  if (isField(event.target)) return;
  const text = selected('defanged');
  if (!text || !event.clipboardData) return;
  event.clipboardData.setData('text/plain', text);
  event.preventDefault();
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
