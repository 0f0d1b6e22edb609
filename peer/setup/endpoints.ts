/** Which sockets of the device the peer serves, and where. */
import { isIPv4 } from 'node:net';
import type { DeviceSocket, SocketPlan, WatchedDevice } from '../../contract/device.ts';
import type { FarSideOf } from '../../contract/far-side.ts';
import { takesPeers } from '../../simulator/scenario/peers/host-config.ts';
import { alphabetOf } from '../connections/alphabet.ts';
import type { Endpoint } from '../connections/endpoint.ts';
import { PeerProblemError } from './problem.ts';

export interface EndpointOptions {
  /** IPv4 address in place of the spec's. */
  readonly host?: string | undefined;
  /** TCP port in place of the spec's. */
  readonly port?: number | undefined;
  /** Only this socket of the device. */
  readonly socket?: number | undefined;
  readonly farSideOf: FarSideOf;
  /** The peer sends payloads and expects them back. */
  readonly sendsEchoes: boolean;
}

const ANY_ADDRESS = '0.0.0.0';
const LAST_PORT = 65_535;

/**
 * One endpoint for each socket of the plan that is not kept for a page, or for the chosen one.
 *
 * @throws {PeerProblemError} when the options do not fit the plan or each other.
 */
export function endpointsOf(plan: WatchedDevice, options: EndpointOptions): readonly Endpoint[] {
  const sockets = chosenSockets(plan, options.socket);
  checkHost(options.host, sockets);
  checkPort(options.port, sockets);
  const endpoints = sockets.map((socket) => ({
    socket,
    farSide: options.farSideOf(plan, socket),
    host: options.host ?? (socket.client === null ? plan.network.ip.join('.') : ANY_ADDRESS),
    port: options.port ?? portOf(socket),
  }));
  if (options.sendsEchoes) checkPayload(endpoints);
  return endpoints;
}

function portOf({ client, port }: DeviceSocket): number {
  return client === null ? port : client.serverPort;
}

function chosenSockets({ sockets }: WatchedDevice, number: number | undefined): readonly SocketPlan[] {
  if (number === undefined) return sockets.filter(takesPeers);
  const chosen = sockets.filter((socket) => socket.number === number);
  if (chosen.length > 0) return chosen;
  const known = sockets.map((socket) => socket.number);
  throw new PeerProblemError({ kind: 'unknown-socket', socket: number, known });
}

function checkHost(host: string | undefined, sockets: readonly DeviceSocket[]): void {
  if (host === undefined) return;
  if (!isIPv4(host)) throw new PeerProblemError({ kind: 'no-ipv4-address', host });
  if (hasBothRoles(sockets)) throw new PeerProblemError({ kind: 'host-for-both-roles' });
}

function checkPort(port: number | undefined, sockets: readonly DeviceSocket[]): void {
  if (port === undefined) return;
  if (port > LAST_PORT || port < 1) throw new PeerProblemError({ kind: 'no-port', port });
  const ports = [...new Set(sockets.map(portOf))];
  if (ports.length > 1 || hasBothRoles(sockets)) throw new PeerProblemError({ kind: 'port-for-several', ports });
}

function hasBothRoles(sockets: readonly DeviceSocket[]): boolean {
  return new Set(sockets.map(({ role }) => role)).size > 1;
}

function checkPayload(endpoints: readonly Endpoint[]): void {
  const echoing = endpoints.filter(({ farSide }) => farSide.traffic.kind === 'echo');
  const full = echoing.find(({ farSide }) => alphabetOf(farSide).payload(0) === null);
  if (full !== undefined) throw new PeerProblemError({ kind: 'no-payload', socket: full.socket.number });
}
