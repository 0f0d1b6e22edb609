import type { ClockPlan, FallbackPlan, TimerPlan } from '../../contract/board.ts';
import { reachableSysclksHz, solveClock } from './clock.ts';
import { LINES } from './families.ts';
import type { Part } from './parts.ts';
import { apb1TimerClockHz, exactReload, nearestExactPrescalers } from './timer.ts';

/**
 * The fastest clock from HSI that is not faster than the planned one, with which the timer still makes an exact
 * millisecond. Null when the planned clock comes from HSI itself. With a crystal below 8 MHz and no PLL, HSI is halved.
 */
export function planFallback(
  part: Part,
  clock: ClockPlan,
  timer: Pick<TimerPlan, 'psc' | 'arr'> & Partial<Pick<TimerPlan, 'instance'>>,
): FallbackPlan | null {
  if (clock.source === 'HSI') return null;
  const { hsiHz } = LINES[part.line];
  const fitting = reachableSysclksHz(part, 'HSI', hsiHz).filter((hz) => hz <= clock.sysclkHz);
  const sysclkHz = fitting.at(-1) ?? hsiHz;
  const ahbDivider = fitting.length > 0 ? 1 : 2;
  const hclkHz = sysclkHz / ahbDivider;
  const isSysTick = timer.instance === 'SysTick';
  const apb1 = { pclk1Hz: hclkHz / clock.apb1Divider, apb1Divider: clock.apb1Divider };
  const timerClockHz = isSysTick ? hclkHz : apb1TimerClockHz(apb1);
  return {
    sysclkHz,
    pllMultiplier: solveClock(part, { source: 'HSI', hseHz: hsiHz, sysclkHz })?.pll?.multiplier ?? null,
    ahbDivider,
    pclk2Hz: hclkHz / clock.apb2Divider,
    timerClockHz,
    ...(isSysTick ? { psc: 0, arr: hclkHz / 1000 - 1 } : exactTick(timerClockHz, timer)),
  };
}

/** Keeps the planned reload value, or else the planned prescaler, where one of them still makes an exact millisecond. */
function exactTick(clockHz: number, { psc, arr }: Pick<TimerPlan, 'psc' | 'arr'>): Pick<FallbackPlan, 'psc' | 'arr'> {
  const scaled = clockHz / 1000 / (arr + 1) - 1;
  const near = nearestExactPrescalers(clockHz, psc);
  for (const candidate of [scaled, psc, ...near]) {
    const reload = exactReload(clockHz, candidate);
    if (reload !== null) return { psc: candidate, arr: reload };
  }
  throw new Error(`no prescaler makes an exact millisecond of ${clockHz} Hz`);
}
