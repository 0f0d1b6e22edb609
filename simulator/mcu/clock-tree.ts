import type { LineName } from '../../contract/board.ts';

/** Frequencies that follow from RCC's registers, in Hz. */
export interface ClockTree {
  readonly sysclkHz: number;
  readonly hclkHz: number;
  readonly pclk1Hz: number;
  readonly pclk2Hz: number;
  /** TIM2 … TIM7. */
  readonly timersHz: number;
}

export const HSI_HZ = 8_000_000;
export const LSI_HZ = 40_000;

/** RCC_CFGR.SW and SWS. */
export type Source = 0 | 1 | 2;

/** RCC_CFGR bits of the PLL, RM0008 7.3.2. */
const PLLSRC = 1 << 16;
const PLLXTPRE = 1 << 17;

/** Into the PLL, after the divider. */
export function pllInputHz(line: LineName, cfgr: number, cfgr2: number, hseHz: number | null): number {
  if ((cfgr & PLLSRC) === 0) return HSI_HZ / 2;
  if (hseHz === null) return 0;
  if (line === 'F100') return hseHz / ((cfgr2 & 0xf) + 1);
  return (cfgr & PLLXTPRE) === 0 ? hseHz : hseHz / 2;
}

/** PLLMUL: 0000 is 2, 1110 and 1111 are both 16. */
export function pllMultiplier(cfgr: number): number {
  return Math.min(((cfgr >>> 18) & 0xf) + 2, 16);
}

/** The buses behind SYSCLK, RM0008 figure 8. */
export function clockTree(sysclkHz: number, cfgr: number): ClockTree {
  const hclkHz = sysclkHz / ahbDivider((cfgr >>> 4) & 0xf);
  const apb1 = apbDivider((cfgr >>> 8) & 7);
  const pclk1Hz = hclkHz / apb1;
  const pclk2Hz = hclkHz / apbDivider((cfgr >>> 11) & 7);
  return { sysclkHz, hclkHz, pclk1Hz, pclk2Hz, timersHz: apb1 === 1 ? pclk1Hz : 2 * pclk1Hz };
}

/** HPRE: 0xxx is 1, then 2, 4, 8, 16, 64, 128, 256, 512; there is no 32. */
function ahbDivider(hpre: number): number {
  return hpre < 8 ? 1 : ([2, 4, 8, 16, 64, 128, 256, 512][hpre - 8] as number);
}

function apbDivider(ppre: number): number {
  return ppre < 4 ? 1 : 2 << (ppre - 4);
}
