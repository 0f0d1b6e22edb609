import type { ClockPlan, SpiName, SpiPlan } from '../../contract/board.ts';
import { FAMILIES } from './families.ts';
import type { Part } from './parts.ts';

/** SPI_CR1, RM0008 25.5.1. */
const CR1_MSTR = 1 << 2;
const CR1_BR_SHIFT = 3;
const CR1_SPE = 1 << 6;
const CR1_SSI = 1 << 8;
const CR1_SSM = 1 << 9;

/** Indexed by BR. */
const DIVIDERS: readonly SpiPlan['divider'][] = [2, 4, 8, 16, 32, 64, 128, 256];

/**
 * The smallest divider whose SCK does not exceed `maxHz`. Null when even 256 is too fast.
 * `clockHz` is rounded down where it is no whole number.
 */
export function solveSpi(
  inputHz: number,
  maxHz: number,
): { divider: SpiPlan['divider']; br: number; clockHz: number } | null {
  const br = DIVIDERS.findIndex((divider) => inputHz / divider <= maxHz);
  const divider = DIVIDERS[br];
  return divider === undefined ? null : { divider, br, clockHz: Math.floor(inputHz / divider) };
}

/** What drives the SPI's baud-rate divider: the clock of the bus it sits on. */
export function spiInputHz(part: Part, instance: SpiName, clock: Pick<ClockPlan, 'pclk1Hz' | 'pclk2Hz'>): number {
  return FAMILIES[part.family].spis[instance].bus === 'APB1' ? clock.pclk1Hz : clock.pclk2Hz;
}

/**
 * The SPI, complete: mode 0, 8 bit, MSB first. SSM with SSI keeps MODF from clearing MSTR; chip select is a plain pin,
 * because both chips count on it to stay low through a whole frame.
 */
export function planSpi(
  part: Part,
  clock: ClockPlan,
  wish: { readonly spi: SpiName; readonly maxHz: number },
): SpiPlan {
  const row = FAMILIES[part.family].spis[wish.spi];
  const inputHz = spiInputHz(part, wish.spi, clock);
  const solved = solveSpi(inputHz, wish.maxHz);
  if (solved === null) throw new Error(`no SPI divider brings ${inputHz} Hz below ${wish.maxHz} Hz`);
  return {
    instance: wish.spi,
    base: row.base,
    bus: row.bus,
    enableBit: row.enableBit,
    inputHz,
    requestedMaxHz: wish.maxHz,
    ...solved,
    cr1: CR1_MSTR | CR1_SSM | CR1_SSI | CR1_SPE | (solved.br << CR1_BR_SHIFT),
  };
}
