import { type Nanos, NS_PER_S } from '../clock.ts';

/** What a peer's TCP may be told to do differently; times in nanoseconds. */
export interface TcpConfig {
  /** Retransmission time-out before any round trip was measured (RFC 6298 section 2.1). */
  readonly initialRtoNs: Nanos;
  /** Lower and upper bound of the time-out (RFC 6298 sections 2.4 and 2.5). */
  readonly minRtoNs: Nanos;
  readonly maxRtoNs: Nanos;
  /** Times that the same segment is sent again before the connection is given up; the last wait counts too. */
  readonly retransmissionLimit: number;
  /** Two maximum segment lifetimes, the length of TIME-WAIT. */
  readonly timeWaitNs: Nanos;
  /** Largest window; what the application has not read stays in it. At most 65535. */
  readonly receiveBufferBytes: number;
  /** The maximum segment size that the peer announces and never exceeds itself. */
  readonly mssBytes: number;
}

export const DEFAULT_TCP_CONFIG: TcpConfig = {
  initialRtoNs: NS_PER_S,
  minRtoNs: NS_PER_S,
  maxRtoNs: 60 * NS_PER_S,
  retransmissionLimit: 8,
  timeWaitNs: 60 * NS_PER_S,
  receiveBufferBytes: 8192,
  mssBytes: 1460,
};
