/** A host of the scenario: a peer on the link and its connections to the device. */
import type { FarSide, FramingAction, MessageKind } from '../../../contract/far-side.ts';
import type { Clock, Nanos } from '../../clock.ts';
import type { Connection } from '../../host/connection.ts';
import type { Peer } from '../../host/peer.ts';
import type { Report } from '../../timeline.ts';
import type { ConnectionRecord, FailureCause } from '../record/connection-record.ts';
import { createHostConnector } from './connector.ts';
import type { HostConfig } from './host-config.ts';
import { PeerConnection } from './peer-connection.ts';

/** The host's own cable. */
export interface HostPort {
  readonly linkUp: boolean;
  unplug(): void;
  plug(): void;
}

/** A computer on the link. A server that the device connects to may be several hosts at once. */
export interface PeerMachine {
  readonly peer: Peer;
  readonly port: HostPort;
  readonly ip: Uint8Array;
}

export interface Host extends PeerMachine {
  readonly config: HostConfig;
  readonly farSide: FarSide;
  readonly records: readonly ConnectionRecord[];
  /** The latest connection that was opened. */
  readonly current: ConnectionRecord | undefined;
  /**
   * Opens a connection and repeats attempts after a pause that were refused, by TCP or by the protocol above it, or timed
   * out; a server waits for the device.
   */
  open(): void;
  /** Stops opening. */
  giveUp(): void;
  /** The device has connected from one of its sockets. */
  accept(connection: Connection, socket: number): void;
  /** Its connection is established, and where it has a WebSocket, the device has accepted that. */
  isConnected(): boolean;
  /** Its application may send: connected, and neither closed nor reset. */
  canSend(): boolean;
  /** Everything that it has sent is answered, as far as the spec's traffic expects an answer. */
  isSettled(): boolean;
  /** The host expects an echo of all that it sends. False after the first answer that is no echo. */
  readonly isEchoed: boolean;
  /** The echo is late or differs; the peer expects nothing more on this connection. */
  expectNothing(why: string): void;
  /** The peer's connection has ended, or there is none. */
  isEnded(): boolean;
  send(bytes: Uint8Array): void;
  /** Sends the bytes or, where the spec has a dialogue, begins a round of it. */
  exchange(bytes: Uint8Array, kind?: MessageKind): void;
  /** Does what only a WebSocket can; of a message no more than `mostBytes` go out, and nothing behind them. */
  act(action: FramingAction, mostBytes?: number): void;
  /** Its WebSocket is open. */
  isOpen(): boolean;
  /** Answers to the pings on its latest connection. */
  readonly pongs: number;
  close(): void;
  abort(): void;
  setReading(reading: boolean): void;
  setHanging(hanging: boolean): void;
  /**
   * Marks the latest connection, if it has not failed yet, as failed by the scenario.
   * @param isCollateral the scenario meant another host of the same machine
   */
  fail(cause: FailureCause, isCollateral?: boolean): void;
  /** Removes a failure of this cause that was repaired in time. */
  recover(cause: FailureCause): void;
}

export interface HostInput extends PeerMachine {
  readonly clock: Clock;
  readonly config: HostConfig;
  readonly farSide: FarSide;
  readonly deviceIp: Uint8Array;
  readonly report: Report;
  readonly wasFaultySince: (sinceNs: Nanos) => boolean;
  /** Of the device. */
  readonly worstPollMs: number;
}

const CLOSING = ['CLOSED', 'CLOSE-WAIT', 'TIME-WAIT', 'CLOSING', 'LAST-ACK'];

export function createHost(input: HostInput): Host {
  const { clock, config, farSide, peer, port, ip, deviceIp, report, wasFaultySince, worstPollMs } = input;
  const calls: PeerConnection[] = [];
  const current = (): PeerConnection | undefined => calls.at(-1);
  const state = () => current()?.connection.state ?? 'CLOSED';
  const living = (): PeerConnection => {
    const call = current();
    if (call === undefined) throw new Error(`"${config.name}" has no connection`);
    return call;
  };
  /** A host that must use a certain port drops the old connection on it: TIME-WAIT silently (SO_REUSEADDR), others by RST. */
  const hangUp = (): void => {
    current()?.fail('abort');
    current()?.connection.abort();
  };
  const powerOff = (): void => {
    current()?.fail('power-off');
    peer.powerOff();
  };
  const shared = { clock, config, farSide, report, wasFaultySince, powerOff, worstPollMs };
  /** A program that gives up an attempt closes its socket, and its kernel forgets the attempt. */
  const forgetAttempt = (): void => {
    if (current()?.establishedAtNs === null) current()?.connection.abort();
  };
  const connector = createHostConnector({
    clock,
    peer,
    isSamePort: config.profile.kind === 'same-port',
    isGivenUp: () => state() === 'CLOSED',
    connect: (localPort) => {
      forgetAttempt();
      if (current()?.establishedAtNs === null) calls.pop();
      if (isInUse(peer, localPort)) hangUp();
      const connection = peer.connect(deviceIp, config.port, localPort);
      calls.push(
        new PeerConnection({ ...shared, connection, address: `${ip.join('.')}:${localPort}`, port: config.port }),
      );
    },
  });
  return {
    ...{ config, farSide, peer, port, ip },
    records: calls,
    get current() {
      return current();
    },
    open: () => {
      if (config.server === null) connector.open();
    },
    giveUp: () => {
      connector.giveUp();
      forgetAttempt();
    },
    accept: (connection, socket) => {
      const address = `${ip.join('.')}:${config.port}`;
      const call = new PeerConnection({ ...shared, connection, address, port: connection.ends.remotePort, socket });
      calls.push(call);
      call.established();
    },
    isConnected: () => {
      // A peer that closes at once was connected all the same.
      const isAccepted = state() === 'ESTABLISHED' && current()?.isAwaiting === false;
      const isUp = isAccepted || (leavesAtOnce(config) && current()?.establishedAtNs != null);
      connector.look(isUp);
      return isUp;
    },
    canSend: () => ['ESTABLISHED', 'CLOSE-WAIT'].includes(state()) && current()?.connection.isClosing === false,
    isSettled: () => current()?.isSettled ?? true,
    get isEchoed() {
      return farSide.traffic.kind === 'echo' && current()?.noEcho === undefined;
    },
    expectNothing: (why) => current()?.expectNothing(why),
    isEnded: () => CLOSING.includes(state()),
    send: (bytes) => living().send(bytes),
    exchange: (bytes, kind) => living().exchange(bytes, kind),
    act: (action, mostBytes) => living().act(action, mostBytes),
    isOpen: () => current()?.isOpen === true,
    get pongs() {
      return current()?.pongs ?? 0;
    },
    close: () => living().close(),
    abort: () => living().connection.abort(),
    setReading: (reading) => living().setReading(reading),
    setHanging: (hanging) => living().setHanging(hanging),
    fail: (cause, isCollateral) => current()?.fail(cause, isCollateral),
    recover: (cause) => current()?.recover(cause),
  };
}

export function leavesAtOnce({ profile }: HostConfig): boolean {
  return profile.kind === 'closes-at-once';
}

function isInUse({ connections }: Peer, port: number): boolean {
  return connections.some(({ ends }) => ends.localPort === port);
}

export function namesOf(hosts: readonly Host[]): readonly string[] {
  return hosts.map(({ config }) => config.name);
}

/** The subject of a sentence about hosts: `client`, or `each of clients`. */
export function subject(name: string, hosts: readonly Host[]): string {
  return hosts.length === 1 ? (hosts[0]?.config.name ?? name) : `each of ${name}`;
}
