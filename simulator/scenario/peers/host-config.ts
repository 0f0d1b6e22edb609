/** The hosts that a scenario's peers stand for, given the sockets of a plan. */

import type { DevicePlan, DeviceSocket } from '../../../contract/device.ts';
import type { PeerSettings } from '../format/scenario.generated.ts';
import { type PeerProfile, PLAIN_PROFILE, profileOf } from './profile.ts';

/** One host: its name in the timeline and the address where it and the device connect. */
export interface HostConfig {
  readonly name: string;
  /** The port that it connects to, or that it listens on as a server. */
  readonly port: number;
  /** The number of the socket. If several sockets listen on one port, the chip may give the connection to any of them. */
  readonly socket: number;
  /** The address that the device connects to if the socket is a client; null for a server socket. */
  readonly server: Uint8Array | null;
  readonly profile: PeerProfile;
}

/** The name of a peer or group → its hosts; members of a group also have an entry of their own. */
export type HostConfigs = ReadonlyMap<string, readonly HostConfig[]>;

/** `missing` names a peer whose socket the plan does not have, or is a client with another peer as its server. */
export function assignPeers(
  peers: readonly PeerSettings[],
  plan: DevicePlan,
): { readonly configs: HostConfigs; readonly missing: string | null } {
  let missing: string | null = null;
  const configs = new Map<string, readonly HostConfig[]>();
  const count = plan.sockets.length;
  for (const peer of peers) {
    const { name, socket } = peer;
    const profile = profileOf(peer);
    if (typeof socket === 'number') {
      const planned = plan.sockets[socket];
      missing ??=
        planned === undefined ? `Peer "${name}" is for socket ${socket}; the spec has ${count}, counted from 0.` : null;
      configs.set(name, planned === undefined ? [] : [hostConfigFor(planned, name, profile)]);
      continue;
    }
    const sockets = plan.sockets.slice(socket === 'others' ? 1 : 0).filter(takesPeers);
    const members = sockets.map((planned) => hostConfigFor(planned, memberName(name, plan, planned), profile));
    configs.set(name, members);
    for (const member of members) configs.set(member.name, [member]);
  }
  return { configs, missing: missing ?? conflictIn(allHostConfigs(configs)) };
}

/** Scenarios count the sockets of the spec from 0, whatever numbers the chip has for them: one fits many specs. */
function memberName(group: string, { sockets }: DevicePlan, socket: DeviceSocket): string {
  return `${group}-${sockets.indexOf(socket)}`;
}

/** Of the sockets of a port with a page one is left to the page; a client more than the others would be refused. */
export function takesPeers({ websocket }: DeviceSocket): boolean {
  return websocket?.keptForPage !== true;
}

/** Of these sockets, which lost a client, so many of each port as may have one at the same time. */
export function withinRoom(lost: readonly DeviceSocket[], { sockets }: DevicePlan): readonly DeviceSocket[] {
  return lost.filter((socket, index) => {
    const isHere = (other: DeviceSocket): boolean => other.client === null && other.port === socket.port;
    return lost.slice(0, index).filter(isHere).length < sockets.filter((it) => isHere(it) && takesPeers(it)).length;
  });
}

function conflictIn(configs: readonly HostConfig[]): string | null {
  for (const [index, { server, socket, name }] of configs.entries()) {
    const other = server === null ? undefined : configs.slice(0, index).find((earlier) => earlier.socket === socket);
    if (other === undefined) continue;
    return `Peers "${other.name}" and "${name}" are both for socket ${socket}, which is a client and has one server.`;
  }
  return null;
}

export function hostConfigFor(socket: DeviceSocket, name: string, profile: PeerProfile = PLAIN_PROFILE): HostConfig {
  const { client, number } = socket;
  const meets =
    client === null
      ? { port: socket.port, server: null }
      : { port: client.serverPort, server: Uint8Array.from(client.serverIp) };
  return { name, socket: number, ...meets, profile };
}

/** The sockets that these hosts may be connected to: all that listen on a host's port, or are clients of its server. */
export function socketsOf(configs: readonly HostConfig[], { sockets }: DevicePlan): readonly DeviceSocket[] {
  const own = new Set(configs.map(({ socket }) => socket));
  const met = new Set(sockets.filter(({ number }) => own.has(number)).map(meetingPoint));
  return sockets.filter((socket) => met.has(meetingPoint(socket)));
}

function meetingPoint({ port, client }: DeviceSocket): string {
  return client === null ? `${port}` : `${client.serverIp.join('.')}:${client.serverPort}`;
}

/** Every host once, in the order of the scenario. */
export function allHostConfigs(configs: HostConfigs): readonly HostConfig[] {
  return [...new Map([...configs.values()].flat().map((config) => [config.name, config])).values()];
}
