/** Which failure a connection had, where that depends on what the application has said. */
import type { Nanos } from '../../clock.ts';
import type { Detected } from '../format/scenario.generated.ts';
import { type ConnectionRecord, isEchoed } from './connection-record.ts';
import type { DeviceSession } from './sessions.ts';

type FailureName = Detected['as'];

/** Failures that probes detect: nothing is probed before data was exchanged. */
const NEED_DATA: readonly FailureName[] = ['cable-cut', 'power-cut', 'nat-forgot', 'peer-reboot'];

/**
 * A scenario names the failure for an application that echoes. Any other application may have sent nothing yet, or
 * something by itself. Then it is another failure of the plan, for example silent-client instead of cable-cut.
 */
export function actualFailure(
  expected: FailureName,
  record: ConnectionRecord | undefined,
  session: DeviceSession | undefined,
  failure = record?.failure ?? null,
): FailureName {
  if (record === undefined || failure === null || session === undefined) return expected;
  if (isEchoed(record) && record.isFramed !== true) return expected;
  const { atNs } = failure;
  const named = expected === 'cut-while-sending' && !isSending(session, atNs) ? 'cable-cut' : expected;
  // What the peer has sent and the wire has lost is no data to the device.
  const hasData = session.arrivals.length > 0 || (session.sendsNs[0] ?? Infinity) < atNs;
  if (NEED_DATA.includes(named) && !hasData) return 'silent-client';
  return named === 'silent-client' && hasData ? 'cable-cut' : named;
}

/** Whether data was unacknowledged at the failure: what is repeated after it was sent before it, not by a method later. */
function isSending({ retransmissionsNs, sendsNs }: DeviceSession, atNs: Nanos): boolean {
  const repeatedNs = retransmissionsNs.find((it) => it > atNs);
  const sentNs = repeatedNs === undefined ? undefined : sendsNs.findLast((it) => it <= repeatedNs);
  return sentNs !== undefined && sentNs <= atNs;
}
