/** Whether the wire explains why the chip has given a connection up. */
import { type Nanos, NS_PER_MS } from '../clock.ts';
import type { ConnectionRecord } from '../scenario/record/connection-record.ts';
import type { DeviceSession } from '../scenario/record/sessions.ts';
import type { TimelineEvent } from '../timeline.ts';
import type { Case } from './evidence.ts';

/** The first transmission is exactly a TCP timeout old. */
const MARGIN_NS = 10 * NS_PER_MS;

/**
 * The chip gives up after RCR + 1 transmissions without an answer. The wire explains it when so many frames of the
 * connection were lost meanwhile, these or their answers, although the peer was alive and the cable may be mended since.
 */
export function isLostOnWire({ timeline, plan }: Case, record: ConnectionRecord, session: DeviceSession): boolean {
  const { left } = session;
  if (left === null || left.cause !== 'timeout') return false;
  const { count, tcpTimeoutMs } = plan.retransmission;
  const sinceNs = left.atNs - tcpTimeoutMs * NS_PER_MS - MARGIN_NS;
  return lostFrames({ timeline }, record, sinceNs, left.atNs) > count;
}

/** How many frames of a connection the wire has lost or damaged between two times, both included. */
export function lostFrames(
  { timeline }: Pick<Case, 'timeline'>,
  { address }: Pick<ConnectionRecord, 'address'>,
  sinceNs: Nanos,
  untilNs: Nanos,
): number {
  const isMeant = (event: TimelineEvent): boolean =>
    event.atNs >= sinceNs && event.atNs <= untilNs && isLost(event) && event.summary.includes(` ${address} `);
  return timeline.filter(isMeant).length;
}

function isLost(event: TimelineEvent): event is TimelineEvent & { readonly summary: string } {
  if (event.kind === 'frame-lost') return event.lost === 'cut';
  if (event.kind !== 'frame') return false;
  return event.lost === 'cut' || event.lost === 'loss' || event.impaired?.includes('corrupted') === true;
}
