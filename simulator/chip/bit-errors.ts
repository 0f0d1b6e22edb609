/** Wrong bits on the SPI, in one direction. */
import type { Random } from '../random.ts';

export type DataLine = 'mosi' | 'miso';

/** One bit of one byte. */
export interface BitPlace {
  /** How the frame begins on MOSI; empty: any frame. */
  readonly frame: Uint8Array;
  /** Which of these frames, counted from the beginning of the fault; 1: the first. */
  readonly nth: number;
  /** Index of the wrong byte in the SPI frame, from 0; at least the index of the last byte of `frame`. */
  readonly byte: number;
  /** 7: the bit that goes first. */
  readonly bit: number;
}

/**
 * Single bits of one data line are wrong. With `at` exactly this one; without it one bit in each byte with the
 * probability `rate`, until there were `count` of them.
 */
export type BitErrors = { readonly is: 'bit-errors'; readonly on?: DataLine } & (
  | { readonly rate: number; readonly count: number }
  | { readonly at: BitPlace }
);

/** Both data lines while bits on one of them are wrong. */
export interface Disturbance {
  /** CSn has fallen. */
  select(): void;
  /** The next byte on MOSI as the chip receives it. */
  mosi(byte: number): number;
  /** The byte on MISO at the same time as the host receives it. */
  miso(byte: number): number;
  /** No further bit will be wrong. */
  readonly isOver: boolean;
}

export function disturb(errors: BitErrors, random: Random): Disturbance {
  return 'at' in errors ? new OneBit(errors.at, errors.on ?? 'miso') : new RandomBits(errors, random);
}

class RandomBits implements Disturbance {
  readonly #random: Random;
  readonly #rate: number;
  readonly #on: DataLine;
  #left: number;

  constructor({ rate, count, on = 'miso' }: Extract<BitErrors, { rate: number }>, random: Random) {
    this.#random = random;
    this.#rate = rate;
    this.#on = on;
    this.#left = count;
  }

  get isOver(): boolean {
    return this.#left === 0;
  }

  select(): void {}

  mosi(byte: number): number {
    return this.#on === 'mosi' ? this.#disturbed(byte) : byte;
  }

  miso(byte: number): number {
    return this.#on === 'miso' ? this.#disturbed(byte) : byte;
  }

  #disturbed(byte: number): number {
    if (this.#left === 0 || this.#random.unit() >= this.#rate) return byte;
    const bit = this.#random.uint32() >>> 29;
    this.#left--;
    return byte ^ (1 << bit);
  }
}

class OneBit implements Disturbance {
  readonly #place: BitPlace;
  readonly #on: DataLine;
  /** Position in the frame of the byte on the lines; -1 before the first. */
  #position = -1;
  /** The bytes so far begin as the place's frame does. */
  #matches = false;
  #seen = 0;
  isOver = false;

  constructor(place: BitPlace, on: DataLine) {
    this.#place = place;
    this.#on = on;
  }

  select(): void {
    this.#position = -1;
    this.#matches = true;
    if (this.#place.frame.length === 0) this.#seen++;
  }

  mosi(byte: number): number {
    const { frame } = this.#place;
    this.#position++;
    if (this.#position < frame.length) {
      if (byte !== frame[this.#position]) this.#matches = false;
      else if (this.#matches && this.#position === frame.length - 1) this.#seen++;
    }
    return this.#on === 'mosi' ? this.#disturbed(byte) : byte;
  }

  miso(byte: number): number {
    return this.#on === 'miso' ? this.#disturbed(byte) : byte;
  }

  #disturbed(byte: number): number {
    const { nth, byte: position, bit } = this.#place;
    if (this.isOver || !this.#matches || this.#seen !== nth || this.#position !== position) return byte;
    this.isOver = true;
    return byte ^ (1 << bit);
  }
}
