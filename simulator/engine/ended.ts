import type { EngineResult } from './engine.ts';

/** Thrown out of an import to leave the firmware for good, through all of its frames. */
export class RunEnded extends Error {
  constructor(
    readonly end: EngineResult['end'],
    readonly reason?: string,
    /** A function that is to blame and no longer on the stack. */
    readonly culprit?: string,
  ) {
    super(reason ?? end);
  }
}
