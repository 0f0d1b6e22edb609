/** Whether two versions do the same: pure functions on what was recorded of them. */
import type { End, Played, RecordedDetection, RecordedFrame, RecordedRun } from './recording.ts';

/** What counts as alike. */
export interface Measure {
  /** Differences of time up to this are none; null: neither times nor frames are compared. */
  readonly toleranceNs: number | null;
}

export interface RunComparison {
  readonly scenario: string;
  /** What differs, a sentence each; empty: alike. */
  readonly differences: readonly string[];
  /** The largest difference of two times that belong together. */
  readonly shiftNs: number;
}

/** Compares run by run; a run that only `after` has is no difference. */
export function comparePlayed(before: Played, after: Played, measure: Measure): readonly RunComparison[] {
  const runs = before.runs.map((run) => {
    const other = after.runs.find(({ scenario }) => scenario === run.scenario);
    return other === undefined ? missing(run, after) : compareRun(run, other, measure);
  });
  const isWhole = runs.every(({ differences }) => differences.length === 0);
  if (!isWhole || before.exitCode === after.exitCode) return runs;
  const difference = changed('exit code', outcome(before), outcome(after));
  return [...runs, { scenario: '(command)', differences: [difference], shiftNs: 0 }];
}

function missing({ scenario }: RecordedRun, after: Played): RunComparison {
  return { scenario, differences: [`no such run any more; ${outcome(after)}`], shiftNs: 0 };
}

function outcome({ exitCode, message }: Played): string {
  return message === null ? `exit code ${exitCode}` : `exit code ${exitCode}, ${message}`;
}

export function compareRun(before: RecordedRun, after: RecordedRun, { toleranceNs }: Measure): RunComparison {
  const facts = [
    ...(before.verdict === after.verdict ? [] : [changed('verdict', before.verdict, after.verdict)]),
    ...listDifference('end', before.ends, after.ends, endText),
    ...listDifference('detection', before.detections, after.detections, detectionText),
  ];
  if (toleranceNs === null) return { scenario: before.scenario, differences: facts, shiftNs: 0 };
  const frames = frameDifference(before.frames, after.frames, toleranceNs);
  const differences = frames === null ? facts : [...facts, frames];
  if (differences.length > 0) return { scenario: before.scenario, differences, shiftNs: 0 };
  const shiftNs = Math.max(framesShiftNs(before.frames, after.frames), factsShiftNs(before, after));
  const late = shiftNs > toleranceNs ? [`ends or detections are up to ${shiftNs} ns apart`] : [];
  return { scenario: before.scenario, differences: late, shiftNs };
}

function changed(what: string, before: string, after: string): string {
  return `${what}: before ${before}; now ${after}`;
}

/** The first place in which two lists differ when told without times. */
function listDifference<T>(
  what: string,
  before: readonly T[],
  after: readonly T[],
  tell: (one: T) => string,
): readonly string[] {
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    const [one, other] = [before[index], after[index]].map((it) => (it === undefined ? 'none' : tell(it)));
    if (one !== other) return [changed(`${what} ${index + 1}`, one as string, other as string)];
  }
  return [];
}

function endText({ socket, reason }: End): string {
  return `socket ${socket}, ${reason}`;
}

function detectionText({ peer, socket, reason, boundMs }: RecordedDetection): string {
  return `${peer} on socket ${socket}, ${reason ?? 'not noticed'}, bound ${boundMs} ms`;
}

/**
 * The first frame that differs in bytes or, beyond the tolerance, in time. The frames of each sender are compared in
 * their order; those of two senders may change places within the tolerance.
 */
function frameDifference(
  before: readonly RecordedFrame[],
  after: readonly RecordedFrame[],
  toleranceNs: number,
): string | null {
  const found = [...sendersOf(before, after)].flatMap(([from, [own, other]]) => {
    const at = firstDifference(own, other, toleranceNs);
    const [one, two] = [own[at], other[at]];
    const atNs = Math.min(one?.atNs ?? Number.POSITIVE_INFINITY, two?.atNs ?? Number.POSITIVE_INFINITY);
    return one === undefined && two === undefined ? [] : [{ atNs, text: `frame ${at + 1} from ${from}`, one, two }];
  });
  const [first] = found.sort((a, b) => a.atNs - b.atNs);
  return first === undefined ? null : `${first.text}: ${framesText(first.one, first.two)}`;
}

function firstDifference(
  before: readonly RecordedFrame[],
  after: readonly RecordedFrame[],
  toleranceNs: number,
): number {
  const longest = Math.max(before.length, after.length);
  for (let index = 0; index < longest; index++) {
    const [one, other] = [before[index], after[index]];
    if (one === undefined || other === undefined || one.hash !== other.hash) return index;
    if (Math.abs(one.atNs - other.atNs) > toleranceNs) return index;
  }
  return longest;
}

function framesText(before: RecordedFrame | undefined, after: RecordedFrame | undefined): string {
  if (before === undefined || after === undefined || before.hash !== after.hash) {
    return `before ${frameText(before)}; now ${frameText(after)}`;
  }
  const shiftNs = after.atNs - before.atNs;
  const shift = shiftNs < 0 ? `${-shiftNs} ns earlier` : `${shiftNs} ns later`;
  return `before at ${timeText(before.atNs)} ${before.summary}; now the same ${shift}`;
}

function frameText(frame: RecordedFrame | undefined): string {
  return frame === undefined ? 'none' : `at ${timeText(frame.atNs)} ${frame.summary} (bytes ${frame.hash})`;
}

function timeText(atNs: number): string {
  return `${(atNs / 1e9).toFixed(9)} s`;
}

type Sides = readonly [before: RecordedFrame[], after: RecordedFrame[]];

function sendersOf(before: readonly RecordedFrame[], after: readonly RecordedFrame[]): ReadonlyMap<string, Sides> {
  const senders = new Map<string, Sides>();
  for (const [side, frames] of [before, after].entries()) {
    for (const frame of frames) {
      const sides = senders.get(frame.from) ?? ([[], []] as const satisfies Sides);
      senders.set(frame.from, sides);
      sides[side as 0 | 1].push(frame);
    }
  }
  return senders;
}

/** Of lists that are alike. */
function framesShiftNs(before: readonly RecordedFrame[], after: readonly RecordedFrame[]): number {
  return largest(
    [...sendersOf(before, after).values()].flatMap(([own, other]) =>
      own.map(({ atNs }, index) => atNs - (other[index]?.atNs ?? Number.NaN)),
    ),
  );
}

function factsShiftNs(before: RecordedRun, after: RecordedRun): number {
  const ends = before.ends.map(({ atNs }, index) => atNs - (after.ends[index]?.atNs ?? Number.NaN));
  const detections = before.detections.flatMap(({ diedAtMs, closedAtMs }, index) => {
    const other = after.detections[index];
    const closedMs = closedAtMs === null ? 0 : closedAtMs - (other?.closedAtMs ?? Number.NaN);
    return [diedAtMs - (other?.diedAtMs ?? Number.NaN), closedMs].map((ms) => Math.round(ms * 1e6));
  });
  return largest([...ends, ...detections]);
}

function largest(differences: readonly number[]): number {
  return differences.reduce((most, difference) => Math.max(most, Math.abs(difference)), 0);
}
