import type { ClockPlan, TimerName, TimerPlan } from '../../contract/board.ts';
import { FAMILIES, LINES } from './families.ts';
import type { Part } from './parts.ts';

/** All timers of the catalogue's parts count to 16 bit at least, and PSC has 16 bit everywhere (RM0008 15.4.11–12). */
const REGISTER_MAX = 0xffff;
const TICKS_PER_SECOND = 1000;

/**
 * The ARR that makes `(PSC + 1) × (ARR + 1)` timer clocks exactly one millisecond.
 * Null when no whole ARR does, or only one beyond 1…65535 (ARR 0 stops the counter).
 */
export function exactReload(timerClockHz: number, psc: number): number | null {
  if (!Number.isInteger(psc) || psc < 0 || psc > REGISTER_MAX) return null;
  if (timerClockHz % TICKS_PER_SECOND !== 0) return null;
  const clocksPerTick = timerClockHz / TICKS_PER_SECOND;
  if (clocksPerTick % (psc + 1) !== 0) return null;
  const arr = clocksPerTick / (psc + 1) - 1;
  return arr >= 1 && arr <= REGISTER_MAX ? arr : null;
}

/**
 * The prescalers next to `psc` that give an exact millisecond: the nearest below and the nearest above, ascending.
 * Empty when the clock is no whole number of kHz, so that none does.
 */
export function nearestExactPrescalers(timerClockHz: number, psc: number): number[] {
  const works = (candidate: number): boolean => exactReload(timerClockHz, candidate) !== null;
  const found: number[] = [];
  let below = Math.min(Math.ceil(psc), REGISTER_MAX + 1) - 1;
  while (below >= 0 && !works(below)) below--;
  if (below >= 0) found.push(below);
  let above = Math.max(Math.floor(psc), -1) + 1;
  while (above <= REGISTER_MAX && !works(above)) above++;
  if (above <= REGISTER_MAX) found.push(above);
  return found;
}

/** TIMxCLK of a timer on APB1: PCLK1, doubled as soon as APB1 is divided (clock tree in RM0008 7.2 and RM0041 6.2). */
export function apb1TimerClockHz(clock: Pick<ClockPlan, 'pclk1Hz' | 'apb1Divider'>): number {
  return clock.apb1Divider === 1 ? clock.pclk1Hz : clock.pclk1Hz * 2;
}

/** SysTick's LOAD has 24 bits (ARMv7-M B3.3.4), more than any part's clock needs for a millisecond. */
export function isExactSysTick(hclkHz: number): boolean {
  return hclkHz % TICKS_PER_SECOND === 0;
}

/** SysTick as the counter of a project's milliseconds. */
export function planSysTick({ hclkHz }: Pick<ClockPlan, 'hclkHz'>): Omit<TimerPlan, 'source' | 'namePrefix'> {
  if (!isExactSysTick(hclkHz)) throw new Error(`${hclkHz} Hz give no exact millisecond`);
  const counts = {
    clockHz: hclkHz,
    psc: 0,
    arr: hclkHz / TICKS_PER_SECOND - 1,
    tickNs: 1_000_000,
    errorPpm: 0,
  } as const;
  return { instance: 'SysTick', irqNumber: -1, handler: 'SysTick_Handler', priority: 0, ...counts };
}

/** The tick's timer, complete. Throws when the part lacks the timer or the prescaler gives no exact tick: validation's bug. */
export function planTimer(
  part: Part,
  clock: ClockPlan,
  wish: { readonly instance: TimerName; readonly prescaler: number; readonly priority: number },
): Omit<TimerPlan, 'source' | 'namePrefix'> {
  if (!part.timers.includes(wish.instance)) throw new Error(`${part.name} has no ${wish.instance}`);
  const row = FAMILIES[part.family].timers[wish.instance];
  const irq = LINES[part.line].timerIrqs[wish.instance] ?? row.irq;
  const clockHz = apb1TimerClockHz(clock);
  const arr = exactReload(clockHz, wish.prescaler);
  if (arr === null) throw new Error(`PSC ${wish.prescaler} gives no exact millisecond at ${clockHz} Hz`);
  return {
    instance: wish.instance,
    irqNumber: row.irqNumber,
    handler: `${irq}_IRQHandler`,
    priority: wish.priority,
    clockHz,
    psc: wish.prescaler,
    arr,
    tickNs: 1_000_000,
    errorPpm: 0,
  };
}
