/** Repeats the attempts of a host to connect until one succeeds. */
import { type Clock, NS_PER_MS } from '../../clock.ts';
import type { Peer } from '../../host/peer.ts';

export interface HostConnectorInput {
  readonly clock: Clock;
  readonly peer: Peer;
  /** Each attempt uses the same local port. */
  readonly isSamePort: boolean;
  /** The latest attempt was refused or timed out. */
  readonly isGivenUp: () => boolean;
  readonly connect: (localPort: number) => void;
}

export interface HostConnector {
  open(): void;
  giveUp(): void;
  /** Schedules another attempt if it is needed. */
  look(isConnected: boolean): void;
}

/** First of the dynamic ports (RFC 6335 section 6). */
const FIRST_PORT = 49152;
const LAST_PORT = 65535;
/** Between attempts. Short at first, so that a port that listens again is found soon; never more than 0.4 s. */
const SHORTEST_RETRY_NS = 50 * NS_PER_MS;
const LONGEST_RETRY_NS = 400 * NS_PER_MS;

export function createHostConnector({
  clock,
  peer,
  isSamePort,
  isGivenUp,
  connect,
}: HostConnectorInput): HostConnector {
  let wanted = false;
  let wantedSinceNs = 0;
  let attempts = 0;
  let retryScheduled = false;
  const attempt = (): void => {
    retryScheduled = false;
    if (!wanted || !peer.powered) return;
    const ports = isSamePort ? 1 : LAST_PORT - FIRST_PORT + 1;
    connect(FIRST_PORT + (attempts++ % ports));
  };
  return {
    open: () => {
      wanted = peer.powered;
      wantedSinceNs = clock.nowNs;
      attempt();
    },
    giveUp: () => {
      wanted = false;
    },
    look: (isConnected) => {
      if (isConnected) {
        wanted = false;
      } else if (wanted && !retryScheduled && isGivenUp()) {
        retryScheduled = true;
        const pauseNs = Math.round((clock.nowNs - wantedSinceNs) / 200);
        clock.after(Math.min(LONGEST_RETRY_NS, Math.max(SHORTEST_RETRY_NS, pauseNs)), attempt);
      }
    },
  };
}
