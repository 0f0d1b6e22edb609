import { type Clock, type Nanos, NS_PER_S, type Timer } from '../clock.ts';
import { LSI_HZ } from './clock-tree.ts';
import type { OnViolation } from './complaints.ts';
import { RegisterBlock, row } from './registers.ts';

/** RM0008 19.4. */
const TABLE = {
  KR: row(0x00, 'wo', 0, 0xffff),
  PR: row(0x04, 'rw', 0, 0x7),
  RLR: row(0x08, 'rw', 0xfff, 0xfff),
  SR: row(0x0c, 'ro', 0, 0),
} as const;

type IwdgRegister = keyof typeof TABLE;

const KEY_FEED = 0xaaaa;
const KEY_UNLOCK = 0x5555;
const KEY_START = 0xcccc;
const PVU = 1 << 0;
const RVU = 1 << 1;
/** Clocks of LSI that a new PR or RLR takes at most (RM0008 19.4.4). */
const UPDATE_CLOCKS = 5;

export interface IwdgOptions {
  readonly clock: Clock;
  /** Default: 40 kHz, the typical value; parts have 30 to 60 kHz (DS5319 table 25). */
  readonly lsiHz?: number | undefined;
  readonly violation: OnViolation;
  /** The counter has reached 0. */
  readonly onReset: () => void;
}

/**
 * The independent watchdog. A new PR or RLR counts from the next reload on.
 *
 * Not modelled: the hardware watchdog of the option bytes, and its halt by a debugger (DBGMCU_CR).
 */
export class Iwdg extends RegisterBlock<IwdgRegister> {
  #started = false;
  #unlocked = false;
  #deadlineNs: Nanos = Number.POSITIVE_INFINITY;
  #timer: Timer | undefined;
  #updatedNs: Record<'PR' | 'RLR', Nanos> = { PR: 0, RLR: 0 };

  constructor(private readonly options: IwdgOptions) {
    super(TABLE);
  }

  override reset(): void {
    super.reset();
    this.#timer?.cancel();
    this.#timer = undefined;
    [this.#started, this.#unlocked, this.#deadlineNs] = [false, false, Number.POSITIVE_INFINITY];
    this.#updatedNs = { PR: 0, RLR: 0 };
  }

  protected override readRegister(name: IwdgRegister): number {
    if (name !== 'SR') return super.readRegister(name);
    return (this.#isUpdating('PR') ? PVU : 0) | (this.#isUpdating('RLR') ? RVU : 0);
  }

  protected override writeRegister(name: IwdgRegister, word: number): void {
    if (name === 'KR') this.#key(word & 0xffff);
    else if (name !== 'SR') this.#set(name, word);
  }

  #key(key: number): void {
    this.#unlocked = key === KEY_UNLOCK;
    if (key === KEY_START && !this.#started) {
      this.#started = true;
      const landsNs = this.options.clock.nowNs + this.#nsOf(UPDATE_CLOCKS);
      for (const name of ['PR', 'RLR'] as const) {
        if (this.#updatedNs[name] === Number.POSITIVE_INFINITY) this.#updatedNs[name] = landsNs;
      }
    }
    if (this.#started && (key === KEY_START || key === KEY_FEED)) this.#reload();
  }

  #set(name: 'PR' | 'RLR', word: number): void {
    const problem = !this.#unlocked
      ? 'without the key 0x5555 before it'
      : this.#isUpdating(name)
        ? 'while SR says that an update goes on'
        : null;
    if (problem !== null) {
      this.options.violation('mcu/watchdog', `IWDG_${name} is written ${problem}; the hardware ignores it`);
      return;
    }
    this.store(name, word);
    // Without LSI, which the start switches on, an update never ends.
    this.#updatedNs[name] = this.#started
      ? this.options.clock.nowNs + this.#nsOf(UPDATE_CLOCKS)
      : Number.POSITIVE_INFINITY;
  }

  #isUpdating(name: 'PR' | 'RLR'): boolean {
    return this.#updatedNs[name] > this.options.clock.nowNs;
  }

  /** The timer is moved only when it is due: a feed each millisecond costs no event. */
  #reload(): void {
    const { PR, RLR } = this.values;
    this.#deadlineNs = this.options.clock.nowNs + this.#nsOf((RLR + 1) * (4 << Math.min(PR, 6)));
    if (this.#timer !== undefined && this.#timer.dueNs <= this.#deadlineNs) return;
    this.#timer?.cancel();
    this.#await();
  }

  #await(): void {
    const { clock, onReset } = this.options;
    this.#timer = clock.at(this.#deadlineNs, () => {
      this.#timer = undefined;
      if (clock.nowNs < this.#deadlineNs) this.#await();
      else onReset();
    });
  }

  #nsOf(clocks: number): Nanos {
    return Math.round((clocks * NS_PER_S) / (this.options.lsiHz ?? LSI_HZ));
  }
}
