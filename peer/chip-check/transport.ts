/** What the far side of a chip check needs of a machine: the operating system's in a real run, a simulated one in tests. */

import type { TcpAddress } from '../environment/transport.ts';

export interface CheckHandlers {
  connected(): void;
  received(bytes: Uint8Array): void;
  /** The connection has ended, or could not be made; the last call. */
  ended(): void;
}

export interface CheckSocket {
  write(bytes: Uint8Array): void;
  /** Ends the connection with a RST. */
  reset(): void;
}

export interface CheckManners {
  /** It does not read: its window closes. */
  readonly pauses: boolean;
  /** It does not answer a FIN with its own. */
  readonly holds: boolean;
}

export interface CheckTransport {
  connect(to: TcpAddress, handlers: CheckHandlers, manners: CheckManners): CheckSocket;
  /** Sends a datagram, and says whether ICMP calls its port unreachable, once that is known. */
  askUdpPort(to: TcpAddress, answer: (unreachable: boolean) => void): void;
  /** Null: this machine sends no frames of its own making. */
  readonly raw: RawHost | null;
}

/** A host with an address of its own that sends single segments, and answers none by itself. */
export interface RawHost {
  /** A segment without SYN, ACK and RST; says whether a RST came back. */
  sendStray(to: TcpAddress, answer: (reset: boolean) => void): void;
  /** SYN from an address that no host can have. */
  sendImpossible(to: TcpAddress, done: () => void): void;
  /** Makes a connection, and acknowledges data on it; tells the device's initial sequence number. */
  connect(to: TcpAddress, answer: (initialSequence: number) => void): void;
  /** RST ten octets after the next one that the device expects. */
  resetInWindow(): void;
  /** The octet of the latest segment that began before what it had acknowledged; null: there was none. */
  readonly probeOctet: number | null;
}
