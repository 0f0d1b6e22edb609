import { NS_PER_MS } from '../../clock.ts';
import { durationMs } from '../format/duration.ts';
import type { Scenario } from '../format/scenario.generated.ts';
import type { Host } from '../peers/host.ts';
import type { ConnectionRecord } from '../record/connection-record.ts';
import { type DeviceSession, sessionFor } from '../record/sessions.ts';
import { mayStayUntold } from '../record/untold.ts';
import type { Task } from '../testbed/scheduler.ts';
import type { TestBed } from '../testbed/test-bed.ts';

/**
 * For firmware that is not the plan's (--elf) and for platform iolibrary: waits until all failures that must be detected are
 * reported, at most for the largest bound of the plan. Such firmware may have more sockets than the spec. Then it serves new
 * clients long before, and the steps end early.
 */
export function* awaitDetections(bed: TestBed, { expect }: Scenario): Task {
  if (!bed.externalFirmware && bed.plan.watching === null) return;
  const hosts = expect.detected.flatMap(({ peer }) => bed.hostsOf(peer));
  const isTold = (record: ConnectionRecord, session: DeviceSession): boolean =>
    bed.externalFirmware || session.report !== null || mayStayUntold(bed.plan, record);
  const isNoticed = (host: Host): boolean =>
    host.records.every((record) => {
      const session = sessionFor(bed.sessions.sessions, record);
      return record.failure === null || session === undefined || (session.left !== null && isTold(record, session));
    });
  const limitNs = durationMs('bound', bed.plan, bed.plan.sockets) * NS_PER_MS;
  yield { what: 'the failures to be noticed', until: () => hosts.every(isNoticed), limitNs };
}
