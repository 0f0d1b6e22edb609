/** Finds what a scenario does with WebSockets on sockets that speak another protocol. */
import type { DevicePlan } from '../../../contract/device.ts';
import type { Problem } from '../../../document/problem.ts';
import type { Scenario, Step } from '../format/scenario.generated.ts';
import { socketNumbered } from '../format/socket-numbered.ts';
import { assignPeers, type HostConfigs } from './host-config.ts';
import { isWebsocketKind } from './websocket-habits.ts';

/** A scenario that fits the plan has the sockets for its peers, and WebSockets where it asks for them. */
export function fits(scenario: Pick<Scenario, 'peers' | 'steps'>, plan: DevicePlan): boolean {
  return assignPeers(scenario.peers, plan).missing === null && misfits(scenario, plan).length === 0;
}

/** Problems in the order of the text. */
export function misfits({ peers, steps }: Pick<Scenario, 'peers' | 'steps'>, plan: DevicePlan): readonly Problem[] {
  const { configs } = assignPeers(peers, plan);
  const ofPeers = peers.flatMap(({ name, kind }, index) =>
    isWebsocketKind(kind)
      ? misfit(`A peer of the kind "${kind}"`, name, `/peers/${index}/kind`, { configs, plan })
      : [],
  );
  return [...ofPeers, ...ofSteps(steps, '/steps', { configs, plan })];
}

interface Place {
  readonly configs: HostConfigs;
  readonly plan: DevicePlan;
}

function ofSteps(steps: readonly Step[], pointer: string, place: Place): readonly Problem[] {
  return steps.flatMap((step, index) => {
    const here = `${pointer}/${index}`;
    if (step.do === 'repeat') return ofSteps(step.steps, `${here}/steps`, place);
    if (step.do === 'ws-message' || step.do === 'ws-ping' || step.do === 'ws-close')
      return misfit(`The step "${step.do}"`, step.peer, `${here}/do`, place);
    const waits = step.do === 'wait-until' && (step.is === 'open' || step.is === 'ponged');
    return waits ? misfit(`"wait-until" with "${step.is}"`, step.peer, `${here}/is`, place) : [];
  });
}

function misfit(what: string, peer: string, pointer: string, { configs, plan }: Place): readonly Problem[] {
  const hosts = configs.get(peer) ?? [];
  const other = hosts
    .map(({ socket }) => socketNumbered(plan, socket))
    .find((it) => it !== undefined && it.websocket === null);
  if (other === undefined) return [];
  const message = `${what} needs a WebSocket; "${peer}" is for socket ${other.number}, whose protocol is ${other.protocol}.`;
  return [{ pointer, rule: 'scenario/websocket', message }];
}
