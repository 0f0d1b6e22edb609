/** Which hosts a scenario's peers stand for, given the sockets of a plan. */

import type { DevicePlan, DeviceSocket } from '../../../contract/device.ts';
import type { PeerSettings } from '../format/scenario.generated.ts';
import { type Character, characterOf, PLAIN } from './character.ts';

/** One host: its name in the timeline and where it meets the device. */
export interface Role {
  readonly name: string;
  /** The port it connects to, or as a server listens on. */
  readonly port: number;
  /** The socket of the plan; of several that listen on one port, the chip gives the connection to any. */
  readonly socket: number;
  /** The address at which the device expects it, where the socket is a client. */
  readonly server: Uint8Array | null;
  readonly character: Character;
}

/** The name of a peer or group → its hosts; members of a group are found by their own names too. */
export type Roles = ReadonlyMap<string, readonly Role[]>;

/** `missing` says which peer wants a socket that the plan does not have, or that another peer is the server of. */
export function assignPeers(
  peers: readonly PeerSettings[],
  plan: DevicePlan,
): { readonly roles: Roles; readonly missing: string | null } {
  let missing: string | null = null;
  const roles = new Map<string, readonly Role[]>();
  const count = plan.sockets.length;
  for (const peer of peers) {
    const { name, socket } = peer;
    const character = characterOf(peer);
    if (typeof socket === 'number') {
      const planned = plan.sockets[socket];
      missing ??=
        planned === undefined ? `Peer "${name}" is for socket ${socket}; the spec has ${count}, counted from 0.` : null;
      roles.set(name, planned === undefined ? [] : [roleFor(planned, name, character)]);
      continue;
    }
    const sockets = plan.sockets.slice(socket === 'others' ? 1 : 0);
    const members = sockets.map((planned) => roleFor(planned, `${name}-${planned.number}`, character));
    roles.set(name, members);
    for (const member of members) roles.set(member.name, [member]);
  }
  return { roles, missing: missing ?? rivalry(allRoles(roles)) };
}

function rivalry(roles: readonly Role[]): string | null {
  for (const [index, { server, socket, name }] of roles.entries()) {
    const other = server === null ? undefined : roles.slice(0, index).find((earlier) => earlier.socket === socket);
    if (other === undefined) continue;
    return `Peers "${other.name}" and "${name}" are both for socket ${socket}, which is a client and has one server.`;
  }
  return null;
}

export function roleFor(socket: DeviceSocket, name: string, character: Character = PLAIN): Role {
  const { client, number } = socket;
  const meets =
    client === null
      ? { port: socket.port, server: null }
      : { port: client.serverPort, server: Uint8Array.from(client.serverIp) };
  return { name, socket: number, ...meets, character };
}

/** The sockets that these hosts may be connected to: all that listen on a host's port, or are clients of its server. */
export function socketsOf(roles: readonly Role[], { sockets }: DevicePlan): readonly DeviceSocket[] {
  const own = new Set(roles.map(({ socket }) => socket));
  const met = new Set(sockets.filter(({ number }) => own.has(number)).map(meetingPoint));
  return sockets.filter((socket) => met.has(meetingPoint(socket)));
}

function meetingPoint({ port, client }: DeviceSocket): string {
  return client === null ? `${port}` : `${client.serverIp.join('.')}:${client.serverPort}`;
}

/** Every host once, in the order of the scenario. */
export function allRoles(roles: Roles): readonly Role[] {
  return [...new Map([...roles.values()].flat().map((role) => [role.name, role])).values()];
}
