import { Heights } from './heights';

/** No element is made taller than this: WebKit ends at 33,554,428 px. Beyond it, the scroll bar is compressed. */
export const TALLEST = 8_000_000;
const OVERSCAN = 240;
const UNKNOWN_HEIGHT = 640;

/**
 * Which rows of a long list are drawn, and where. Rows are counted, not stacked: the scroll bar moves over at most {@link TALLEST}
 * pixels, a short scroll moves the rows by as much, a long one by its share of the whole.
 */
export class Viewport {
  top = $state(0);
  height = $state(0);
  #version = $state(0);
  #bar = 0;
  readonly heights: Heights;

  readonly range = $derived.by(() => {
    void this.#version;
    const height = this.height || UNKNOWN_HEIGHT;
    const first = this.heights.at(this.top - OVERSCAN);
    const last = this.heights.at(this.top + height + OVERSCAN);
    return { first, end: this.heights.count === 0 ? 0 : last + 1, offset: this.heights.top(first) - this.top };
  });

  readonly spacer = $derived.by(() => {
    void this.#version;
    return Math.min(this.heights.total, TALLEST);
  });

  constructor(count: number, estimate: number) {
    this.heights = new Heights(count, estimate);
  }

  get #end(): number {
    return Math.max(0, this.heights.total - this.height);
  }

  get #barEnd(): number {
    return Math.max(0, Math.min(this.heights.total, TALLEST) - this.height);
  }

  get #compressed(): boolean {
    return this.heights.total > TALLEST;
  }

  /** Where the scroll bar belongs for what is shown. */
  get bar(): number {
    return this.#compressed ? Math.round((this.top / (this.#end || 1)) * this.#barEnd) : this.top;
  }

  /** The scroll bar was moved to `bar` pixels. */
  scrolled(bar: number): void {
    const moved = bar - this.#bar;
    this.#bar = bar;
    if (!this.#compressed) this.top = bar;
    else if (Math.abs(moved) > 2 * (this.height || UNKNOWN_HEIGHT)) this.top = (bar / (this.#barEnd || 1)) * this.#end;
    else this.top = Math.min(Math.max(0, this.top + moved), this.#end);
  }

  /** The scroll bar was put to `bar` by ourselves. */
  settled(bar: number): void {
    this.#bar = bar;
  }

  /** Rows were measured. What is read stays where it is. */
  measured(rows: Iterable<[number, number]>): void {
    let above = 0;
    let changed = false;
    for (const [row, height] of rows) {
      const isAbove = this.heights.top(row) + this.heights.of(row) <= this.top;
      const change = this.heights.set(row, height);
      if (isAbove) above += change;
      changed ||= change !== 0;
    }
    if (!changed) return;
    this.#version += 1;
    this.top = Math.min(Math.max(0, this.top + above), this.#end);
  }

  /** Show a row: `share` of the window above it, and `within` pixels into it. */
  show(row: number, share: number, within = 0): void {
    const wanted = this.heights.top(row) + within - share * (this.height || UNKNOWN_HEIGHT);
    this.top = Math.min(Math.max(0, wanted), this.#end);
  }

  /** Show a row by moving no further than needed. */
  reveal(row: number): void {
    const top = this.heights.top(row);
    const height = this.height || UNKNOWN_HEIGHT;
    if (top < this.top) this.top = top;
    else if (top + this.heights.of(row) > this.top + height) this.show(row, 0, Math.min(0, this.heights.of(row) - height));
  }
}
