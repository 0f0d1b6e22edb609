import type { Clock } from '../../clock.ts';
import type { Mcu } from '../../mcu/mcu.ts';
import type { HostMemory, RegisterPlace } from './memory.ts';

/**
 * Gives the firmware's register memory the side effects of registers. The compiler's instrumentation announces each
 * access just before it happens: a load finds the word brought up to date, a store is carried over to the model at
 * the next moment the engine has control, which is before any other register access.
 *
 * The timer's SR is brought up to date whenever it changes instead, since the handler reads it each time: its loads
 * are not announced as long as no store waits.
 */
export class RegisterBus {
  readonly #status: RegisterPlace;
  /** Places by offset; null where the model has no side effect. */
  readonly #places = new Map<number, RegisterPlace | null>();

  constructor(
    private readonly clock: Clock,
    private readonly memory: HostMemory,
    private readonly mcu: Mcu,
  ) {
    memory.statusOffset = memory.offsetOf(mcu.statusAddress);
    this.#status = memory.place(memory.offsetOf(mcu.statusAddress));
  }

  /** Whether a store has been announced that is not carried over yet. */
  get storePending(): boolean {
    return this.memory.stored >= 0;
  }

  /** Whether what a load there gives depends on the present time. */
  countsTime(offset: number): boolean {
    const place = this.#place(offset);
    return place !== null && this.mcu.countsTime(place.address);
  }

  announce(offset: number, store: boolean): void {
    const place = this.#place(offset);
    if (place === null) return;
    if (store) this.memory.stored = offset;
    else this.memory.setWord(place.word, this.mcu.read(place.address, this.clock.nowNs));
  }

  /** Carries the last store over; the word in memory then reads as the register does. */
  flush(): void {
    if (this.storePending) this.#carryOver();
  }

  /** To be called after each change of the timer's SR that no store made. */
  keepStatus(): void {
    const { address, word } = this.#status;
    this.memory.setWord(word, this.mcu.read(address, this.clock.nowNs));
  }

  #carryOver(): void {
    const { clock, mcu, memory } = this;
    const place = this.#place(memory.stored);
    memory.stored = -1;
    if (place === null) return;
    const { address, word } = place;
    mcu.write(address, memory.word(word), clock.nowNs);
    memory.setWord(word, mcu.read(address, clock.nowNs));
    if (word !== this.#status.word) this.keepStatus();
  }

  #place(offset: number): RegisterPlace | null {
    const known = this.#places.get(offset);
    if (known !== undefined) return known;
    const found = this.memory.place(offset);
    const place = this.mcu.models(found.address) ? found : null;
    this.#places.set(offset, place);
    return place;
  }
}
