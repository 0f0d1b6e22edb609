/** The signals around a chip, for a logic analyser's view. */
import type { Clock, Nanos } from '../clock.ts';
import { type OnSignal, RESTING, type SignalName } from '../signals.ts';
import type { WiznetChip } from './chip.ts';

interface Change {
  readonly signal: SignalName;
  readonly level: 0 | 1;
  readonly atNs: Nanos;
}

/**
 * Turns accesses to a chip's pins, and signals of an engine, into changes of signals in the order of time. The model sees a
 * byte after its last bit has been clocked. SCLK has started one byte time earlier. So all changes are reported one byte
 * time late, with their correct times. `finish` reports the last ones.
 */
export class SignalObserver {
  readonly #clock: Clock;
  readonly #byteNs: Nanos;
  readonly #onSignal: OnSignal;
  readonly #levels: Record<SignalName, 0 | 1> = { ...RESTING };
  /** In the order of time. */
  #held: Change[] = [];

  /** @param byteNs eight periods of SCLK */
  constructor(clock: Clock, byteNs: Nanos, onSignal: OnSignal) {
    this.#clock = clock;
    this.#byteNs = byteNs;
    this.#onSignal = onSignal;
  }

  /** A signal has this level from now on. */
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

  /** The same chip with its pins observed. */
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

  /** Call it after the last change. */
  finish(): void {
    this.#passOn(Infinity);
  }

  #hold(change: Change): void {
    this.#passOn(this.#clock.nowNs - this.#byteNs);
    const later = this.#held.findIndex(({ atNs }) => atNs > change.atNs);
    this.#held.splice(later < 0 ? this.#held.length : later, 0, change);
  }

  /** Reports the changes that no later call can precede. */
  #passOn(untilNs: Nanos): void {
    const later = this.#held.findIndex(({ atNs }) => atNs >= untilNs);
    for (const { signal, level, atNs } of this.#held.splice(0, later < 0 ? this.#held.length : later)) {
      this.#onSignal(signal, level, atNs);
    }
  }
}
