/**
 * One interrupt of the NVIC, level-triggered as an STM32 peripheral's is (ARMv7-M B3.4.1): the line's rising edge
 * makes it pending, and so does a line still high when the handler returns. While its handler runs it stays pending.
 */
export class InterruptLine {
  enabled = false;
  pending = false;
  active = false;
  #level = false;

  /** Whether the CPU takes it now. */
  get takes(): boolean {
    return this.pending && this.enabled && !this.active;
  }

  sense(level: boolean): void {
    if (level && !this.#level) this.pending = true;
    this.#level = level;
  }

  enter(): void {
    this.pending = false;
    this.active = true;
  }

  leave(): void {
    this.active = false;
    if (this.#level) this.pending = true;
  }

  /** A write to ICPR; a line that is still high becomes pending again at once. */
  clearPending(): void {
    this.pending = this.#level && !this.active;
  }
}
