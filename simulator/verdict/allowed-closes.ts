/** Why firmware may end the connection of a peer that is alive. */
import type { WatchPlan } from '../../contract/device.ts';
import { type Nanos, NS_PER_MS } from '../clock.ts';
import type { ConnectionRecord } from '../scenario/record/connection-record.ts';
import type { DeviceSession } from '../scenario/record/sessions.ts';
import type { Case } from './evidence.ts';

/** Whether the reason that the firmware gave is one, and true. */
export function isAllowedClose(facts: Case, record: ConnectionRecord, session: DeviceSession): boolean {
  const { left, report } = session;
  if (left === null || report === null) return false;
  const watch = facts.plan.sockets[session.socket]?.watch;
  const pollNs = facts.plan.loop.worstPollMs * NS_PER_MS;
  switch (report.reason) {
    case 'local-stop':
      return true;
    case 'goodbye':
      return (record.saidNs?.('goodbye') ?? Infinity) <= left.atNs;
    case 'link-down':
      return wasUnplugged(facts, left.atNs, pollNs);
    case 'probe-timeout':
      return record.deaf === true;
    case 'idle':
    case 'heartbeat-missed':
    case 'no-answer':
      return watch !== undefined && wasSilent(watch, report.reason, record, session, left.atNs + pollNs);
    default:
      return false;
  }
}

/**
 * The device's own cable had been out for the time that it may be, as far as the firmware can have seen: what is mended
 * shows at its next look at the PHY.
 */
function wasUnplugged(facts: Case, atNs: Nanos, pollNs: Nanos): boolean {
  const { link } = facts.plan;
  if (link === null || link === undefined) return false;
  const lookNs = link.lookMs * NS_PER_MS + pollNs;
  return unpluggedIntervals(facts).some(({ fromNs, untilNs }) => {
    const seenUntilNs = untilNs + lookNs;
    return atNs <= seenUntilNs && Math.min(atNs + pollNs, seenUntilNs) - fromNs >= link.holdMs * NS_PER_MS;
  });
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

/** For as long as the spec allows: of data, or where only a certain message counts, of that message. */
function wasSilent(
  watch: WatchPlan,
  reason: 'idle' | 'heartbeat-missed' | 'no-answer',
  record: ConnectionRecord,
  session: DeviceSession,
  untilNs: Nanos,
): boolean {
  const { limitMs, message } = ruleOf(watch, reason);
  if (limitMs === null) return false;
  const readNs = session.readsNs.findLast((atNs) => atNs <= untilNs) ?? session.establishedAtNs;
  const saidNs = message === null ? readNs : (record.saidNs?.(message) ?? session.establishedAtNs);
  return untilNs - Math.min(readNs, saidNs) >= limitMs * NS_PER_MS;
}

function ruleOf(
  { idle, heartbeat, ask }: WatchPlan,
  reason: 'idle' | 'heartbeat-missed' | 'no-answer',
): { readonly limitMs: number | null; readonly message: 'heartbeat' | 'answer' | null } {
  switch (reason) {
    case 'idle':
      return { limitMs: idle?.closeAfterMs ?? null, message: null };
    case 'heartbeat-missed': {
      const { expect } = heartbeat;
      return { limitMs: expect?.withinMs ?? null, message: expect?.message == null ? null : 'heartbeat' };
    }
    case 'no-answer':
      return {
        limitMs: ask === null ? null : ask.afterIdleMs + ask.tries * ask.withinMs,
        message: ask?.answer == null ? null : 'answer',
      };
    default:
      return reason satisfies never;
  }
}
