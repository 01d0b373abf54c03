/** Characters that a reader cannot see, or that change how others are seen. The same set as `is_hidden` of the core crate. */
const hidden =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;

/** A piece of text, or a hidden character as its code point. */
export type Piece = { text: string; badge: string | null };

/** `U+202E` for a character. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** `text` cut so that each hidden character is a piece of its own. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(hidden)) {
    if (match.index > from) found.push({ text: text.slice(from, match.index), badge: null });
    found.push({ text: '', badge: codePoint(match[0]) });
    from = match.index + match[0].length;
  }
  if (from < text.length || found.length === 0) found.push({ text: text.slice(from), badge: null });
  return found;
}

/** `text` with each hidden character as `⟨U+202E⟩`, for the few places that take no elements. */
export function visible(text: string): string {
  return pieces(text)
    .map((piece) => (piece.badge ? `⟨${piece.badge}⟩` : piece.text))
    .join('');
}

/** The character that a badge stands for. */
export function fromCodePoint(code: string): string {
  const value = Number.parseInt(code.replace(/^U\+/i, ''), 16);
  return Number.isNaN(value) || value > 0x10ffff ? '' : String.fromCodePoint(value);
}
