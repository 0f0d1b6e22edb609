/** The time of one peer: wall-clock time in a real run, virtual time in tests. */
export interface PeerClock {
  /** Milliseconds from any start; never decreases. */
  nowMs(): number;
  /** Calls `run` once, after `delayMs`; returns a function that cancels the call. */
  after(delayMs: number, run: () => void): Cancel;
}

export type Cancel = () => void;
