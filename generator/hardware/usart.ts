import type { ClockPlan, TracePlan } from '../../contract/board.ts';

const BAUD = 115_200;

/** USART1 for trace lines: 115,200 baud, 8N1, from PCLK2. Baud rate = PCLK2 / divider (RM0008 27.3.4). */
export function planTrace(clock: Pick<ClockPlan, 'pclk2Hz'>): TracePlan {
  const divider = Math.round(clock.pclk2Hz / BAUD);
  const errorPpm = Math.round((clock.pclk2Hz / divider / BAUD - 1) * 1e6);
  return { instance: 'USART1', inputHz: clock.pclk2Hz, baud: BAUD, divider, errorPpm };
}
