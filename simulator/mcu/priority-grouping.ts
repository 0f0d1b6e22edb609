const WRITE_KEY = 0x05fa;
const READ_KEY = 0xfa05;
const SYSRESETREQ = 1 << 2;

/** SCB_AIRCR (ARMv7-M B3.2.6): PRIGROUP splits a priority, and a write without the key has no effect. */
export class PriorityGrouping {
  #group = 0;

  read(): number {
    return ((READ_KEY << 16) | (this.#group << 8)) >>> 0;
  }

  /** Returns whether the write requests a reset. */
  write(word: number): boolean {
    if (word >>> 16 !== WRITE_KEY) return false;
    this.#group = (word >>> 8) & 7;
    return (word & SYSRESETREQ) !== 0;
  }

  /** The part of a priority by which one exception interrupts another. */
  groupOf(priority: number): number {
    return priority < 0 ? priority : priority & ~((2 << this.#group) - 1);
  }
}
