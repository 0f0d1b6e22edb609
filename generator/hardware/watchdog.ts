import type { WatchdogPlan } from '../../contract/board.ts';

/** LSI, which drives the IWDG: datasheets STM32F103x8/xB (DS5319) table 25 and STM32F100xB, minimum and maximum. */
const LSI_MIN_KHZ = 30;
const LSI_MAX_KHZ = 60;
/** By the value of IWDG_PR, RM0008 19.4.2; IWDG_RLR has 12 bit. */
const DIVIDERS: readonly WatchdogPlan['divider'][] = [4, 8, 16, 32, 64, 128, 256];
const RELOAD_MAX = 0xfff;

/** The finest divider with which the watchdog never comes before `timeoutMs`. Throws beyond 17 s: validation's bug. */
export function planWatchdog(timeoutMs: number): WatchdogPlan {
  for (const [pr, divider] of DIVIDERS.entries()) {
    const reload = Math.ceil((timeoutMs * LSI_MAX_KHZ) / divider) - 1;
    if (reload > RELOAD_MAX) continue;
    const clocks = (reload + 1) * divider;
    return { timeoutMs, divider, reload, pr, leastMs: clocks / LSI_MAX_KHZ, longestMs: clocks / LSI_MIN_KHZ };
  }
  throw new Error(`the watchdog cannot wait ${timeoutMs} ms`);
}
