import type { CostPlan, Method } from '../../contract/promises.ts';
import { HEARTBEATS_WITHIN } from '../plan/costs.ts';

/** Which packets a method costs. Methods that are not here cost none. */
const WORDS: Readonly<Partial<Record<Method, string>>> = {
  probe: 'a probe and its answer every KA_SEND_PERIOD',
  data: 'a heartbeat of the device and its acknowledgement every heartbeat.send.everyS',
  heartbeat: `a heartbeat of the peer and its acknowledgement, ${HEARTBEATS_WITHIN} in heartbeat.expect.withinS`,
  ask: 'question, answer and two acknowledgements at most, every ask.afterIdleS',
};

export function costText({ method, packetsPerDay }: CostPlan): string {
  return `${packetsPerDay} packets a day: ${WORDS[method]}`;
}
