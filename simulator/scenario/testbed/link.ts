/** The link of a scenario, and the NAT router in it. */
import type { WatchedDevice } from '../../../contract/device.ts';
import { type Clock, type Nanos, NS_PER_MS } from '../../clock.ts';
import { Link } from '../../net/link.ts';
import { Nat } from '../../net/nat.ts';
import type { NatSettings as NatShape, Scenario } from '../format/scenario.generated.ts';
import { impairmentsOf } from '../format/wire.ts';
import type { Host } from '../peers/host.ts';
import type { HostConfigs } from '../peers/host-config.ts';
import type { Recorder } from '../record/recorder.ts';
import { reportStep } from '../record/report-step.ts';
import { forgetsAfterNs } from './kept-open.ts';

export interface ScenarioLinkInput {
  readonly clock: Clock;
  readonly plan: WatchedDevice;
  readonly scenario: Scenario;
  readonly recorder: Recorder;
}

/** A host of `hosts` whose NAT entry expires counts as failed. The list may still be filling. */
export function createLink(input: ScenarioLinkInput, configs: HostConfigs, seed: number, hosts: readonly Host[]): Link {
  const { clock, plan, scenario, recorder } = input;
  const { latencyMs, nat, ...wire } = scenario.link;
  const onForgotten = (address: string, devicePort: number): void => {
    const host = hosts.find(({ current }) => current?.address === address && current.port === devicePort);
    if (host === undefined || host.isEnded()) return;
    reportStep({ recorder }, `the NAT router forgets the connection of ${host.config.name}`);
    host.fail('nat');
  };
  const limitNs = forgetsAfterNs(scenario, plan, configs);
  const router = nat === undefined || limitNs === null ? {} : { nat: natOf(nat, limitNs, plan, clock, onForgotten) };
  const latencyNs = Math.round(latencyMs * NS_PER_MS);
  const link = new Link({ clock, report: recorder.report, latencyNs, seed, ...router });
  link.impair(impairmentsOf(wire));
  return link;
}

function natOf(
  { answers }: NatShape,
  limitNs: Nanos,
  plan: WatchedDevice,
  clock: Clock,
  onForgotten: (address: string, devicePort: number) => void,
): Nat {
  const opensFrom = plan.sockets.some(({ role }) => role === 'client') ? 'both' : 'peers';
  return new Nat({ clock, forgetsAfterNs: limitNs, answers, opensFrom, onForgotten });
}
