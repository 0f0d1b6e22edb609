/** Puts hosts on the link: each peer a machine of its own, but one machine for all that is behind one server's address. */

import type { DevicePlan } from '../../../contract/device.ts';
import type { FarSides } from '../../../contract/far-side.ts';
import type { Clock } from '../../clock.ts';
import { Peer } from '../../host/peer.ts';
import { ipText } from '../../net/address.ts';
import type { Link } from '../../net/link.ts';
import type { Random } from '../../random.ts';
import type { Recorder } from '../record/recorder.ts';
import type { SessionLog } from '../record/sessions.ts';
import { hostAddresses, hostMac, isOnSubnet } from './addresses.ts';
import { tcpOf } from './character.ts';
import { createHost, type Host, type PeerMachine } from './host.ts';
import type { Role } from './roles.ts';
import { ServerMachine } from './server.ts';

/** More hosts than a scenario can have. */
const MOST_HOSTS = 512;

export interface HostFactory {
  /** Null when there is no address left, or no way to it. */
  readonly add: (role: Role) => Host | null;
  /** Why not all hosts found a place; null when they did. */
  readonly problem: (wantedCount: number) => string | null;
}

interface HostsInput {
  readonly clock: Clock;
  readonly plan: DevicePlan;
  readonly farSides: FarSides;
  readonly recorder: Recorder;
  readonly link: Link;
  readonly random: Random;
  readonly sessions: SessionLog;
  /** Where new ones go. */
  readonly hosts: Host[];
}

export function createHostFactory(input: HostsInput): HostFactory {
  const { clock, plan, farSides, hosts, sessions } = input;
  const { network } = plan;
  const deviceIp = Uint8Array.from(network.ip);
  const serverIps = plan.sockets.flatMap(({ client }) => (client === null ? [] : [Uint8Array.from(client.serverIp)]));
  const addresses = hostAddresses(network, MOST_HOSTS, serverIps);
  const servers = new Map<string, ServerMachine>();
  let machines = 0;
  let clients = 0;
  let isFull = false;
  let offSubnetServer: string | null = null;
  const attachMachine = (role: Role, ip: Uint8Array, standsFor: readonly Uint8Array[] = []): PeerMachine => {
    const { name, character } = role;
    const port = input.link.attach(name);
    const mac = hostMac(++machines);
    const report = input.recorder.report;
    const seed = input.random.uint32();
    return { peer: new Peer({ name, clock, port, report, mac, ip, standsFor, seed, tcp: tcpOf(character) }), port, ip };
  };
  const serverAt = (role: Role, ip: Uint8Array): ServerMachine | null => {
    const known = servers.get(ipText(ip));
    if (known !== undefined) return known;
    const isOffSubnet = !isOnSubnet(network, ip);
    if (isOffSubnet && offSubnetServer !== null) return null;
    if (isOffSubnet) offSubnetServer = ipText(ip);
    // What lies beyond the subnet goes to the gateway's MAC address.
    const server = new ServerMachine(
      attachMachine(role, ip, isOffSubnet ? [Uint8Array.from(network.gateway)] : []),
      sessions,
    );
    servers.set(ipText(ip), server);
    return server;
  };
  const addClient = (role: Role): Host | null => {
    const ip = addresses[clients++];
    isFull ||= ip === undefined;
    return ip === undefined
      ? null
      : createHost({ clock, role, farSide: farSides(role.socket), deviceIp, ...attachMachine(role, ip) });
  };
  const addServed = (role: Role, ip: Uint8Array): Host | null => {
    const server = serverAt(role, ip);
    if (server === null) return null;
    const host = createHost({ clock, role, farSide: farSides(role.socket), deviceIp, ...server.machine });
    server.add(host);
    return host;
  };
  return {
    add: (role) => {
      const host = role.server === null ? addClient(role) : addServed(role, role.server);
      if (host !== null) hosts.push(host);
      return host;
    },
    problem: (wantedCount) => {
      const subnet = network.subnet.join('.');
      if (isFull)
        return `The scenario needs ${wantedCount} host addresses; subnet ${subnet} has room for ${hosts.length}.`;
      return hosts.length < wantedCount
        ? `Sockets connect to more than one server outside of subnet ${subnet}; the simulator has one way there, and ${offSubnetServer} has taken it.`
        : null;
    },
  };
}
