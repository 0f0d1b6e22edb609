import { IWDGRSTF, PINRSTF, SFTRSTF } from '../mcu/rcc-registers.ts';

export type ResetCause = 'watchdog' | 'software' | 'pin';

/** Thrown to start the firmware anew: the part has been reset, its power and its RAM have not. */
export class SystemReset extends Error {
  constructor(
    readonly by: ResetCause,
    readonly what: string,
  ) {
    super(what);
  }
}

/** So many resets in one run are a loop that does not end by itself. */
export const RESET_LIMIT = 100;

/** What the watchdog and the core's reset request say in the timeline. */
export const RESETS = {
  watchdog: () => new SystemReset('watchdog', 'the watchdog resets the device: it was not fed in time'),
  software: () => new SystemReset('software', 'it resets itself (AIRCR.SYSRESETREQ)'),
  pin: () => new SystemReset('pin', 'the device is reset from outside (NRST)'),
} as const;

/** The flag that each cause leaves in RCC_CSR beside those of earlier resets; each of them asserts NRST as well. */
export const RESET_FLAGS: Readonly<Record<ResetCause, number>> = {
  watchdog: PINRSTF | IWDGRSTF,
  software: PINRSTF | SFTRSTF,
  pin: PINRSTF,
};
