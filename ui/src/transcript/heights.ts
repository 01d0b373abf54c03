/**
 * Heights of rows of which only the visible ones are ever measured: a Fenwick tree over how much each differs from the estimate.
 * Pixels. Setting a height, finding a row's top and finding the row at a height take O(log n); a million rows take 12 MB.
 */
export class Heights {
  #measured: Float32Array;
  #tree: Float64Array;
  #sum = 0;

  constructor(
    readonly count: number,
    readonly estimate: number,
  ) {
    this.#measured = new Float32Array(count);
    this.#tree = new Float64Array(count + 1);
  }

  get total(): number {
    return this.count * this.estimate + this.#sum;
  }

  /** A row's height: as measured, or as estimated. */
  of(row: number): number {
    return this.#measured[row] || this.estimate;
  }

  /** Note a row's height. Gives by how much it differs from what was thought. */
  set(row: number, height: number): number {
    const change = height - this.of(row);
    this.#measured[row] = height;
    if (change === 0) return 0;
    this.#sum += change;
    for (let at = row + 1; at <= this.count; at += at & -at) this.#tree[at] = (this.#tree[at] ?? 0) + change;
    return change;
  }

  /** Where a row begins. */
  top(row: number): number {
    let sum = row * this.estimate;
    for (let at = row; at > 0; at -= at & -at) sum += this.#tree[at] ?? 0;
    return sum;
  }

  /** The row at a height, held at the ends. */
  at(height: number): number {
    let row = 0;
    let left = height;
    for (let step = 2 ** Math.floor(Math.log2(Math.max(this.count, 1))); step >= 1; step /= 2) {
      const next = row + step;
      const size = step * this.estimate + (this.#tree[next] ?? 0);
      if (next <= this.count && size <= left) {
        row = next;
        left -= size;
      }
    }
    return Math.max(0, Math.min(row, this.count - 1));
  }
}
