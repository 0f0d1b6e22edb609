import type { Clock } from '../clock.ts';
import type { PeerEvent } from '../timeline.ts';
import type { Connection } from './connection.ts';
import type { Outgoing } from './step.ts';

/** Both ends of a connection. */
export interface ConnectionEnds {
  readonly localIp: Uint8Array;
  readonly localPort: number;
  readonly remoteIp: Uint8Array;
  readonly remotePort: number;
}

/** What a connection needs of its host. */
export interface ConnectionHost {
  readonly clock: Clock;
  readonly transmit: (segment: Outgoing) => void;
  readonly report: (what: PeerEvent, text: string) => void;
  /** The connection has reached CLOSED; its port is free again. */
  readonly ended: (connection: Connection) => void;
}
