import type { Clock } from '../../clock.ts';
import type { Mcu } from '../../mcu/mcu.ts';
import type { HostMemory, RegisterPlace } from './memory.ts';

/**
 * Adds the side effects of registers to the firmware's register memory. The compiler's instrumentation announces each
 * access before it happens: before a load the word is updated; a store is passed to the model when the engine next has
 * control, which is before any other register access.
 *
 * The timer's SR is updated whenever it changes instead, because the handler reads it each time: its loads are not
 * announced as long as no store waits.
 */
export class RegisterBus {
  /** Null: the tick has no flag. */
  readonly #status: RegisterPlace | null;
  /** Places by offset; null where the model has no side effect. */
  readonly #places = new Map<number, RegisterPlace | null>();

  constructor(
    private readonly clock: Clock,
    private readonly memory: HostMemory,
    private readonly mcu: Mcu,
  ) {
    const { statusAddress } = mcu;
    const offset = statusAddress === null ? null : memory.offsetOf(statusAddress);
    if (offset !== null) memory.statusOffset = offset;
    this.#status = offset === null ? null : memory.place(offset);
  }

  /** Whether an announced store has not reached the model yet. */
  get storePending(): boolean {
    return this.memory.stored >= 0;
  }

  /** Whether the value of a load depends on the current time. */
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

  /** Passes the last store to the model; then the word in memory equals the register. */
  flush(): void {
    if (this.storePending) this.#carryOver();
  }

  /** Call it after each change of the timer's SR that no store caused. */
  keepStatus(): void {
    if (this.#status === null) return;
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
    if (word !== this.#status?.word) this.keepStatus();
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
