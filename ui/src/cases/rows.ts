/** Which rows of a table of equally high rows are drawn: the visible ones and a few beyond. Pixels. */
export function visibleRows(scrollTop: number, height: number, rowHeight: number, count: number): { first: number; end: number } {
  const beyond = 6;
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - beyond);
  const end = Math.min(count, Math.ceil((scrollTop + (height || 600)) / rowHeight) + beyond);
  return { first, end };
}
