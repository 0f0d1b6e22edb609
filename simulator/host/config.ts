import { type Nanos, NS_PER_S } from '../clock.ts';

/** Settings of a peer's TCP; times in nanoseconds. */
export interface TcpConfig {
  /** Retransmission timeout before any round trip was measured (RFC 6298 section 2.1). */
  readonly initialRtoNs: Nanos;
  /** Lower and upper bound of the timeout (RFC 6298 sections 2.4 and 2.5). */
  readonly minRtoNs: Nanos;
  readonly maxRtoNs: Nanos;
  /** Retransmissions of a segment before the connection times out; the wait after the last one counts too. */
  readonly retransmissionLimit: number;
  /** Two maximum segment lifetimes, the length of TIME-WAIT. */
  readonly timeWaitNs: Nanos;
  /** The receive buffer and so the largest window. At most 65535. */
  readonly receiveBufferBytes: number;
  /** The maximum segment size that the peer announces and never exceeds itself. */
  readonly mssBytes: number;
  /** SO_KEEPALIVE; null: the host never probes. */
  readonly keepalive: KeepaliveConfig | null;
  /** Which keepalive probes are answered; RFC 1122 section 4.2.3.6 mentions hosts that answer only some. */
  readonly answersProbes: 'all' | 'with-octet' | 'empty';
}

/** As a kernel's three settings. */
export interface KeepaliveConfig {
  /** From the last received segment to the first probe. */
  readonly idleNs: Nanos;
  /** From one unanswered probe to the next. */
  readonly intervalNs: Nanos;
  /** Unanswered probes; one interval after the last one the connection times out. */
  readonly probes: number;
}

/** tcp_keepalive_time, _intvl and _probes of Linux (Documentation/networking/ip-sysctl.rst). */
export const LINUX_KEEPALIVE: KeepaliveConfig = { idleNs: 7200 * NS_PER_S, intervalNs: 75 * NS_PER_S, probes: 9 };

/** `setKeepAlive(true, 1000)` of Node.js: the delay is the caller's, TCP_KEEPINTVL=1 and TCP_KEEPCNT=10 are Node's own. */
export const NODE_KEEPALIVE: KeepaliveConfig = { idleNs: NS_PER_S, intervalNs: NS_PER_S, probes: 10 };

export const DEFAULT_TCP_CONFIG: TcpConfig = {
  initialRtoNs: NS_PER_S,
  minRtoNs: NS_PER_S,
  maxRtoNs: 60 * NS_PER_S,
  retransmissionLimit: 8,
  timeWaitNs: 60 * NS_PER_S,
  receiveBufferBytes: 8192,
  mssBytes: 1460,
  keepalive: null,
  answersProbes: 'all',
};
