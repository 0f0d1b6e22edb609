import type { McuPlan } from '../../../contract/board.ts';

/** The macro that tells the vendor library which part it is for: stm32f10x.h, V3.5.0. */
export function splDensityOf({ line, density }: Pick<McuPlan, 'line' | 'density'>): string {
  return `STM32F10X_${density}${line === 'F100' ? '_VL' : ''}`;
}
