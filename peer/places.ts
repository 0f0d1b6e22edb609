/** Which sockets of the device the peer is the far side of, and where that is. */
import { isIPv4 } from 'node:net';
import type { SocketPlan } from '../contract/device.ts';
import type { Plan } from '../contract/plan.ts';
import type { Failure } from '../contract/promises.ts';
import { harmless } from '../document/words/printed.ts';
import { CliError } from '../generator/cli/cli-error.ts';
import type { Args } from '../generator/cli/options.ts';
import { socketsText } from '../simulator/words.ts';
import { alphabetOf } from './alphabet.ts';
import type { Outage } from './verdict.ts';

export interface Place {
  readonly socket: SocketPlan;
  /** Where the device listens, or where the peer does. */
  readonly host: string;
  readonly port: number;
}

const EVERY_ADDRESS = '0.0.0.0';
const LAST_PORT = 65_535;

/** @throws {CliError} when the options do not go with the spec, or with each other. */
export function placesOf(plan: Plan, args: Pick<Args, 'host' | 'port' | 'socket' | 'every'>): readonly Place[] {
  const sockets = chosenSockets(plan, args.socket);
  checkHost(args.host, sockets);
  checkPort(args.port, sockets);
  if (args.every > 0) checkPayload(sockets);
  return sockets.map((socket) => ({
    socket,
    host: args.host ?? (socket.client === null ? plan.network.ip.join('.') : EVERY_ADDRESS),
    port: args.port ?? ownPort(socket),
  }));
}

function ownPort({ client, port }: SocketPlan): number {
  return client === null ? port : client.serverPort;
}

function chosenSockets({ sockets }: Plan, number: number | undefined): readonly SocketPlan[] {
  if (number === undefined) return sockets;
  const chosen = sockets.filter((socket) => socket.number === number);
  if (chosen.length > 0) return chosen;
  const known = socketsText(sockets.map((socket) => socket.number));
  throw new CliError(2, `--socket ${number}: this spec has ${known}`);
}

function checkHost(host: string | undefined, sockets: readonly SocketPlan[]): void {
  if (host === undefined) return;
  if (!isIPv4(host)) throw new CliError(2, `--host ${harmless(host)}: an IPv4 address is wanted, as 192.168.1.20`);
  if (new Set(sockets.map(({ role }) => role)).size < 2) return;
  throw new CliError(2, '--host cannot be where servers are and where clients connect to; choose one with --socket');
}

function checkPort(port: number | undefined, sockets: readonly SocketPlan[]): void {
  if (port === undefined) return;
  if (port > LAST_PORT || port < 1) throw new CliError(2, `--port takes 1 to ${LAST_PORT}`);
  const ports = [...new Set(sockets.map(ownPort))];
  if (ports.length === 1 && new Set(sockets.map(({ role }) => role)).size === 1) return;
  throw new CliError(2, `--port cannot stand for several (${ports.join(', ')}); choose one with --socket`);
}

function checkPayload(sockets: readonly SocketPlan[]): void {
  const full = sockets.find(({ watch }) => alphabetOf(watch).payload(0) === null);
  if (full === undefined) return;
  const what = `the messages of socket ${full.number} leave no byte values for echoes`;
  throw new CliError(2, `${what}; go without them: --every 0`);
}

/** The failure that an outage is to the device. */
const FAILURES = { cable: 'cable-cut', silence: 'peer-hung' } as const satisfies Record<Outage, Failure>;

/**
 * The longest that the plan allows the device to take.
 *
 * @throws {CliError} when a test of it could not succeed, or succeed without the device noticing anything.
 */
export function outageBoundMs(plan: Plan, places: readonly Place[], outage: Outage): number {
  const chosen = places.map(({ socket }) => socket.number);
  for (const { socket } of places) {
    const rivals = plan.sockets.filter((other) => socket.client === null && other.client === null);
    const sharing = rivals.filter(({ port }) => port === socket.port).map(({ number }) => number);
    if (sharing.every((number) => chosen.includes(number))) continue;
    const why = `${socketsText(sharing)} listen on one port, and a free one would take the new connection`;
    throw new CliError(2, `${why}; leave out --socket`);
  }
  const bounds = places.map(({ socket }) => {
    const boundMs = socket.detection.find(({ failure }) => failure === FAILURES[outage])?.boundMs ?? null;
    if (boundMs === null) throw unseen(socket, outage);
    return boundMs;
  });
  return Math.max(...bounds);
}

function unseen({ number }: SocketPlan, outage: Outage): CliError {
  const what = outage === 'cable' ? 'a cut cable' : 'a peer that falls silent while its kernel answers';
  const hint = outage === 'cable' ? '' : '; --outage cable tests what probes see';
  return new CliError(2, `nothing in this spec has socket ${number} notice ${what}${hint}`);
}
