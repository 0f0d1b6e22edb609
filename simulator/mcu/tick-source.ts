import type { Nanos } from '../clock.ts';

/** What raises the tick's interrupt: a timer of the part, or SysTick. Time is given by the caller. */
export interface TickSource {
  /** When it expires next; `Infinity` while it is stopped. The caller calls {@link update} then. */
  readonly dueNs: Nanos;
  /** When it expired last, or was set. */
  readonly updatedNs: Nanos;
  /** The effective period, rounded down; null while it is stopped. */
  readonly periodNs: Nanos | null;
  /** Expiries that found the interrupt of the one before still pending. */
  readonly overruns: number;
  /** Grows when software answers an interrupt; one that is never answered is entered for ever. */
  readonly acknowledged: number;
  /** Level of the interrupt's line. */
  readonly line: boolean;
  /** Whether a future expiry raises the line. */
  readonly willInterrupt: boolean;
  /** Why {@link willInterrupt} is false: the first step that the program left out. */
  readonly deadReason: string;
  /** The hardware's own event: call it at `dueNs`. */
  update(): void;
  /** An expiry at `dueNs` whose interrupt software answers at once. */
  passAnswered(): void;
  /** Shifts the phase so that it expires at `nowNs`; for tests that choose the tick's moment. */
  expire(nowNs: Nanos): void;
}
