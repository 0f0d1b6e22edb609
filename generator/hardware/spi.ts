import type { ClockPlan, SpiName, SpiPlan } from '../../contract/board.ts';
import { FAMILIES } from './families.ts';
import type { Part } from './parts.ts';

const DIVIDERS: readonly SpiPlan['divider'][] = [2, 4, 8, 16, 32, 64, 128, 256];

/**
 * The smallest divider whose SCK does not exceed `maxHz`. Null when even 256 is too fast.
 * `clockHz` is rounded down where it is no whole number.
 */
export function solveSpi(inputHz: number, maxHz: number): { divider: SpiPlan['divider']; clockHz: number } | null {
  const divider = DIVIDERS.find((it) => inputHz / it <= maxHz);
  return divider === undefined ? null : { divider, clockHz: Math.floor(inputHz / divider) };
}

/** Null: the family has no such SPI, or it is a name of something else. */
export function spiNamed(part: Part, name: string): SpiName | null {
  const names = Object.keys(FAMILIES[part.family].spis) as SpiName[];
  return names.find((it) => it === name) ?? null;
}

/** What drives the SPI's baud-rate divider: the clock of the bus it sits on. */
export function spiInputHz(part: Part, instance: SpiName, clock: Pick<ClockPlan, 'pclk1Hz' | 'pclk2Hz'>): number {
  return FAMILIES[part.family].spis[instance].bus === 'APB1' ? clock.pclk1Hz : clock.pclk2Hz;
}

/** The SPI: mode 0, 8 bit, MSB first. Chip select is a plain pin, because both chips count on it to stay low through a whole frame. */
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
    bus: row.bus,
    inputHz,
    requestedMaxHz: wish.maxHz,
    ...solved,
  };
}
