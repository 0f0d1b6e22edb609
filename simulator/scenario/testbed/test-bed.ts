/** Everything that a scenario's steps act on. */
import type { WatchedDevice } from '../../../contract/device.ts';
import type { FarSides } from '../../../contract/far-side.ts';
import type { ChipFaults } from '../../chip/faults.ts';
import { type Clock, type Nanos, NS_PER_S } from '../../clock.ts';
import type { Link } from '../../net/link.ts';
import type { LinkPort } from '../../net/port.ts';
import { type Random, randomFrom } from '../../random.ts';
import type { Scenario } from '../format/scenario.generated.ts';
import { attachDhcpServer, dhcpAddress } from '../peers/dhcp.ts';
import type { Host } from '../peers/host.ts';
import { allHostConfigs, assignPeers, type HostConfig, type HostConfigs } from '../peers/host-config.ts';
import { createHostFactory } from '../peers/host-factory.ts';
import { misfits } from '../peers/misfits.ts';
import type { Recorder } from '../record/recorder.ts';
import { createSessionLog, type DeviceSession, type SessionLog, sessionFor } from '../record/sessions.ts';
import { createGaps, type Gaps } from './gaps.ts';
import { isKeptOpen } from './kept-open.ts';
import { createLink } from './link.ts';

export interface TestBed extends HostsAndLink {
  /** Injects faults into the device's chip. */
  readonly chipFaults: ChipFaults;
  /** The firmware is not the plan's and need not report why connections end. */
  readonly externalFirmware: boolean;
}

/** The test bed without the device's chip, which needs the device's port. */
export interface HostsAndLink {
  /** Why the scenario does not fit the plan; null if it fits. */
  readonly unfit: string | null;
  readonly clock: Clock;
  readonly plan: WatchedDevice;
  readonly farSides: FarSides;
  readonly recorder: Recorder;
  readonly link: Link;
  readonly devicePort: LinkPort & { unplug(): void; plug(): void };
  readonly sessions: SessionLog;
  readonly random: Random;
  readonly hosts: readonly Host[];
  /** When the first step starts: a random moment of the first second, so that seeds differ in the phase of the ticks. */
  readonly startNs: Nanos;
  readonly gaps: Gaps;
  /** The hosts behind the name of a peer or group, those that were left out as well. */
  membersOf(name: string): readonly Host[];
  /** The hosts behind the name of a peer or group with which the scenario goes on. */
  hostsOf(name: string): readonly Host[];
  /** The hosts behind the name, and the hosts that share a machine with one of them. */
  machinesOf(name: string): readonly Host[];
  /** Adds a host; null if no address is left for it. */
  addHost(config: HostConfig): Host | null;
  /** The scenario wants a router to forget the host's latest connection, but the device has kept the entry alive or closed. */
  isKeptOpen(host: Host): boolean;
  /** The device's view of a host's latest connection. */
  sessionOf(host: Host): DeviceSession | undefined;
}

export interface TestBedInput {
  readonly clock: Clock;
  readonly plan: WatchedDevice;
  readonly farSides: FarSides;
  readonly scenario: Scenario;
  readonly recorder: Recorder;
  readonly seed: number;
  /** The chip was faulty since then: what the device sends may be anything. */
  readonly wasFaultySince: (sinceNs: Nanos) => boolean;
}

/** Creates link and hosts; the device's port comes first. Check `unfit` before playing. */
export function createTestBed(input: TestBedInput): HostsAndLink {
  const { clock, plan, farSides, scenario, recorder, seed } = input;
  const { configs: assigned, missing } = assignPeers(scenario.peers, plan);
  const random = randomFrom(seed);
  const hosts: Host[] = [];
  const link = createLink(input, assigned, random.uint32(), hosts);
  const devicePort = link.attach('device');
  const sessions = createSessionLog(plan.watching !== null);
  const configs = allHostConfigs(assigned);
  const dhcpIp = scenario.dhcp && dhcpAddress(plan);
  const takenIps = dhcpIp === undefined ? [] : [dhcpIp];
  const factory = createHostFactory({ ...input, link, random, sessions, takenIps, hosts });
  for (const config of configs) factory.add(config);
  const noDhcp = attachDhcpServer({ clock, plan, link, report: recorder.report }, scenario.dhcp, dhcpIp);
  const unfit = missing ?? misfits(scenario, plan)[0]?.message ?? factory.problem(configs.length) ?? noDhcp;
  const startNs = Math.floor(random.unit() * NS_PER_S);
  const membersOf = finder(assigned, hosts);
  const gaps = createGaps({ clock, plan, expect: scenario.expect, sessions, hosts, hostsOf: membersOf });
  const hostsOf = (name: string): readonly Host[] =>
    membersOf(name).filter(({ config }) => !gaps.leftOut.some(({ peer }) => peer === config.name));
  const machinesOf = (name: string): readonly Host[] => {
    const machines = new Set(hostsOf(name).map(({ peer }) => peer));
    return hosts.filter(({ peer }) => machines.has(peer));
  };
  const sessionOf = ({ current }: Host): DeviceSession | undefined =>
    current === undefined ? undefined : sessionFor(sessions.sessions, current);
  const isToForget = (host: Host): boolean =>
    scenario.expect.detected.some(({ as, peer }) => as === 'nat-forgot' && membersOf(peer).includes(host));
  const isKept = (host: Host): boolean => {
    const session = isToForget(host) && host.current?.failure === null ? sessionOf(host) : undefined;
    return session !== undefined && isKeptOpen(session, { scenario, plan, timeline: recorder.events }, clock.nowNs);
  };
  const hostsAndLink = { unfit, clock, plan, farSides, recorder, link, devicePort, sessions, random, hosts, startNs };
  return { ...hostsAndLink, gaps, membersOf, hostsOf, machinesOf, addHost: factory.add, isKeptOpen: isKept, sessionOf };
}

function finder(configs: HostConfigs, hosts: readonly Host[]): (name: string) => readonly Host[] {
  return (name) => {
    const wanted = (configs.get(name) ?? []).map((config) => config.name);
    return hosts.filter((host) => wanted.includes(host.config.name));
  };
}
