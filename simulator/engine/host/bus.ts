import type { Clock } from '../../clock.ts';
import type { Mcu } from '../mcu/mcu.ts';
import type { HostMemory, RegisterPlace } from './memory.ts';

/**
 * Gives the firmware's register memory the side effects of registers. The compiler's instrumentation announces each
 * access just before it happens: a load finds the word brought up to date, a store is carried over to the model at
 * the next moment the engine has control, which is before any other register access.
 */
export class RegisterBus {
  #stored: RegisterPlace | null = null;
  /** Places by offset; null where the model has no side effect. */
  readonly #places = new Map<number, RegisterPlace | null>();

  constructor(
    private readonly clock: Clock,
    private readonly memory: HostMemory,
    private readonly mcu: Mcu,
  ) {}

  /** Whether a store has been announced that is not carried over yet. */
  get storePending(): boolean {
    return this.#stored !== null;
  }

  /** Whether what a load there gives depends on the present time. */
  countsTime(offset: number): boolean {
    const place = this.#place(offset);
    return place !== null && this.mcu.countsTime(place.address);
  }

  announce(offset: number, store: boolean): void {
    const place = this.#place(offset);
    if (place === null) return;
    if (store) this.#stored = place;
    else this.memory.setWord(place.word, this.mcu.read(place.address, this.clock.nowNs));
  }

  /** Carries the last store over; the word in memory then reads as the register does. */
  flush(): void {
    const place = this.#stored;
    if (place === null) return;
    this.#stored = null;
    const nowNs = this.clock.nowNs;
    this.mcu.write(place.address, this.memory.word(place.word), nowNs);
    this.memory.setWord(place.word, this.mcu.read(place.address, nowNs));
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
