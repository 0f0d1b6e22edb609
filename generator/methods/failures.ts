import type { Failure } from '../../contract/promises.ts';

/** A way in which a peer, the wire or the chip fails. */
export interface FailureKind {
  readonly name: Failure;
  /**
   * The peer's kernel afterwards: out of reach, restarted without its connections, or alive and well. Absent: the
   * failure shows by itself, and methods that wait for the peer are not expected to detect it.
   */
  readonly kernel?: 'gone' | 'restarted' | 'alive';
  /** Pings of the protocol are answered all the same. */
  readonly answersPings?: true;
  /** The device has begun a message, and can send no other one before it ends. */
  readonly isWithinMessage?: true;
}

/** Failures that may happen whatever a spec says, in the order of tables. Methods may add their own. */
export const GENERAL_FAILURES: readonly FailureKind[] = [
  { name: 'cable-cut', kernel: 'gone' },
  { name: 'power-cut', kernel: 'gone' },
  { name: 'nat-forgot', kernel: 'gone' },
  { name: 'cut-while-sending', kernel: 'gone' },
  { name: 'silent-client', kernel: 'gone' },
  { name: 'peer-reboot', kernel: 'restarted' },
  { name: 'peer-hung', kernel: 'alive' },
  { name: 'zero-window', kernel: 'alive' },
  { name: 'link-down', kernel: 'gone' },
  { name: 'chip-reset' },
  { name: 'orderly-close' },
];
