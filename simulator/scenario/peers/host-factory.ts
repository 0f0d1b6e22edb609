/** Attaches hosts to the link. Each peer has a machine of its own; all hosts behind one server address share one. */

import type { DevicePlan } from '../../../contract/device.ts';
import type { FarSides } from '../../../contract/far-side.ts';
import { ipv4OfBytes, isSameNetwork } from '../../../values/ipv4.ts';
import type { Clock, Nanos } from '../../clock.ts';
import { Peer } from '../../host/peer.ts';
import { ipText } from '../../net/address.ts';
import type { Link } from '../../net/link.ts';
import type { Random } from '../../random.ts';
import type { Recorder } from '../record/recorder.ts';
import type { SessionLog } from '../record/sessions.ts';
import { broadcastAddress, hostAddresses, hostMac, MOST_HOSTS, serverAddresses } from './addresses.ts';
import { createHost, type Host, type PeerMachine } from './host.ts';
import type { HostConfig } from './host-config.ts';
import { tcpOf } from './profile.ts';
import { ServerMachine } from './server.ts';

export interface HostFactory {
  /** Null if no address is left, or the address cannot be reached. */
  readonly add: (config: HostConfig) => Host | null;
  /** Why not all hosts could be attached; null if all were. */
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
  /** Addresses of other machines on the link. */
  readonly takenIps: readonly Uint8Array[];
  /** New hosts are appended here. */
  readonly hosts: Host[];
  readonly wasFaultySince: (sinceNs: Nanos) => boolean;
}

export function createHostFactory(input: HostsInput): HostFactory {
  const { clock, plan, farSides, hosts, sessions, wasFaultySince } = input;
  const { report } = input.recorder;
  const { network } = plan;
  const deviceIp = Uint8Array.from(network.ip);
  const broadcastIp = broadcastAddress(network);
  const addresses = hostAddresses(network, MOST_HOSTS, [...serverAddresses(plan), ...input.takenIps]);
  const servers = new Map<string, ServerMachine>();
  const shared = { clock, deviceIp, report, wasFaultySince, worstPollMs: plan.loop.worstPollMs };
  let machines = 0;
  let clients = 0;
  let isFull = false;
  let offSubnetServer: string | null = null;
  const attachMachine = (config: HostConfig, ip: Uint8Array, standsFor: readonly Uint8Array[] = []): PeerMachine => {
    const { name, profile } = config;
    const port = input.link.attach(name);
    const mac = hostMac(++machines);
    const seed = input.random.uint32();
    const ends = { mac, ip, standsFor, ...(broadcastIp && { broadcastIp }) };
    return { peer: new Peer({ name, clock, port, report, ...ends, seed, tcp: tcpOf(profile) }), port, ip };
  };
  const serverAt = (config: HostConfig, ip: Uint8Array): ServerMachine | null => {
    const known = servers.get(ipText(ip));
    if (known !== undefined) return known;
    const isOffSubnet = !isSameNetwork(ipv4OfBytes(ip), ipv4OfBytes(network.ip), ipv4OfBytes(network.subnet));
    if (isOffSubnet && offSubnetServer !== null) return null;
    if (isOffSubnet) offSubnetServer = ipText(ip);
    // Frames for addresses outside the subnet go to the gateway's MAC address.
    const server = new ServerMachine(
      attachMachine(config, ip, isOffSubnet ? [Uint8Array.from(network.gateway)] : []),
      sessions,
    );
    servers.set(ipText(ip), server);
    return server;
  };
  const hostOn = (machine: PeerMachine, config: HostConfig): Host =>
    createHost({ ...shared, config, farSide: farSides(config.socket), ...machine });
  const addClient = (config: HostConfig): Host | null => {
    const ip = addresses[clients++];
    isFull ||= ip === undefined;
    return ip === undefined ? null : hostOn(attachMachine(config, ip), config);
  };
  const addServed = (config: HostConfig, ip: Uint8Array): Host | null => {
    const server = serverAt(config, ip);
    if (server === null) return null;
    const host = hostOn(server.machine, config);
    server.add(host);
    return host;
  };
  return {
    add: (config) => {
      const host = config.server === null ? addClient(config) : addServed(config, config.server);
      if (host !== null) hosts.push(host);
      return host;
    },
    problem: (wantedCount) => {
      const subnet = network.subnet.join('.');
      if (isFull)
        return `The scenario needs ${wantedCount} host addresses; subnet ${subnet} has room for ${hosts.length}.`;
      return hosts.length < wantedCount
        ? `Sockets connect to more than one server outside of subnet ${subnet}; the simulator models only one, ${offSubnetServer}.`
        : null;
    },
  };
}
