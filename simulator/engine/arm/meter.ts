/** Measures spans of cycles: their number, the shortest, the longest, and the sum. */
export class Meter {
  count = 0;
  least = Number.POSITIVE_INFINITY;
  most = 0;
  sum = 0;
  #since: number | null = null;

  get running(): boolean {
    return this.#since !== null;
  }

  start(cycles: number): void {
    this.#since ??= cycles;
  }

  stop(cycles: number): void {
    if (this.#since === null) return;
    const length = cycles - this.#since;
    this.#since = null;
    this.count++;
    this.sum += length;
    if (length < this.least) this.least = length;
    if (length > this.most) this.most = length;
  }
}
