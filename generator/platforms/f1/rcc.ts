import type { ClockPlan, FallbackPlan } from '../../../contract/board.ts';
import { LINES, type Line } from '../../hardware/families.ts';
import type { Part } from '../../hardware/parts.ts';

/** The clock's registers: RM0008 7.3 and 3.3.3, RM0041 6.3. */
export interface RccWords {
  /** RCC_CFGR without SW: PLL source, multiplier, bus prescalers. */
  readonly cfgr: number;
  /** RCC_CFGR2 (F100: PREDIV1); null where the register does not exist. */
  readonly cfgr2: number | null;
  /** RCC_CFGR.SW, and what SWS reads once switched: 0 HSI, 1 HSE, 2 PLL. */
  readonly sw: 0 | 1 | 2;
  /** RCC_CFGR without SW for the fallback from HSI; null where there is none. */
  readonly fallbackCfgr: number | null;
  /** FLASH_ACR.LATENCY; null where the part has no such field (F100). */
  readonly flashLatency: number | null;
}

/** RCC_CFGR fields, RM0008 7.3.2. */
const PLLSRC_HSE = 1 << 16;
const PLLXTPRE = 1 << 17;
const PLLMUL_SHIFT = 18;
/** HPRE for HCLK = SYSCLK / 2. */
const HPRE_2 = 8 << 4;
const PPRE1_SHIFT = 8;
const PPRE2_SHIFT = 11;
/** PPRE1 and PPRE2: what the field holds for each divider. */
const PPRE: Readonly<Record<ClockPlan['apb1Divider'], number>> = { 1: 0, 2: 4, 4: 5, 8: 6, 16: 7 };

export function rccWords(part: Part, clock: ClockPlan, fallback: FallbackPlan | null): RccWords {
  const line = LINES[part.line];
  const buses = (PPRE[clock.apb1Divider] << PPRE1_SHIFT) | (PPRE[clock.apb2Divider] << PPRE2_SHIFT);
  return {
    cfgr: buses | pllBits(clock),
    cfgr2: cfgr2(line, clock),
    fallbackCfgr: fallback && buses | fallbackBits(fallback),
    sw: clock.pll !== null ? 2 : clock.source === 'HSE' ? 1 : 0,
    flashLatency: flashLatency(line, clock.sysclkHz),
  };
}

/** PLLXTPRE is the divider's lowest bit on either line: its only one on the F103, PREDIV1's bit 0 mirrored on the F100. */
function pllBits({ pll, source }: ClockPlan): number {
  if (pll === null) return 0;
  const multiplier = (pll.multiplier - 2) << PLLMUL_SHIFT;
  if (source === 'HSI') return multiplier;
  return multiplier | PLLSRC_HSE | (pll.predivider % 2 === 0 ? PLLXTPRE : 0);
}

function fallbackBits({ pllMultiplier, ahbDivider }: FallbackPlan): number {
  const multiplier = pllMultiplier === null ? 0 : (pllMultiplier - 2) << PLLMUL_SHIFT;
  return multiplier | (ahbDivider === 2 ? HPRE_2 : 0);
}

/** RCC_CFGR2.PREDIV1 (RM0041 6.3.12) divides HSE only; the divider of HSI is fixed and has no field. */
function cfgr2(line: Line, { source, pll }: ClockPlan): number | null {
  if (!line.pll.predividerInCfgr2) return null;
  return source === 'HSE' && pll !== null ? pll.predivider - 1 : 0;
}

function flashLatency({ flashLatencyStepsHz: steps }: Line, sysclkHz: number): number | null {
  return steps === null ? null : steps.findIndex((highestHz) => sysclkHz <= highestHz);
}
