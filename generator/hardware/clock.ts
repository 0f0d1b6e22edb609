import type { ClockPlan } from '../../contract/board.ts';
import { LINES, type Line } from './families.ts';
import type { Part } from './parts.ts';

export interface ClockWish {
  readonly source: 'HSE' | 'HSI';
  /** The crystal; not looked at when the source is HSI. */
  readonly hseHz: number;
  readonly sysclkHz: number;
}

/**
 * How far the microcontroller's clock and the chip's crystal may be apart, as a share. Whatever the spec plans, a crystal
 * that does not start or stops leaves HSI, which drifts by up to 2.5 % over temperature (STM32F103x8 datasheet, accuracy
 * of the HSI oscillator). Assumed of the chip's crystal: 50 ppm.
 */
export const CLOCK_TOLERANCE = 0.02505;

type Pll = NonNullable<ClockPlan['pll']>;
type Divider = ClockPlan['apb1Divider'];

const HSI_PLL_DIVIDER = 2;
const DIVIDERS: readonly Divider[] = [1, 2, 4, 8, 16];

/**
 * How `part` makes `sysclkHz`: the oscillator itself where it is equal, else the PLL with the smallest predivider that
 * does it. Null when the part cannot, the crystal is out of range or a limit of the datasheet would be broken.
 */
export function solveClock(part: Part, wish: ClockWish): ClockPlan | null {
  const line = LINES[part.line];
  const oscillatorHz = oscillatorOf(line, wish.source, wish.hseHz);
  if (oscillatorHz === null || wish.sysclkHz > line.sysclkMaxHz) return null;
  if (wish.sysclkHz === oscillatorHz) return clockPlan(line, wish, null);
  const settings = pllInputs(line, wish.source, oscillatorHz).map((it) => ({
    ...it,
    multiplier: wish.sysclkHz / it.inputHz,
  }));
  const pll = settings.find((it) => isLegal(line, it));
  return pll === undefined ? null : clockPlan(line, wish, pll);
}

/** Every SYSCLK that {@link solveClock} can make from this oscillator, ascending. Empty when the crystal is out of range. */
export function reachableSysclksHz(part: Part, source: 'HSE' | 'HSI', hseHz: number): number[] {
  const line = LINES[part.line];
  const oscillatorHz = oscillatorOf(line, source, hseHz);
  if (oscillatorHz === null) return [];
  const multipliers = range(line.pll.multiplierMin, line.pll.multiplierMax);
  const made = pllInputs(line, source, oscillatorHz)
    .flatMap((it) => multipliers.map((multiplier) => ({ ...it, multiplier })))
    .filter((it) => isLegal(line, it))
    .map((it) => it.inputHz * it.multiplier);
  const all = new Set(oscillatorHz <= line.sysclkMaxHz ? [oscillatorHz, ...made] : made);
  return [...all].sort((a, b) => a - b);
}

function oscillatorOf(line: Line, source: 'HSE' | 'HSI', hseHz: number): number | null {
  if (source === 'HSI') return line.hsiHz;
  const inRange = Number.isInteger(hseHz) && hseHz >= line.hse.minHz && hseHz <= line.hse.maxHz;
  return inRange ? hseHz : null;
}

/** What the PLL may be fed with, smallest predivider first: the larger its input, the smaller its jitter. */
function pllInputs(line: Line, source: 'HSE' | 'HSI', oscillatorHz: number): Omit<Pll, 'multiplier'>[] {
  const { pll } = line;
  const predividers = source === 'HSI' ? [HSI_PLL_DIVIDER] : range(1, pll.hsePredividerMax);
  return predividers
    .map((predivider) => ({ predivider, inputHz: oscillatorHz / predivider }))
    .filter((it) => Number.isInteger(it.inputHz) && it.inputHz >= pll.inputMinHz && it.inputHz <= pll.inputMaxHz);
}

function isLegal(line: Line, { inputHz, multiplier }: Pll): boolean {
  const { multiplierMin, multiplierMax, outputMinHz } = line.pll;
  const outputHz = inputHz * multiplier;
  const inRange = Number.isInteger(multiplier) && multiplier >= multiplierMin && multiplier <= multiplierMax;
  return inRange && outputHz >= outputMinHz && outputHz <= line.sysclkMaxHz;
}

function clockPlan(line: Line, wish: ClockWish, pll: Pll | null): ClockPlan {
  const hclkHz = wish.sysclkHz;
  const apb1Divider = smallestDivider(hclkHz, line.pclk1MaxHz);
  const apb2Divider = smallestDivider(hclkHz, line.pclk2MaxHz);
  return {
    source: wish.source,
    hseHz: wish.source === 'HSE' ? wish.hseHz : null,
    sysclkHz: wish.sysclkHz,
    hclkHz,
    pclk1Hz: hclkHz / apb1Divider,
    pclk2Hz: hclkHz / apb2Divider,
    pll,
    apb1Divider,
    apb2Divider,
  };
}

function smallestDivider(inputHz: number, maxHz: number): Divider {
  const divider = DIVIDERS.find((it) => inputHz / it <= maxHz && inputHz % it === 0);
  if (divider === undefined) throw new Error(`no bus divider brings ${inputHz} Hz below ${maxHz} Hz`);
  return divider;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
