import type { Clock, Nanos } from '../../clock.ts';
import type { ChipModel } from '../model/chip-model.ts';
import { SOCKET } from '../registers/socket.ts';

const SN_IR = SOCKET.Sn_IR.offset;
const SN_IMR = SOCKET.Sn_IMR.offset;

/**
 * INTn and the socket summary (SIR; the W5200's IR2): low while any unmasked bit is set. After it went high, INTLEVEL
 * keeps it high for a while (W5500 datasheet, INTLEVEL).
 */
export class Interrupts {
  readonly #clock: Clock;
  readonly #model: ChipModel;
  readonly #common: Uint8Array;
  readonly #sockets: readonly Uint8Array[];
  #pending = false;
  #heldUntilNs: Nanos = 0;
  readonly #onLevel: () => void;

  /** `common` and `sockets` are the chip's register bytes. `onLevel` is called whenever INTn may have changed. */
  constructor(clock: Clock, model: ChipModel, common: Uint8Array, sockets: readonly Uint8Array[], onLevel: () => void) {
    this.#clock = clock;
    this.#model = model;
    this.#common = common;
    this.#sockets = sockets;
    this.#onLevel = onLevel;
  }

  /** Level of INTn, 0 = asserted. */
  get level(): 0 | 1 {
    return this.#pending && this.#clock.nowNs >= this.#heldUntilNs ? 0 : 1;
  }

  /** Call it after each change of an interrupt or mask register. */
  update(): void {
    const { at } = this.#model;
    const summary = this.#summary();
    this.#common[at.summary] = summary;
    const chip = this.#byte(at.IR) & this.#byte(at.IMR);
    const pending = (chip | (summary & this.#byte(at.summaryMask))) !== 0;
    if (this.#pending && !pending) this.#heldUntilNs = this.#clock.nowNs + this.#holdNs();
    // INTn goes low after INTLEVEL, by a timer of the simulated clock.
    if (pending && !this.#pending && this.#clock.nowNs < this.#heldUntilNs) {
      this.#clock.at(this.#heldUntilNs, this.#onLevel);
    }
    this.#pending = pending;
    this.#onLevel();
  }

  /** After a reset of the chip. */
  clear(): void {
    this.#pending = false;
    this.#heldUntilNs = 0;
    this.#onLevel();
  }

  #summary(): number {
    let bits = 0;
    for (let n = 0; n < this.#sockets.length; n++) {
      const registers = this.#sockets[n];
      if (registers !== undefined && ((registers[SN_IR] ?? 0) & (registers[SN_IMR] ?? 0)) !== 0) bits |= 1 << n;
    }
    return bits;
  }

  #holdNs(): Nanos {
    const unitNs = this.#model.intLevelUnitNs;
    const level = (this.#byte(this.#model.at.INTLEVEL) << 8) | this.#byte(this.#model.at.INTLEVEL + 1);
    return unitNs === null || level === 0 ? 0 : Math.ceil((level + 1) * unitNs);
  }

  #byte(offset: number): number {
    return this.#common[offset] ?? 0;
  }
}
