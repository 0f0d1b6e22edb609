/** Everything that a scenario's steps act upon. */
import type { WatchedDevice } from '../../../contract/device.ts';
import type { FarSides } from '../../../contract/far-side.ts';
import type { ChipFaults } from '../../chip/faults.ts';
import { type Clock, type Nanos, NS_PER_S } from '../../clock.ts';
import type { Link } from '../../net/link.ts';
import type { LinkPort } from '../../net/port.ts';
import { type Random, randomFrom } from '../../random.ts';
import type { Scenario } from '../format/scenario.generated.ts';
import type { Host } from '../peers/host.ts';
import { createHostFactory } from '../peers/host-factory.ts';
import { allRoles, assignPeers, type Role, type Roles } from '../peers/roles.ts';
import type { Recorder } from '../record/recorder.ts';
import { createSessionLog, type DeviceSession, type SessionLog, sessionFor } from '../record/sessions.ts';
import { createLink } from './link.ts';

export interface TestBed extends HostsAndLink {
  /** What may be done to the device's chip. */
  readonly chipFaults: ChipFaults;
  /** The firmware is somebody's own, and need not tell an application why connections end. */
  readonly externalFirmware: boolean;
}

/** All but the device's chip, which needs a port of it. */
export interface HostsAndLink {
  /** Why the scenario does not fit the plan; null when it does. */
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
  /** When the first step is taken: any moment of the first second, so that seeds differ in the phase of the ticks. */
  readonly startNs: Nanos;
  /** The hosts behind the name of a peer or group. */
  hostsOf(name: string): readonly Host[];
  /** Those, and the hosts that share a machine with one of them. */
  machinesOf(name: string): readonly Host[];
  /** A host more, or null when there is no address left for it. */
  addHost(role: Role): Host | null;
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
}

/** Puts up link and hosts; the device's port comes first. Check `unfit` before playing. */
export function createTestBed(input: TestBedInput): HostsAndLink {
  const { clock, plan, farSides, scenario, recorder, seed } = input;
  const { roles: assigned, missing } = assignPeers(scenario.peers, plan);
  const random = randomFrom(seed);
  const hosts: Host[] = [];
  const link = createLink(input, assigned, random.uint32(), hosts);
  const devicePort = link.attach('device');
  const sessions = createSessionLog();
  const roles = allRoles(assigned);
  const factory = createHostFactory({ ...input, link, random, sessions, hosts });
  for (const role of roles) factory.add(role);
  const unfit = missing ?? factory.problem(roles.length);
  const startNs = Math.floor(random.unit() * NS_PER_S);
  const hostsOf = finder(assigned, hosts);
  const machinesOf = (name: string): readonly Host[] => {
    const machines = new Set(hostsOf(name).map(({ peer }) => peer));
    return hosts.filter(({ peer }) => machines.has(peer));
  };
  const sessionOf = ({ current }: Host): DeviceSession | undefined =>
    current === undefined ? undefined : sessionFor(sessions.sessions, current);
  const hostsAndLink = { unfit, clock, plan, farSides, recorder, link, devicePort, sessions, random, hosts, startNs };
  return { ...hostsAndLink, hostsOf, machinesOf, addHost: factory.add, sessionOf };
}

function finder(roles: Roles, hosts: readonly Host[]): (name: string) => readonly Host[] {
  return (name) => {
    const wanted = (roles.get(name) ?? []).map((role) => role.name);
    return hosts.filter((host) => wanted.includes(host.role.name));
  };
}
