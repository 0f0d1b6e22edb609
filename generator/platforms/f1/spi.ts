import type { SpiPlan } from '../../../contract/board.ts';
import type { Family } from '../../hardware/families.ts';

export interface SpiWords {
  readonly base: number;
  /** Bit of the instance in the RCC enable register of its bus. */
  readonly enableBit: number;
  /** SPI_CR1.BR. */
  readonly br: number;
  /** SPI_CR1 complete: mode 0, 8 bit, master, software NSS, enabled. */
  readonly cr1: number;
}

/** SPI_CR1, RM0008 25.5.1. SSM with SSI keeps MODF from clearing MSTR. */
const CR1_MSTR = 1 << 2;
const CR1_BR_SHIFT = 3;
const CR1_SPE = 1 << 6;
const CR1_SSI = 1 << 8;
const CR1_SSM = 1 << 9;

export function spiWords(family: Family, spi: SpiPlan): SpiWords {
  const { base, enableBit } = family.spis[spi.instance];
  // BR counts the divider's powers of two from 2 on.
  const br = Math.log2(spi.divider) - 1;
  return { base, enableBit, br, cr1: CR1_MSTR | CR1_SSM | CR1_SSI | CR1_SPE | (br << CR1_BR_SHIFT) };
}
