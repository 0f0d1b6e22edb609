/** How long a scenario can take at most. */
import type { WatchedDevice } from '../../../contract/device.ts';
import { type Nanos, NS_PER_MS, NS_PER_S } from '../../clock.ts';
import { durationMs } from '../format/duration.ts';
import type { Duration, Scenario, Step } from '../format/scenario.generated.ts';
import { allRoles, assignPeers, type Roles, socketsOf } from '../peers/roles.ts';

/** For the proof that ports listen again, and a little to spare. */
const AFTERWARDS_NS = 60 * NS_PER_S;

/** Every step ends by its own limit; the sum bounds the run even if the firmware never lets it end. */
export function longestNs({ peers, steps }: Scenario, plan: WatchedDevice): Nanos {
  const { roles } = assignPeers(peers, plan);
  return AFTERWARDS_NS + Math.ceil(longestMs(steps, plan, roles) * NS_PER_MS);
}

function longestMs(steps: readonly Step[], plan: WatchedDevice, roles: Roles): number {
  return steps.reduce((sum, step) => sum + stepMs(step, plan, roles), 0);
}

function stepMs(step: Step, plan: WatchedDevice, roles: Roles): number {
  const lasting = (duration: Duration, peer?: string): number => {
    const hosts = peer === undefined ? allRoles(roles) : (roles.get(peer) ?? []);
    return durationMs(duration, plan, socketsOf(hosts, plan));
  };
  if (step.do === 'repeat') return step.times * longestMs(step.steps, plan, roles);
  if (step.do === 'wait') return lasting(step.for);
  return 'limit' in step ? lasting(step.limit, step.peer) : 0;
}
