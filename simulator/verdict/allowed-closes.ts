/** Whether firmware may have ended the connection of a peer that is alive. */
import type { ClosedConnection } from '../../contract/far-side.ts';
import { type Nanos, NS_PER_MS } from '../clock.ts';
import { socketNumbered } from '../scenario/format/socket-numbered.ts';
import type { ConnectionRecord } from '../scenario/record/connection-record.ts';
import type { DeviceSession } from '../scenario/record/sessions.ts';
import type { Case } from './evidence.ts';

/** Whether the socket's methods allow the reason that the firmware reported, and the reason is true. */
export function isAllowedClose(facts: Case, record: ConnectionRecord, session: DeviceSession): boolean {
  const { left, report } = session;
  if (left === null || report === null) return false;
  const closed = closedConnection(facts, record, session, left.atNs);
  const { allowedCloses } = facts.farSides(session.socket);
  return allowedCloses.some((it) => it.reason === report.reason && it.isRight(closed));
}

/** Whether all other sockets with a page on the port were taken while a client was told that there is no room for it. */
export function isRightRefusal({ plan, sessions }: Case, refused: DeviceSession): boolean {
  const { port } = socketNumbered(plan, refused.socket) ?? {};
  const pollNs = plan.loop.worstPollMs * NS_PER_MS;
  const askedNs = refused.arrivals[0]?.atNs ?? refused.establishedAtNs;
  const answeredNs = refused.left?.atNs ?? Infinity;
  const isTaken = (socket: number): boolean =>
    sessions.some(
      (other) =>
        other.socket === socket &&
        other.establishedAtNs <= answeredNs &&
        (other.closedAtNs ?? Infinity) + pollNs >= askedNs,
    );
  const others = plan.sockets.filter((it) => it.port === port && it.websocket?.page != null);
  return others.every(({ number }) => number === refused.socket || isTaken(number));
}

function closedConnection(
  facts: Case,
  record: ConnectionRecord,
  session: DeviceSession,
  closedNs: Nanos,
): ClosedConnection {
  const pollNs = facts.plan.loop.worstPollMs * NS_PER_MS;
  const { establishedAtNs: establishedNs } = session;
  return {
    ...{ establishedNs, closedNs, pollNs },
    receivedNs: knownArrivalNs(session, closedNs, pollNs) ?? establishedNs,
    saidNs: (name) => record.saidNs?.(name),
    isDeaf: record.deaf === true,
    unplugged: unpluggedIntervals(facts),
  };
}

/** Firmware knows of data a poll after its arrival, and of data that it has read. */
function knownArrivalNs({ arrivals, readsNs }: DeviceSession, closedNs: Nanos, pollNs: Nanos): Nanos | undefined {
  const readNs = readsNs.findLast((atNs) => atNs <= closedNs + pollNs) ?? -Infinity;
  return arrivals.findLast(({ atNs }) => atNs <= Math.max(readNs, closedNs - pollNs))?.atNs;
}

function unpluggedIntervals({ timeline }: Case): readonly { readonly fromNs: Nanos; readonly untilNs: Nanos }[] {
  const intervals: { fromNs: Nanos; untilNs: Nanos }[] = [];
  for (const event of timeline) {
    if (event.kind !== 'step' || event.deed === undefined || !('at' in event.deed)) continue;
    if (event.deed.at !== 'device') continue;
    const last = intervals.at(-1);
    const isOut = last !== undefined && last.untilNs === Infinity;
    if (event.deed.what === 'cut' && !isOut) intervals.push({ fromNs: event.atNs, untilNs: Infinity });
    if (event.deed.what === 'mend' && isOut) last.untilNs = event.atNs;
  }
  return intervals;
}
