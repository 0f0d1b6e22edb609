/** A host of the scenario: a peer on the link, its connections to the device, and what became of them. */
import type { FarSide } from '../../../contract/far-side.ts';
import type { Clock } from '../../clock.ts';
import type { Connection } from '../../host/connection.ts';
import type { Peer } from '../../host/peer.ts';
import type { ConnectionRecord, FailureCause } from '../record/connection-record.ts';
import { createHostConnector } from './connector.ts';
import { PeerConnection } from './peer-connection.ts';
import type { Role } from './roles.ts';

/** The host's own cable. */
export interface HostPort {
  readonly linkUp: boolean;
  unplug(): void;
  plug(): void;
}

/** A computer on the link. Those that the device connects to may play several hosts at once. */
export interface PeerMachine {
  readonly peer: Peer;
  readonly port: HostPort;
  readonly ip: Uint8Array;
}

export interface Host extends PeerMachine {
  readonly role: Role;
  readonly farSide: FarSide;
  readonly records: readonly ConnectionRecord[];
  /** The latest connection that was opened. */
  readonly current: ConnectionRecord | undefined;
  /** Opens a connection and, while it is refused or given up, another one after a pause; a server waits for the device. */
  open(): void;
  /** Gives up opening. */
  giveUp(): void;
  /** The device has connected from one of its sockets. */
  accept(connection: Connection, socket: number): void;
  isConnected(): boolean;
  /** Its application may send: connected, and neither closed nor reset. */
  canSend(): boolean;
  /** The peer has seen its connection end, or has none. */
  isEnded(): boolean;
  send(bytes: Uint8Array): void;
  close(): void;
  abort(): void;
  setReading(reading: boolean): void;
  setHanging(hanging: boolean): void;
  /** Marks the latest connection, if it lives, as ended by the scenario; collaterally, where another host was meant. */
  fail(cause: FailureCause, isCollateral?: boolean): void;
  /** Takes back what was mended in time. */
  recover(cause: FailureCause): void;
}

export interface HostInput extends PeerMachine {
  readonly clock: Clock;
  readonly role: Role;
  readonly farSide: FarSide;
  readonly deviceIp: Uint8Array;
}

const CLOSING = ['CLOSED', 'CLOSE-WAIT', 'TIME-WAIT', 'CLOSING', 'LAST-ACK'];

export function createHost({ clock, role, farSide, peer, port, ip, deviceIp }: HostInput): Host {
  const calls: PeerConnection[] = [];
  const current = (): PeerConnection | undefined => calls.at(-1);
  const state = () => current()?.connection.state ?? 'CLOSED';
  const living = (): PeerConnection => {
    const call = current();
    if (call === undefined) throw new Error(`"${role.name}" has no connection`);
    return call;
  };
  /** Whoever insists on a port gives up what is left on it: TIME-WAIT in silence (SO_REUSEADDR), more with a RST. */
  const hangUp = (): void => {
    current()?.fail('abort');
    current()?.connection.abort();
  };
  const connector = createHostConnector({
    clock,
    peer,
    isSamePort: role.character.kind === 'same-port',
    isGivenUp: () => state() === 'CLOSED',
    connect: (localPort) => {
      if (current()?.establishedAtNs === null) calls.pop();
      if (isInUse(peer, localPort)) hangUp();
      const connection = peer.connect(deviceIp, role.port, localPort);
      calls.push(
        new PeerConnection({
          clock,
          role,
          farSide,
          connection,
          address: `${ip.join('.')}:${localPort}`,
          port: role.port,
        }),
      );
    },
  });
  return {
    ...{ role, farSide, peer, port, ip },
    records: calls,
    get current() {
      return current();
    },
    open: () => {
      if (role.server === null) connector.open();
    },
    giveUp: () => connector.giveUp(),
    accept: (connection, socket) => {
      const address = `${ip.join('.')}:${role.port}`;
      const call = new PeerConnection({
        clock,
        role,
        farSide,
        connection,
        address,
        port: connection.ends.remotePort,
        socket,
      });
      calls.push(call);
      call.established();
    },
    isConnected: () => {
      // Whoever leaves at once has been there all the same.
      const isUp = state() === 'ESTABLISHED' || (leavesAtOnce(role) && current()?.establishedAtNs != null);
      connector.look(isUp);
      return isUp;
    },
    canSend: () => ['ESTABLISHED', 'CLOSE-WAIT'].includes(state()),
    isEnded: () => CLOSING.includes(state()),
    send: (bytes) => living().send(bytes),
    close: () => living().close(),
    abort: () => living().connection.abort(),
    setReading: (reading) => living().setReading(reading),
    setHanging: (hanging) => living().setHanging(hanging),
    fail: (cause, isCollateral) => current()?.fail(cause, isCollateral),
    recover: (cause) => current()?.recover(cause),
  };
}

export function leavesAtOnce({ character }: Role): boolean {
  return character.kind === 'closes-at-once';
}

function isInUse({ connections }: Peer, port: number): boolean {
  return connections.some(({ ends }) => ends.localPort === port);
}

export function namesOf(hosts: readonly Host[]): readonly string[] {
  return hosts.map(({ role }) => role.name);
}

/** The subject of a sentence about hosts: `client`, or `each of clients`. */
export function subject(name: string, hosts: readonly Host[]): string {
  return hosts.length === 1 ? (hosts[0]?.role.name ?? name) : `each of ${name}`;
}
