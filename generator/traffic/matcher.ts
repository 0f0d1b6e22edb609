import type { ByteRange, PatternItem } from '../../contract/traffic.ts';
import { isIn } from './pattern.ts';

/** A place in a pattern that takes one byte. */
interface Cell {
  readonly ranges: readonly ByteRange[];
  /** Whether each of the 256 byte values is in one of the ranges. */
  readonly takes: readonly boolean[];
  /** It may be left out. */
  readonly isOptional: boolean;
}

/**
 * Holds a stream against a pattern from its first byte on. The shortest match counts, so that the end is known as soon as
 * it has come. Each byte costs at most one step for each byte that the pattern can match.
 */
export class Matcher {
  readonly #cells: readonly Cell[];
  /** The cells that the next byte may be for; one more, behind the last: the pattern is complete. */
  #open: readonly boolean[];
  #fedBytes = 0;

  constructor(items: readonly PatternItem[]) {
    this.#cells = items.flatMap(({ ranges, least, most }) => {
      const takes = Array.from({ length: 256 }, (_, byte) => isIn(byte, ranges));
      return Array.from({ length: most }, (_, index) => ({ ranges, takes, isOptional: index >= least }));
    });
    this.#open = this.#begin();
  }

  /** Bytes of the match so far. */
  get fedBytes(): number {
    return this.#fedBytes;
  }

  reset(): void {
    this.#open = this.#begin();
    this.#fedBytes = 0;
  }

  /** `whole`: the byte ends the match. `none`: nothing that begins like this matches; then the byte is not taken. */
  feed(byte: number): 'more' | 'whole' | 'none' {
    const next = this.#after(this.#open, byte);
    if (!next.includes(true)) return 'none';
    this.#open = next;
    this.#fedBytes++;
    return next[this.#cells.length] === true ? 'whole' : 'more';
  }

  /** How many of these bytes complete the match; null: they do not. Nothing changes. */
  lookAhead(bytes: Uint8Array): number | null {
    let open = this.#open;
    for (const [index, byte] of bytes.entries()) {
      open = this.#after(open, byte);
      if (open[this.#cells.length] === true) return index + 1;
    }
    return null;
  }

  /** What the next byte may be. */
  get expected(): readonly ByteRange[] {
    return this.#cells.flatMap(({ ranges }, index) => (this.#open[index] ? ranges : []));
  }

  #begin(): readonly boolean[] {
    const open = new Array<boolean>(this.#cells.length + 1).fill(false);
    open[0] = true;
    return this.#withSkipped(open);
  }

  #after(open: readonly boolean[], byte: number): readonly boolean[] {
    const next = new Array<boolean>(open.length).fill(false);
    for (const [index, { takes }] of this.#cells.entries()) {
      if (open[index] && takes[byte]) next[index + 1] = true;
    }
    return this.#withSkipped(next);
  }

  #withSkipped(open: boolean[]): readonly boolean[] {
    for (const [index, { isOptional }] of this.#cells.entries()) {
      if (open[index] && isOptional) open[index + 1] = true;
    }
    return open;
  }
}
