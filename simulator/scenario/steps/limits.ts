/** The longest time that a scenario can take. */
import type { WatchedDevice } from '../../../contract/device.ts';
import { type Nanos, NS_PER_MS, NS_PER_S } from '../../clock.ts';
import { durationMs } from '../format/duration.ts';
import type { Duration, Scenario, Step } from '../format/scenario.generated.ts';
import { allHostConfigs, assignPeers, type HostConfigs, socketsOf } from '../peers/host-config.ts';

/** Time limit for the first message of a device that sends first. */
const FIRST_MESSAGE_NS = 120 * NS_PER_S;

/** For the check that ports listen again, with a margin; the plan's largest bound comes on top. */
const AFTERWARDS_NS = 60 * NS_PER_S;

/** Every step has a limit. Their sum bounds the run, whatever the firmware does. */
export function longestNs({ peers, steps }: Scenario, plan: WatchedDevice): Nanos {
  const { configs } = assignPeers(peers, plan);
  const stepsMs = longestMs(steps, plan, configs) + durationMs('bound', plan, plan.sockets);
  return AFTERWARDS_NS + 2 * settleNs(0, plan) + Math.ceil(stepsMs * NS_PER_MS);
}

function longestMs(steps: readonly Step[], plan: WatchedDevice, configs: HostConfigs): number {
  return steps.reduce((sum, step) => sum + stepMs(step, plan, configs), 0);
}

function stepMs(step: Step, plan: WatchedDevice, configs: HostConfigs): number {
  const lasting = (duration: Duration, peer?: string): number => {
    const hosts = peer === undefined ? allHostConfigs(configs) : (configs.get(peer) ?? []);
    return durationMs(duration, plan, socketsOf(hosts, plan));
  };
  if (step.do === 'repeat') return step.times * longestMs(step.steps, plan, configs);
  if (step.do === 'wait') return lasting(step.for);
  const limitMs = 'limit' in step ? lasting(step.limit, step.peer) : 0;
  return step.do === 'expect-echo' ? settleNs(limitMs * NS_PER_MS, plan) / NS_PER_MS : limitMs;
}

/** How long peers wait for the answers that their traffic expects, at most. `limitNs`: of the step. */
export function settleNs(limitNs: Nanos, { sockets }: Pick<WatchedDevice, 'sockets'>): Nanos {
  const talks = sockets.some(({ peerTraffic }) => typeof peerTraffic !== 'string');
  return talks ? Math.max(limitNs, FIRST_MESSAGE_NS) : limitNs;
}
