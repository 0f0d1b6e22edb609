import type { ClockPlan, TracePlan } from '../../contract/board.ts';
import { FAMILIES } from '../hardware/families.ts';
import type { Part } from '../hardware/parts.ts';

const BAUD = 115_200;

/** The USART of the marks: RM0008 27.3.4, baud rate = PCLK2 / USARTDIV / 16, where BRR holds 16 times USARTDIV. */
export function planTrace(part: Part, clock: Pick<ClockPlan, 'pclk2Hz'>): TracePlan {
  const { base, apb2EnableBit } = FAMILIES[part.family].usart1;
  const brr = Math.round(clock.pclk2Hz / BAUD);
  const errorPpm = Math.round((clock.pclk2Hz / brr / BAUD - 1) * 1e6);
  return { instance: 'USART1', base, apb2EnableBit, inputHz: clock.pclk2Hz, baud: BAUD, brr, errorPpm };
}
