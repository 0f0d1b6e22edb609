/** Thrown to start the firmware anew: the part has been reset, its power and its RAM have not. */
export class SystemReset extends Error {
  constructor(
    readonly by: 'watchdog' | 'software',
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
} as const;
