/** A column of a grid: its width as CSS grid has it; `end` sets its figures to the right. */
export type Column = { id: string; words: string; width: string; end?: boolean; sorts?: boolean };

/** How far a key moves in a list of rows. */
export const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, Home: -1e9, End: 1e9, PageDown: 12, PageUp: -12 };

/** Which rows of a table of equally high rows are drawn: the visible ones and a few beyond. Pixels. */
export function visibleRows(scrollTop: number, height: number, rowHeight: number, count: number): { first: number; end: number } {
  const beyond = 6;
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - beyond);
  const end = Math.min(count, Math.ceil((scrollTop + (height || 600)) / rowHeight) + beyond);
  return { first, end };
}

/** Let the arrow keys move the focus through what calls itself a row: `{@attach walk}` on their list. */
export function walk(list: HTMLElement): () => void {
  const keydown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (!(event.target instanceof Element) || !event.target.matches('[data-row]')) return;
    event.preventDefault();
    const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')];
    const at = rows.indexOf(event.target as HTMLElement) + step;
    rows[Math.min(Math.max(at, 0), rows.length - 1)]?.focus();
  };
  list.addEventListener('keydown', keydown);
  return () => list.removeEventListener('keydown', keydown);
}
