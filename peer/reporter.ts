import type { SocketEvent } from './connections/events.ts';
import type { TrialStep, TrialVerdict } from './trial/verdict.ts';

/** Gets what happens, as it happens. May throw, for example when stdout is full; that ends the peer. */
export interface PeerReporter {
  /** @param ageMs how long the connection has been open; 0 for a failed attempt. */
  event(event: SocketEvent, ageMs: number): void;
  step(step: TrialStep): void;
  verdict(verdict: TrialVerdict, atMs: number): void;
  /** `cut` was called without a test. */
  noTrial(): void;
}
