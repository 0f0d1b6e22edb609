import type { ClockPlan } from '../../contract/board.ts';
import { LINES, type Line } from './families.ts';
import type { Part } from './parts.ts';

export interface ClockWish {
  readonly source: 'HSE' | 'HSI';
  /** The crystal; not looked at when the source is HSI. */
  readonly hseHz: number;
  readonly sysclkHz: number;
}

type Pll = NonNullable<ClockPlan['pll']>;
type Divider = ClockPlan['apb1Divider'];

const HSI_PLL_DIVIDER = 2;
/** RCC_CFGR fields, RM0008 7.3.2. */
const PLLSRC_HSE = 1 << 16;
const PLLXTPRE = 1 << 17;
const PLLMUL_SHIFT = 18;
const PPRE1_SHIFT = 8;
const PPRE2_SHIFT = 11;
/** PPRE1 and PPRE2: what the field holds for each divider. */
const PPRE: Readonly<Record<Divider, number>> = { 1: 0, 2: 4, 4: 5, 8: 6, 16: 7 };
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
  const buses = (PPRE[apb1Divider] << PPRE1_SHIFT) | (PPRE[apb2Divider] << PPRE2_SHIFT);
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
    flashLatency: flashLatency(line, wish.sysclkHz),
    rccCfgr: buses | (pll === null ? 0 : pllBits(wish.source, pll)),
    rccCfgr2: cfgr2(line, wish.source, pll),
    sw: pll !== null ? 2 : wish.source === 'HSE' ? 1 : 0,
  };
}

/** PLLXTPRE is the divider's lowest bit on either line: its only one on the F103, PREDIV1's bit 0 mirrored on the F100. */
function pllBits(source: 'HSE' | 'HSI', pll: Pll): number {
  const multiplier = (pll.multiplier - 2) << PLLMUL_SHIFT;
  if (source === 'HSI') return multiplier;
  return multiplier | PLLSRC_HSE | (pll.predivider % 2 === 0 ? PLLXTPRE : 0);
}

/** RCC_CFGR2.PREDIV1 (RM0041 6.3.12) divides HSE only; the divider of HSI is fixed and has no field. */
function cfgr2(line: Line, source: 'HSE' | 'HSI', pll: Pll | null): number | null {
  if (!line.pll.predividerInCfgr2) return null;
  return source === 'HSE' && pll !== null ? pll.predivider - 1 : 0;
}

function flashLatency(line: Line, sysclkHz: number): number | null {
  const steps = line.flashLatencyStepsHz;
  return steps === null ? null : steps.findIndex((highestHz) => sysclkHz <= highestHz);
}

function smallestDivider(inputHz: number, maxHz: number): Divider {
  const divider = DIVIDERS.find((it) => inputHz / it <= maxHz && inputHz % it === 0);
  if (divider === undefined) throw new Error(`no bus divider brings ${inputHz} Hz below ${maxHz} Hz`);
  return divider;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
