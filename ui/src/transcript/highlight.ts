/** At most so many places are lit at once: registering many is slow in this engine. */
const MOST = 500;
const NAME = 'found';

/** Light up `wanted`, in any case of letters, in what is said inside `root`; nothing where it is empty or the engine cannot. */
export function light(root: HTMLElement, wanted: string): void {
  if (typeof Highlight === 'undefined' || typeof CSS === 'undefined' || !('highlights' in CSS)) return;
  CSS.highlights.delete(NAME);
  const needle = wanted.toLowerCase();
  if (needle === '') return;
  const ranges: Range[] = [];
  for (const said of root.querySelectorAll('[data-said]')) {
    const texts = document.createTreeWalker(said, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node && ranges.length < MOST; node = texts.nextNode()) {
      const text = (node.textContent ?? '').toLowerCase();
      for (let at = text.indexOf(needle); at >= 0 && ranges.length < MOST; at = text.indexOf(needle, at + needle.length)) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, Math.min(at + needle.length, node.textContent?.length ?? 0));
        ranges.push(range);
      }
    }
  }
  CSS.highlights.set(NAME, new Highlight(...ranges));
}
