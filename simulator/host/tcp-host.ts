import type { Clock } from '../clock.ts';
import { type Seq, seq } from '../net/seq.ts';
import type { TcpSegment } from '../net/tcp.ts';
import type { Random } from '../random.ts';
import type { PeerEvent } from '../timeline.ts';
import { withSyn } from './arrive.ts';
import type { TcpConfig } from './config.ts';
import { Connection, type ConnectionEnds } from './connection.ts';
import { answerToUnknown, ConnectionTable } from './connection-table.ts';
import type { Outgoing } from './step.ts';
import { newTcb, type Tcb } from './tcb.ts';

/** What the TCP of a host needs of the host. */
export interface TcpHostOptions {
  readonly clock: Clock;
  readonly ip: Uint8Array;
  readonly config: TcpConfig;
  readonly random: Random;
  /** Initial sequence number of the first connection; null takes all of them from `random`. */
  readonly firstIss: number | null;
  readonly report: (what: PeerEvent, text: string) => void;
  readonly transmit: (to: Uint8Array, segment: TcpSegment) => void;
}

type Accept = (connection: Connection) => void;

/** RFC 6335 section 6: where ports for outgoing connections begin. */
const FIRST_DYNAMIC_PORT = 49152;
const DYNAMIC_PORTS = 65536 - FIRST_DYNAMIC_PORT;

/** All connections of one host, its listening ports, and the answers to all other segments. */
export class TcpHost {
  readonly #options: TcpHostOptions;
  readonly #listeners = new Map<number, Accept>();
  readonly #table = new ConnectionTable();
  /** Keeps counting after a reboot, so that the old connections' ports are not reused. */
  #portsUsed = 0;
  #nextIss: Seq | null;

  constructor(options: TcpHostOptions) {
    this.#options = options;
    this.#nextIss = options.firstIss === null ? null : seq(options.firstIss);
  }

  get connections(): readonly Connection[] {
    return this.#table.all();
  }

  connect(remoteIp: Uint8Array, remotePort: number, wantedPort?: number): Connection {
    const localPort = wantedPort ?? this.#freePort(remoteIp, remotePort);
    if (this.#table.find(localPort, remoteIp, remotePort) !== undefined) throw new Error(`port ${localPort} is in use`);
    const ends = { localIp: this.#options.ip, localPort, remoteIp, remotePort };
    return this.#open(ends, newTcb(this.#options.config, 'SYN-SENT', this.#iss()));
  }

  listen(port: number, accept: Accept): void {
    this.#listeners.set(port, accept);
  }

  /** Drops every connection and listening port, and sends nothing. */
  forget(): void {
    this.#listeners.clear();
    for (const connection of this.#table.all()) connection.vanish();
  }

  segmentArrives(segment: TcpSegment, remoteIp: Uint8Array): void {
    const { destinationPort: localPort, sourcePort: remotePort } = segment;
    const connection = this.#table.find(localPort, remoteIp, remotePort);
    if (connection !== undefined) {
      connection.segmentArrives(segment);
      return;
    }
    const ends = { localIp: this.#options.ip, localPort, remoteIp, remotePort };
    const accept = this.#listeners.get(localPort);
    const { rst, ack, syn } = segment.flags;
    if (accept !== undefined && syn && !ack && !rst) {
      this.#accept(ends, segment, accept);
      return;
    }
    const answer = answerToUnknown(segment);
    if (answer !== null) this.#transmit(ends, answer);
  }

  /** LISTEN: a new connection for the sender of a SYN (RFC 9293 section 3.10.7.2). */
  #accept(ends: ConnectionEnds, syn: TcpSegment, accept: Accept): void {
    const tcb = newTcb(this.#options.config, 'SYN-RECEIVED', this.#iss());
    const connection = this.#open(ends, withSyn(tcb, syn));
    connection.onConnected = () => accept(connection);
  }

  #open(ends: ConnectionEnds, tcb: Tcb): Connection {
    const { clock, report } = this.#options;
    const transmit = (segment: Outgoing): void => this.#transmit(ends, segment);
    const connection = new Connection(
      ends,
      { clock, report, transmit, ended: (ended) => this.#table.remove(ended) },
      tcb,
    );
    this.#table.add(connection);
    return connection;
  }

  #transmit({ localPort, remoteIp, remotePort }: ConnectionEnds, segment: Outgoing): void {
    this.#options.transmit(remoteIp, { ...segment, sourcePort: localPort, destinationPort: remotePort });
  }

  #freePort(remoteIp: Uint8Array, remotePort: number): number {
    for (let tries = 0; tries < DYNAMIC_PORTS; tries++) {
      const port = FIRST_DYNAMIC_PORT + (this.#portsUsed++ % DYNAMIC_PORTS);
      if (this.#table.find(port, remoteIp, remotePort) === undefined) return port;
    }
    throw new Error('no port is free');
  }

  #iss(): Seq {
    const iss = this.#nextIss ?? seq(this.#options.random.uint32());
    this.#nextIss = null;
    return iss;
  }
}
