import type { EngineResult } from './engine.ts';

/** Thrown in an import to end the firmware, through all of its stack frames. */
export class RunEnded extends Error {
  constructor(
    readonly end: EngineResult['end'],
    readonly reason?: string,
    /** The function that caused the end, if it is no longer on the stack. */
    readonly culprit?: string,
  ) {
    super(reason ?? end);
  }
}
