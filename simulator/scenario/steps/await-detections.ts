import { NS_PER_MS } from '../../clock.ts';
import { durationMs } from '../format/duration.ts';
import type { Scenario } from '../format/scenario.generated.ts';
import type { Host } from '../peers/host.ts';
import { sessionFor } from '../record/sessions.ts';
import type { Task } from '../testbed/scheduler.ts';
import type { TestBed } from '../testbed/test-bed.ts';

/**
 * Waits until firmware that is not the plan's has noticed the failures that it must notice, for at most the plan's largest
 * bound: with more sockets than the spec it serves new clients long before, and the steps are done.
 */
export function* awaitDetections(bed: TestBed, { expect }: Scenario): Task {
  if (!bed.externalFirmware) return;
  const hosts = expect.detected.flatMap(({ peer }) => bed.hostsOf(peer));
  const isNoticed = (host: Host): boolean =>
    host.records.every((record) => record.failure === null || sessionFor(bed.sessions.sessions, record)?.left !== null);
  const limitNs = durationMs('bound', bed.plan, bed.plan.sockets) * NS_PER_MS;
  yield { what: 'the failures to be noticed', until: () => hosts.every(isNoticed), limitNs };
}
