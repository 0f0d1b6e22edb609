import type { SocketEvent } from './connections/events.ts';
import type { OutageMoment, TrialStep, TrialVerdict } from './trial/verdict.ts';

/** Gets what happens, as it happens. May throw, for example when stdout is full; that ends the peer. */
export interface PeerReporter {
  /** @param ageMs how long the connection has been open; 0 for a failed attempt. */
  event(event: SocketEvent, ageMs: number): void;
  step(step: TrialStep): void;
  /** Called at the start of an outage, each second of it, and when the cable is to be connected again. */
  waiting(moment: OutageMoment): void;
  verdict(verdict: TrialVerdict, atMs: number): void;
  /** `cut` was called without a test. */
  noTrial(): void;
}
