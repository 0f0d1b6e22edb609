import type { SocketPlan, WatchedDevice } from '../../contract/device.ts';
import type { Failure } from '../../contract/promises.ts';
import { takesPeers } from '../../simulator/scenario/peers/host-config.ts';
import type { Endpoint } from '../connections/endpoint.ts';
import type { Outage } from '../trial/verdict.ts';
import { PeerProblemError } from './problem.ts';

/** What each outage is in the terms of the plan. */
const FAILURES = { cable: 'cable-cut', silence: 'peer-hung' } as const satisfies Record<Outage, Failure>;

/**
 * The longest time, in ms, in which the plan promises that all tested sockets have detected the outage.
 *
 * @throws {PeerProblemError} when the plan promises nothing, or when a socket that is not tested would take the new
 * connection, so that a device passes that has detected nothing.
 */
export function outageBoundMs(plan: WatchedDevice, endpoints: readonly Endpoint[], outage: Outage): number {
  const tested = endpoints.map(({ socket }) => socket.number);
  for (const { socket } of endpoints) {
    const sockets = listeningWith(plan, socket);
    if (!sockets.every((number) => tested.includes(number))) {
      throw new PeerProblemError({ kind: 'shared-port', sockets });
    }
  }
  return Math.max(...endpoints.map(({ socket }) => boundOf(socket, outage)));
}

/** The server sockets on the same port that take peers. */
function listeningWith(plan: WatchedDevice, { client, port }: SocketPlan): readonly number[] {
  if (client !== null) return [];
  return plan.sockets
    .filter(takesPeers)
    .flatMap((other) => (other.client === null && other.port === port ? [other.number] : []));
}

function boundOf({ number, detection }: SocketPlan, outage: Outage): number {
  const row = detection.find(({ failure }) => failure === FAILURES[outage]);
  const { boundMs = null, coveredBy: keys = [] } = row ?? {};
  if (boundMs === null) throw new PeerProblemError({ kind: 'outage-not-detected', socket: number, outage, keys });
  return boundMs;
}
