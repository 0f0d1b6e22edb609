/** The lines around a chip, for who watches them. */
import type { Clock, Nanos } from '../clock.ts';
import { type OnSignal, RESTING, type SignalName } from '../signals.ts';
import type { WiznetChip } from './chip.ts';

interface Change {
  readonly signal: SignalName;
  readonly level: 0 | 1;
  readonly atNs: Nanos;
}

/**
 * Turns what happens at a chip's pins, and what an engine reports, into changes of lines in the order of time. A chip
 * is given each byte when its last bit has been clocked; SCLK rises a byte's time before that. Changes are therefore
 * passed on later by as much, with the time at which they came; `finish` passes on the last ones.
 */
export class Lines {
  readonly #clock: Clock;
  readonly #byteNs: Nanos;
  readonly #onSignal: OnSignal;
  readonly #levels: Record<SignalName, 0 | 1> = { ...RESTING };
  /** In the order of time. */
  #held: Change[] = [];

  /** `byteNs`: what eight periods of SCLK take. */
  constructor(clock: Clock, byteNs: Nanos, onSignal: OnSignal) {
    this.#clock = clock;
    this.#byteNs = byteNs;
    this.#onSignal = onSignal;
  }

  /** A line has this level from now on. */
  readonly set = (signal: SignalName, level: 0 | 1): void => {
    if (this.#levels[signal] === level) return;
    this.#levels[signal] = level;
    this.#hold({ signal, level, atNs: this.#clock.nowNs });
  };

  /** The last bit of a byte has been clocked. Bytes without a pause between them are one pulse. */
  byte(): void {
    const { nowNs } = this.#clock;
    const last = this.#held.findLast(({ signal }) => signal === 'SCLK');
    const fromNs = Math.max(0, nowNs - this.#byteNs);
    if (last !== undefined && last.atNs >= fromNs) this.#held.splice(this.#held.lastIndexOf(last), 1);
    else this.#hold({ signal: 'SCLK', level: 1, atNs: fromNs });
    this.#hold({ signal: 'SCLK', level: 0, atNs: nowNs });
  }

  /** The chip with its pins watched; behaves as the one given. */
  watch(chip: WiznetChip): WiznetChip {
    const exchangeByte = (mosi: number): number => {
      const miso = chip.exchangeByte(mosi);
      this.byte();
      return miso;
    };
    return {
      select: () => {
        this.set('CSn', 0);
        chip.select();
      },
      deselect: () => {
        this.set('CSn', 1);
        chip.deselect();
      },
      reset: (level) => {
        this.set('RSTn', level);
        chip.reset(level);
      },
      exchange: (bytes) => bytes.map(exchangeByte),
      exchangeByte,
      get interrupt() {
        return chip.interrupt;
      },
    };
  }

  /** To be called when nothing will change any more. */
  finish(): void {
    this.#passOn(Infinity);
  }

  #hold(change: Change): void {
    this.#passOn(this.#clock.nowNs - this.#byteNs);
    const later = this.#held.findIndex(({ atNs }) => atNs > change.atNs);
    this.#held.splice(later < 0 ? this.#held.length : later, 0, change);
  }

  /** What nothing can come before any more. */
  #passOn(untilNs: Nanos): void {
    const later = this.#held.findIndex(({ atNs }) => atNs >= untilNs);
    for (const { signal, level, atNs } of this.#held.splice(0, later < 0 ? this.#held.length : later)) {
      this.#onSignal(signal, level, atNs);
    }
  }
}
