/** Whether probes were sent at the plan's times, and were answered while the peer was alive. */
import type { DevicePlan, KeepalivePlan } from '../../contract/device.ts';
import { type Nanos, NS_PER_MS, NS_PER_S } from '../clock.ts';
import { socketNumbered } from '../scenario/format/socket-numbered.ts';
import { isImpaired } from '../scenario/format/wire.ts';
import type { ConnectionRecord } from '../scenario/record/connection-record.ts';
import type { DeviceSession, ProbeRecord } from '../scenario/record/sessions.ts';
import { countOf, timeText } from '../words.ts';
import { bad, type Case, good, latestOf, overlapsFault, sessionOf, stayersOf, type VerdictReason } from './evidence.ts';
import { isLostOnWire, lostFrames } from './lost-frames.ts';

/** A probe this close to the run's end may still be in flight; on a bad wire the chip may still be repeating it. */
const UNDER_WAY_NS = NS_PER_S;
/** The firmware measures the hold in its ticks. */
const TICK_NS = NS_PER_MS;

interface Times {
  readonly earliestNs: Nanos;
  readonly latestNs: Nanos;
  readonly intervalNs: Nanos;
  /** From a probe to the next one of the connection, at least; 0 where the chip counts. */
  readonly holdNs: Nanos;
  readonly pollNs: Nanos;
  /** Until new data begins the count anew: a poll of the firmware, nothing where the chip counts. */
  readonly handledNs: Nanos;
  /** No probe is sent before data is acknowledged; on a bad wire the time of that is unknown. */
  readonly onBadWire: boolean;
}

export function probeFindings(facts: Case): readonly VerdictReason[] {
  const onBadWire = isImpaired(facts.scenario);
  const { tcpTimeoutMs } = facts.plan.retransmission;
  const patienceNs = onBadWire ? Math.max(UNDER_WAY_NS, tcpTimeoutMs * NS_PER_MS) : UNDER_WAY_NS;
  const records = new Map(facts.connections.map((record) => [sessionOf(facts, record), record]));
  const sound = facts.sessions.filter((session) => !overlapsFault(facts, session));
  const wrong = sound.flatMap((session) => {
    const record = records.get(session);
    const keepalive = keepaliveOf(facts.plan, session.socket);
    if (keepalive === null) return neverProbed(session);
    const times = timesOf(facts.plan, keepalive, onBadWire);
    const bases = beginnings(session, keepalive);
    return [...timing(session, bases, record, times, facts.endNs), ...unanswered(facts, session, record, patienceNs)];
  });
  return wrong.length > 0 ? wrong : [...summed(facts), ...counted(facts)];
}

/** Null: the socket is never probed. */
function keepaliveOf(plan: DevicePlan, socket: number): KeepalivePlan | null {
  return socketNumbered(plan, socket)?.keepalive ?? null;
}

function timesOf({ loop }: DevicePlan, keepalive: KeepalivePlan, onBadWire: boolean): Times {
  return {
    earliestNs: keepalive.firstProbeEarliestMs * NS_PER_MS,
    latestNs: keepalive.firstProbeLatestMs * NS_PER_MS,
    intervalNs: keepalive.probeIntervalMs * NS_PER_MS,
    holdNs: (keepalive.holdMs ?? 0) * NS_PER_MS,
    pollNs: loop.worstPollMs * NS_PER_MS,
    handledNs: keepalive.by === 'chip' ? 0 : loop.worstPollMs * NS_PER_MS,
    onBadWire,
  };
}

function neverProbed({ socket, probes }: DeviceSession): readonly VerdictReason[] {
  const [probe] = probes;
  if (probe === undefined) return [];
  return [bad(`Socket ${socket}: a probe left at ${timeText(probe.atNs)}, though the spec has none for it.`)];
}

/**
 * Where periods of silence begin. The firmware counts from the arrival of data, whenever its application takes it; on a
 * connection on which only the device has sent, from its first data. The chip's own timer restarts with data in either
 * direction.
 */
function beginnings({ arrivals, sendsNs }: DeviceSession, { by }: KeepalivePlan): readonly Nanos[] {
  if (by === 'chip') {
    const fresh = arrivals.filter(({ isAgain }) => !isAgain).map(({ atNs }) => atNs);
    return [...fresh, ...sendsNs].sort((a, b) => a - b);
  }
  const arrivalsNs = arrivals.map(({ atNs }) => atNs);
  const first = sendsNs[0];
  return first !== undefined && first < (arrivalsNs[0] ?? Infinity) ? [first, ...arrivalsNs] : arrivalsNs;
}

/** Each period of silence, from the last data to the next or to the connection's end. */
function* timing(
  session: DeviceSession,
  bases: readonly Nanos[],
  record: ConnectionRecord | undefined,
  times: Times,
  endNs: Nanos,
): Generator<VerdictReason> {
  const where = `Socket ${session.socket}`;
  const overNs = session.left?.atNs ?? endNs;
  const stray = session.probes.find((probe) => probe.atNs < (bases[0] ?? Infinity));
  if (stray !== undefined)
    yield bad(`${where}: a probe left at ${timeText(stray.atNs)}, before the connection had carried data.`);
  // A due probe may still leave until the firmware has handled the data.
  const fromNs = (index: number): Nanos => (bases[index] ?? Infinity) + (index === 0 ? 0 : times.handledNs);
  for (const [index, dataNs] of bases.entries()) {
    const untilNs = Math.min(bases[index + 1] ?? overNs, overNs);
    const probes = session.probes.filter(({ atNs }) => atNs > fromNs(index) && atNs <= fromNs(index + 1));
    const isHeldUp =
      times.onBadWire ||
      record?.stoppedReading === true ||
      session.retransmissionsNs.some((atNs) => atNs > dataNs && atNs <= untilNs);
    const before = session.probes.findLast(({ atNs }) => atNs <= fromNs(index));
    yield* firstProbe(where, dataNs, untilNs, probes[0], heldTimes(times, dataNs, before), isHeldUp);
    if (!isHeldUp) yield* furtherProbes(where, untilNs, before, probes, times);
  }
  yield* tooClose(where, session.probes, times);
}

/** The first probe after data waits for the end of the hold that a probe before that data began. */
function heldTimes(times: Times, dataNs: Nanos, before: ProbeRecord | undefined): Times {
  if (before === undefined) return times;
  return { ...times, latestNs: Math.max(times.latestNs, before.atNs + times.holdNs - dataNs) };
}

/** While the chip may still be repeating a probe, another one is undefined, whatever has arrived meanwhile. */
function* tooClose(where: string, probes: readonly ProbeRecord[], { holdNs }: Times): Generator<VerdictReason> {
  for (const [index, { atNs }] of probes.entries()) {
    const gapNs = (probes[index + 1]?.atNs ?? Infinity) - atNs;
    if (gapNs >= holdNs - TICK_NS) continue;
    yield bad(
      `${where}: probe at ${timeText(atNs)}, the next one ${timeText(gapNs)} after it; the plan allows none for ${timeText(holdNs)}.`,
    );
  }
}

function* firstProbe(
  where: string,
  dataNs: Nanos,
  untilNs: Nanos,
  probe: ProbeRecord | undefined,
  { earliestNs, latestNs, pollNs, handledNs }: Times,
  isHeldUp: boolean,
): Generator<VerdictReason> {
  const polls = handledNs === 0 ? 'a poll' : 'two polls';
  const allowed = `the plan allows ${timeText(earliestNs)} to ${timeText(latestNs)} and ${polls} of ${timeText(pollNs)}`;
  const story = `${where}: last data at ${timeText(dataNs)}`;
  if (probe !== undefined && probe.atNs < dataNs + earliestNs - pollNs) {
    yield bad(`${story}, first probe too early, ${timeText(probe.atNs - dataNs)} after it; ${allowed}.`);
  }
  if (isHeldUp) return;
  if (probe !== undefined && probe.atNs > dataNs + latestNs + handledNs + pollNs) {
    yield bad(`${story}, first probe too late, ${timeText(probe.atNs - dataNs)} after it; ${allowed}.`);
  }
  if (probe === undefined && untilNs > dataNs + latestNs + handledNs + pollNs) {
    yield bad(`${story}, no probe until ${timeText(untilNs)}; ${allowed}.`);
  }
}

/** Only between probes that were answered at once: the chip's retransmissions have a timing of their own. */
function* furtherProbes(
  where: string,
  untilNs: Nanos,
  before: ProbeRecord | undefined,
  probes: readonly ProbeRecord[],
  times: Times,
): Generator<VerdictReason> {
  const { intervalNs, holdNs, pollNs } = times;
  for (const [index, probe] of probes.entries()) {
    if (probe.answeredAtNs === null || probe.repeatedNs.length > 0) continue;
    // A probe that was held up leaves late, and the next one falls due as if it had not.
    const last = probes[index - 1] ?? before;
    const wasHeld = last !== undefined && probe.atNs - last.atNs <= holdNs + pollNs;
    const leastNs = wasHeld ? holdNs : intervalNs;
    const gapNs = (probes[index + 1]?.atNs ?? untilNs) - probe.atNs;
    const isLast = probes[index + 1] === undefined;
    if (gapNs > intervalNs + pollNs || (!isLast && gapNs < leastNs - pollNs)) {
      const what = isLast ? 'no further probe for' : 'the next probe after';
      yield bad(
        `${where}: probe at ${timeText(probe.atNs)}, ${what} ${timeText(gapNs)}; the plan says every ${timeText(intervalNs)}.`,
      );
    }
  }
}

function* unanswered(
  facts: Case,
  session: DeviceSession,
  record: ConnectionRecord | undefined,
  patienceNs: Nanos,
): Generator<VerdictReason> {
  if (record === undefined || record.deaf === true || isLostOnWire(facts, record, session)) return;
  const aliveUntilNs = record.failure?.atNs ?? Infinity;
  for (const [index, probe] of session.probes.entries()) {
    const settledNs = session.probes[index + 1]?.atNs ?? facts.endNs;
    const untilNs = Math.min(settledNs, aliveUntilNs);
    const isDue = probe.atNs + patienceNs < untilNs;
    if (probe.answeredAtNs === null && isDue && !isSwallowed(facts, record, probe, untilNs)) {
      yield bad(
        `Socket ${session.socket}: the probe at ${timeText(probe.atNs)} was not answered although ${record.peer} was alive.`,
      );
    }
  }
}

/** The wire has lost each transmission of a probe that the peer could have answered, or its answer. */
function isSwallowed(facts: Case, record: ConnectionRecord, probe: ProbeRecord, untilNs: Nanos): boolean {
  const repeats = probe.repeatedNs.filter((atNs) => atNs < untilNs).length;
  return lostFrames(facts, record, probe.atNs, untilNs) > repeats;
}

/** One of the two ends sends at intervals, and silence is not always long enough for a probe. */
function isFilled({ farSides }: Case, socket: number): boolean {
  const { sendsAtIntervals, signOfLife, traffic } = farSides(socket);
  return sendsAtIntervals || signOfLife !== null || (traffic.kind === 'dialogue' && traffic.isRepeated);
}

/** How many probes the silences of a connection must have had; on a bad wire data may be repeated first. */
function owed(facts: Case, session: DeviceSession, keepalive: KeepalivePlan): number {
  const { retransmission } = facts.plan;
  const { latestNs, handledNs, pollNs, intervalNs, onBadWire } = timesOf(
    facts.plan,
    keepalive,
    isImpaired(facts.scenario),
  );
  const firstNs = latestNs + handledNs + pollNs + (onBadWire ? retransmission.tcpTimeoutMs * NS_PER_MS : 0);
  const bases = beginnings(session, keepalive);
  const overNs = session.left?.atNs ?? facts.endNs;
  return bases.reduce((sum, dataNs, index) => {
    const silentNs = Math.min(bases[index + 1] ?? overNs, overNs) - UNDER_WAY_NS - dataNs;
    return sum + (silentNs < firstNs ? 0 : 1 + Math.floor((silentNs - firstNs) / (intervalNs + pollNs)));
  }, 0);
}

function summed({ sessions }: Case): readonly VerdictReason[] {
  const probes = sessions.flatMap((session) => session.probes);
  const answered = probes.filter((probe) => probe.answeredAtNs !== null).length;
  return answered === 0
    ? []
    : [good(`${countOf(probes.length, 'probe')} left at the plan's times, ${answered} were answered.`)];
}

/** Where an end sends at intervals, no more are expected than the silences between leave. */
function counted(facts: Case): readonly VerdictReason[] {
  return facts.scenario.expect.probesAnswered.flatMap(({ peer, atLeast }) =>
    stayersOf(facts, peer).flatMap((host): readonly VerdictReason[] => {
      const record = latestOf(facts, host);
      const session = record === undefined ? undefined : sessionOf(facts, record);
      const keepalive = session === undefined ? undefined : keepaliveOf(facts.plan, session.socket);
      if (keepalive === null) return [];
      const isLess = session !== undefined && keepalive !== undefined && isFilled(facts, session.socket);
      const least = isLess ? Math.min(atLeast, owed(facts, session, keepalive)) : atLeast;
      const count = session?.probes.filter((probe) => probe.answeredAtNs !== null).length ?? 0;
      return count >= least
        ? []
        : [bad(`${host} answered ${countOf(count, 'probe')}; at least ${least} are expected.`)];
    }),
  );
}
