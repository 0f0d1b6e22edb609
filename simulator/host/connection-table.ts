import { ipText } from '../net/address.ts';
import { seqAdd } from '../net/seq.ts';
import { sequenceLength, type TcpSegment } from '../net/tcp.ts';
import type { Connection } from './connection.ts';
import { type Outgoing, resetSegment } from './step.ts';

/** The connections of a host, found by port and remote end. */
export class ConnectionTable {
  readonly #connections = new Map<string, Connection>();

  find(localPort: number, remoteIp: Uint8Array, remotePort: number): Connection | undefined {
    return this.#connections.get(keyOf(localPort, remoteIp, remotePort));
  }

  add(connection: Connection): void {
    const { localPort, remoteIp, remotePort } = connection.ends;
    this.#connections.set(keyOf(localPort, remoteIp, remotePort), connection);
  }

  /** Does nothing if another connection has replaced it. */
  remove(connection: Connection): void {
    const { localPort, remoteIp, remotePort } = connection.ends;
    const key = keyOf(localPort, remoteIp, remotePort);
    if (this.#connections.get(key) === connection) this.#connections.delete(key);
  }

  all(): readonly Connection[] {
    return [...this.#connections.values()];
  }
}

function keyOf(localPort: number, remoteIp: Uint8Array, remotePort: number): string {
  return `${localPort} ${ipText(remoteIp)} ${remotePort}`;
}

/** The answer to a segment without a connection (RFC 9293 section 3.10.7.1); null for a RST. */
export function answerToUnknown(segment: TcpSegment): Outgoing | null {
  if (segment.flags.rst) return null;
  if (segment.flags.ack) return resetSegment(segment.ack, null);
  return resetSegment(seqAdd(segment.seq, -segment.seq), seqAdd(segment.seq, sequenceLength(segment)));
}
