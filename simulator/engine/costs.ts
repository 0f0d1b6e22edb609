/**
 * The costs of the CPU's work, in cycles of SYSCLK. Estimates for a Cortex-M3 that runs from flash: accurate enough for
 * latencies of microseconds, not for counting cycles.
 */

/** One basic block: four or five instructions and a taken branch with its flash wait states. */
export const CYCLES_PER_BLOCK = 8;

/** Exception entry and return, 12 cycles each (Cortex-M3 TRM), without tail-chaining. */
export const CYCLES_PER_INTERRUPT = 24;

/**
 * Between two bytes of a frame: a polled SPI finds RXNE set, stores and loads DR. With the generated port the arm engine takes
 * 63 cycles a byte, of which 32 are the byte's own at 18 MHz.
 */
export const CYCLES_BETWEEN_SPI_BYTES = 31;

/** Around a frame: the call, CSn low, CSn high once BSY is clear. */
export const CYCLES_PER_SPI_FRAME = 40;

/** Reading or writing a pin. */
export const CYCLES_PER_PIN_ACCESS = 8;
