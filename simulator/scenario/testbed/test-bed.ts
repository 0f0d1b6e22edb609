/** Everything that a scenario's steps act upon. */
import type { Plan } from '../../../contract/plan.ts';
import type { ChipFaults } from '../../chip/faults.ts';
import { type Clock, type Nanos, NS_PER_MS, NS_PER_S } from '../../clock.ts';
import { Link } from '../../net/link.ts';
import type { LinkPort } from '../../net/port.ts';
import { type Random, randomFrom } from '../../random.ts';
import type { Scenario } from '../format/scenario.generated.ts';
import type { Host } from '../peers/host.ts';
import { hostAdder } from '../peers/host-factory.ts';
import { allRoles, castRoles, type Role, type Roles } from '../peers/roles.ts';
import { tell } from '../steps/report-step.ts';
import { impairmentsOf, natOf } from '../steps/wire.ts';
import type { Recorder } from './recorder.ts';
import { createStintLog, type Stint, type StintLog, stintFor } from './sessions.ts';

export interface Stage extends Scenery {
  /** What may be done to the device's chip. */
  readonly chipFaults: ChipFaults;
  /** The firmware is somebody's own, and need not tell an application why connections end. */
  readonly foreign: boolean;
}

/** All but the device's chip, which needs a port of it. */
export interface Scenery {
  /** Why the scenario does not fit the plan; null when it does. */
  readonly unfit: string | null;
  readonly clock: Clock;
  readonly plan: Plan;
  readonly recorder: Recorder;
  readonly link: Link;
  readonly devicePort: LinkPort & { unplug(): void; plug(): void };
  readonly stints: StintLog;
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
  stintOf(host: Host): Stint | undefined;
}

export interface StageInput {
  readonly clock: Clock;
  readonly plan: Plan;
  readonly scenario: Scenario;
  readonly recorder: Recorder;
  readonly seed: number;
}

/** Puts up link and hosts; the device's port comes first. Check `unfit` before playing. */
export function setStage(input: StageInput): Scenery {
  const { clock, plan, scenario, recorder, seed } = input;
  const { roles: castAs, missing } = castRoles(scenario.peers, plan);
  const random = randomFrom(seed);
  const hosts: Host[] = [];
  const link = linkOf(input, random.uint32(), hosts);
  const devicePort = link.attach('device');
  const stints = createStintLog();
  const roles = allRoles(castAs);
  const adder = hostAdder({ ...input, link, random, stints, hosts });
  for (const role of roles) adder.add(role);
  const unfit = missing ?? adder.problem(roles.length);
  const startNs = Math.floor(random.unit() * NS_PER_S);
  const hostsOf = finder(castAs, hosts);
  const machinesOf = (name: string): readonly Host[] => {
    const machines = new Set(hostsOf(name).map(({ peer }) => peer));
    return hosts.filter(({ peer }) => machines.has(peer));
  };
  const stintOf = ({ current }: Host): Stint | undefined =>
    current === undefined ? undefined : stintFor(stints.stints, current);
  const scenery = { unfit, clock, plan, recorder, link, devicePort, stints, random, hosts, startNs };
  return { ...scenery, hostsOf, machinesOf, addHost: adder.add, stintOf };
}

function linkOf({ clock, plan, scenario, recorder }: StageInput, seed: number, hosts: readonly Host[]): Link {
  const { latencyMs, nat, ...wire } = scenario.link;
  const onForgotten = (address: string, devicePort: number): void => {
    const host = hosts.find(({ current }) => current?.address === address && current.port === devicePort);
    if (host === undefined || host.isEnded()) return;
    tell({ recorder }, `the translator forgets the connection of ${host.role.name}`);
    host.die('nat');
  };
  const translator = nat === undefined ? {} : { nat: natOf(nat, plan, clock, onForgotten) };
  const latencyNs = Math.round(latencyMs * NS_PER_MS);
  const link = new Link({ clock, report: recorder.report, latencyNs, seed, ...translator });
  link.impair(impairmentsOf(wire));
  return link;
}

function finder(roles: Roles, hosts: readonly Host[]): (name: string) => readonly Host[] {
  return (name) => {
    const wanted = (roles.get(name) ?? []).map((role) => role.name);
    return hosts.filter((host) => wanted.includes(host.role.name));
  };
}
