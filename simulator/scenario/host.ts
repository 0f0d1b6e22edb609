/** A host of the scenario: a peer on the link, its connections to the device, and what became of them. */
import { joined } from '../bytes.ts';
import type { Clock, Nanos } from '../clock.ts';
import { NS_PER_MS } from '../clock.ts';
import type { Connection } from '../peer/connection.ts';
import type { Peer } from '../peer/peer.ts';
import type { Role } from './roles.ts';

export type DeathCause = 'cut' | 'power-off' | 'boot' | 'close' | 'abort' | 'nat' | 'chip-fault';

/** One connection as the scenario made it; verdicts read this and the timeline. */
export interface ConnectionRecord {
  readonly peer: string;
  /** The peer's side as the device sees it, `192.168.1.10:49152`. */
  readonly address: string;
  /** The device's port. */
  readonly port: number;
  readonly establishedAtNs: Nanos | null;
  /** When the scenario ended the peer's side of it, and how. */
  readonly death: { readonly atNs: Nanos; readonly cause: DeathCause } | null;
  /** The peer's application did not read for a while, so the device could not always send. */
  readonly stoppedReading: boolean;
  readonly sent: Uint8Array;
  readonly received: Uint8Array;
}

/** The host's own cable. */
export interface HostPort {
  readonly linkUp: boolean;
  unplug(): void;
  plug(): void;
}

export interface Host {
  readonly role: Role;
  readonly peer: Peer;
  readonly port: HostPort;
  readonly records: readonly ConnectionRecord[];
  /** The latest connection that was opened. */
  readonly current: ConnectionRecord | undefined;
  /** Opens a connection and, while it is refused or given up, another one after a pause. */
  open(): void;
  /** Gives up opening. */
  giveUp(): void;
  isConnected(): boolean;
  /** Its application may send: connected, and neither closed nor reset. */
  canSend(): boolean;
  /** The peer has seen its connection end, or has none. */
  isEnded(): boolean;
  send(bytes: Uint8Array): void;
  close(): void;
  abort(): void;
  setReading(reading: boolean): void;
  /** Marks the latest connection, if it lives, as ended by the scenario. */
  die(cause: DeathCause): void;
  /** Takes back what was mended in time. */
  revive(cause: 'cut' | 'chip-fault'): void;
}

export interface HostInput {
  readonly clock: Clock;
  readonly role: Role;
  readonly peer: Peer;
  readonly port: HostPort;
  readonly ip: Uint8Array;
  readonly deviceIp: Uint8Array;
}

/** First of the dynamic ports (RFC 6335 section 6). */
const FIRST_PORT = 49152;
const LAST_PORT = 65535;
/** Between attempts: short at first, so that a port listening again is noticed soon, and never more than 0.4 s. */
const SHORTEST_RETRY_NS = 50 * NS_PER_MS;
const LONGEST_RETRY_NS = 400 * NS_PER_MS;

class Call {
  establishedAtNs: Nanos | null = null;
  death: ConnectionRecord['death'] = null;
  stoppedReading = false;
  readonly #sent: Uint8Array[] = [];
  constructor(
    readonly connection: Connection,
    readonly peer: string,
    readonly address: string,
    readonly port: number,
  ) {}
  get sent(): Uint8Array {
    return joined(this.#sent);
  }
  get received(): Uint8Array {
    return this.connection.received;
  }
  send(bytes: Uint8Array): void {
    this.#sent.push(bytes);
    this.connection.send(bytes);
  }
}

export function createHost({ clock, role, peer, port, ip, deviceIp }: HostInput): Host {
  const calls: Call[] = [];
  let wanted = false;
  let wantedSinceNs = 0;
  let dialled = 0;
  let retryScheduled = false;
  const current = (): Call | undefined => calls.at(-1);
  const living = (): Call => {
    const call = current();
    if (call === undefined) throw new Error(`"${role.name}" has no connection`);
    return call;
  };
  const dial = (): void => {
    retryScheduled = false;
    if (!wanted || !peer.powered) return;
    if (current()?.establishedAtNs === null) calls.pop();
    const localPort = FIRST_PORT + (dialled++ % (LAST_PORT - FIRST_PORT + 1));
    const connection = peer.connect(deviceIp, role.port, localPort);
    calls.push(new Call(connection, role.name, `${ip.join('.')}:${localPort}`, role.port));
  };
  const isConnected = (): boolean => {
    const call = current();
    if (call?.connection.state === 'ESTABLISHED') {
      call.establishedAtNs ??= clock.nowNs;
      wanted = false;
      return true;
    }
    if (wanted && !retryScheduled && call?.connection.state === 'CLOSED') {
      retryScheduled = true;
      const pauseNs = Math.round((clock.nowNs - wantedSinceNs) / 200);
      clock.after(Math.min(LONGEST_RETRY_NS, Math.max(SHORTEST_RETRY_NS, pauseNs)), dial);
    }
    return false;
  };
  return {
    role,
    peer,
    port,
    records: calls,
    get current() {
      return current();
    },
    open: () => {
      wanted = peer.powered;
      wantedSinceNs = clock.nowNs;
      dial();
    },
    giveUp: () => {
      wanted = false;
    },
    isConnected,
    canSend: () => ['ESTABLISHED', 'CLOSE-WAIT'].includes(current()?.connection.state ?? 'CLOSED'),
    isEnded: () =>
      ['CLOSED', 'CLOSE-WAIT', 'TIME-WAIT', 'CLOSING', 'LAST-ACK'].includes(current()?.connection.state ?? 'CLOSED'),
    send: (bytes) => living().send(bytes),
    close: () => living().connection.close(),
    abort: () => living().connection.abort(),
    setReading: (reading) => {
      const call = living();
      call.stoppedReading ||= !reading;
      call.connection.autoRead = reading;
    },
    die: (cause) => {
      const call = current();
      if (call !== undefined && call.establishedAtNs !== null) call.death ??= { atNs: clock.nowNs, cause };
    },
    revive: (cause) => {
      const call = current();
      if (call?.death?.cause === cause) call.death = null;
    },
  };
}

export function namesOf(hosts: readonly Host[]): readonly string[] {
  return hosts.map(({ role }) => role.name);
}
