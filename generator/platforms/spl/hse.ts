import type { ClockPlan } from '../../../contract/board.ts';

/** What stm32f10x.h (V3.5.0) takes for HSE_VALUE unless it is defined, but for the connectivity line. */
const LIBRARY_HSE_HZ = 8_000_000;

/**
 * The crystal's frequency in Hz where the library must be told: RCC_GetClocksFreq computes the clock from HSE_VALUE, and
 * would confirm a clock that is not there. Null: the library's own value is right, or nothing runs on the crystal.
 */
export function hseToTell({ source, hseHz }: Pick<ClockPlan, 'source' | 'hseHz'>): number | null {
  return source === 'HSE' && hseHz !== LIBRARY_HSE_HZ ? hseHz : null;
}

/** As a macro for the compiler; none where the library's value is right. */
export function hseDefineOf(clock: Pick<ClockPlan, 'source' | 'hseHz'>): readonly string[] {
  const hz = hseToTell(clock);
  return hz === null ? [] : [`HSE_VALUE=${hz}U`];
}
