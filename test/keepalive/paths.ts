/** What the firmware does with a connection, so that a tick can be put anywhere into it. */

import type { Connection } from '../../simulator/host/connection.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import { commandTimes, MS, type Played, S, type Stage } from '../note/stage.ts';
import { ours, type Subject } from '../note/subject.ts';
import { isWhole } from '../whole/share.ts';

/** A second's tick after data, and each second from there on: a probe. None is held up: 750 ms are the TCP timeout. */
const PERIODS = { NO_DATA_PERIOD: 1, KA_SEND_PERIOD: 1, timeoutMs: 50 };
const HELLO = new TextEncoder().encode('hello');

export interface Path {
  readonly script: (stage: Stage, said: Said) => void;
  /** When the timer starts, once the clock and the program's memory are set up: ticks count from there. */
  readonly startNs: number;
  /** What the firmware counts as a second. */
  readonly secondNs: number;
  /** The points of this span are tried. Ticks come at whole milliseconds, some microseconds late. */
  readonly fromNs: number;
  readonly toNs: number;
  readonly untilNs: number;
  /** Whole seconds at which probes go out; one of these lists. */
  readonly probesAtS: readonly (readonly number[])[];
  readonly ended: readonly string[];
}

export interface Pace {
  readonly secondNs: number;
  /** The second at whose end it happens, the first one being 1. */
  readonly atS: number;
}

/** What the hosts got to hear. */
interface Said {
  /** Bytes that should have come back, and the connections they should have come back on. */
  readonly expected: { readonly connection: Connection; readonly bytes: number }[];
}

/** Opens a connection, says hello and expects it back. */
function greet(
  { clock, connect, peers }: Stage,
  said: Said,
  atNs: number,
  host: 0 | 1,
  helloNs: number,
): () => Connection {
  let connection: Connection;
  clock.at(atNs, () => {
    connection = connect(peers[host]);
    said.expected.push({ connection, bytes: HELLO.length });
  });
  clock.at(helloNs, () => connection.send(HELLO));
  return () => connection;
}

/** With a timer that starts at a time. */
export function pathsFrom(
  startNs: number,
  { secondNs, atS }: Pace = { secondNs: S, atS: 1 },
): readonly (readonly [name: string, path: Path])[] {
  const endNs = startNs + atS * secondNs;
  const late = (ms: number): number => endNs + ms * MS;
  const [half, later] = [endNs - 0.5 * secondNs, endNs - 0.4 * secondNs];
  const common = { startNs, secondNs, untilNs: endNs + 1.05 * secondNs, ended: [] };
  return [
    [
      'a connection is made', // ARP and handshake take 0.5 ms
      {
        script: (stage, said) => void greet(stage, said, late(-2), 0, endNs + 0.1 * secondNs),
        ...{ ...common, fromNs: late(-1), toNs: late(0), probesAtS: [[atS + 1]] },
      },
    ],
    [
      'data arrives', // and is there when the second ends, or is not yet
      {
        script: (stage, said) => void greet(stage, said, half, 0, late(-1.5)),
        ...{ ...common, fromNs: late(-1), toNs: late(0), probesAtS: [[atS + 1], [atS, atS + 1]] },
      },
    ],
    [
      'a probe goes out',
      {
        script: (stage, said) => void greet(stage, said, half, 0, later),
        ...{ ...common, fromNs: late(0), toNs: late(1), probesAtS: [[atS, atS + 1]] },
      },
    ],
    [
      'the peer closes', // and each socket is looked at within 16 ms, then the closed one listens again
      {
        script: (stage, said) => {
          const closing = greet(stage, said, half, 0, later);
          stage.clock.at(late(-1.5), () => closing().close());
          greet(stage, said, late(20), 1, late(25));
          greet(stage, said, late(20), 0, late(25)); // on the socket that was closed
        },
        ...{ ...common, fromNs: late(-1), toNs: late(18), untilNs: late(35), probesAtS: [[]], ended: ['peer-closed'] },
      },
    ],
  ];
}

/** The firmware that the paths are played with. */
export function subjectOf(chip: Subject['chip']): Subject {
  return ours(chip, 'registers', PERIODS);
}

/** Asked where an engine can let the tick come, whether it is to come there; the address where instructions have one. */
export type At = (point: number, nowNs: number, address: number) => boolean;

/** Plays a path once with an engine that asks `at`; `wrong` is what is not as allowed. */
export function playPath(
  path: Path,
  at: At,
  play: (
    interruptAt: (point: number, address?: number) => boolean,
    untilNs: number,
    script: (stage: Stage) => void,
  ) => Played,
): { readonly outcome: string; readonly wrong: readonly string[] } {
  const said: Said = { expected: [] };
  let stage: Stage | undefined;
  const interruptAt = (point: number, address = 0): boolean => at(point, stage?.clock.nowNs ?? 0, address);
  const played = play(interruptAt, path.untilNs, (given) => {
    stage = given;
    path.script(given, said);
  });
  const probes = commandTimes(played.events, 'SEND_KEEP');
  const seconds = probes.map((atNs) => Math.round((atNs - path.startNs) / path.secondNs)).join(', ') || 'none';
  return { outcome: `probes at s: ${seconds}`, wrong: faults(played, said, path, probes) };
}

export interface Point {
  readonly point: number;
  readonly address: number;
}

/** The points of the path's span, as a run shows them in which nothing is disturbed. */
export function pointsOf(path: Path, run: (at: At) => { readonly wrong: readonly string[] }): readonly Point[] {
  const points: Point[] = [];
  const { wrong } = run((point, nowNs, address) => {
    if (nowNs >= path.fromNs && nowNs < path.toNs) points.push({ point, address });
    return false;
  });
  if (wrong.length > 0) throw new Error(`without a disturbance: ${wrong.join('; ')}`);
  return points;
}

/** Evenly spread, at most so many; in the tier of the sweeps, each single one. */
export function sampled<T>(points: readonly T[], most: number): readonly T[] {
  const stride = isWhole ? 1 : Math.max(1, Math.ceil(points.length / most));
  return points.filter((_, index) => index % stride === 0);
}

function faults({ events, result }: Played, { expected }: Said, path: Path, probes: readonly number[]) {
  const wrong: string[] = [];
  if (result.end !== 'time') wrong.push(`${result.end}: ${result.reason} in ${result.where}`);
  for (const event of events) if (event.kind === 'violation') wrong.push(`${event.rule}: ${event.text}`);
  for (const { connection, bytes } of expected) {
    if (connection.received.length !== bytes) wrong.push(`${connection.received.length} of ${bytes} bytes echoed`);
  }
  // The tick that comes early takes up to 1 ms off the second.
  const inTime = (list: readonly number[]): boolean =>
    list.length === probes.length &&
    list.every((s, index) => Math.abs((probes[index] as number) - path.startNs - s * path.secondNs) < 1.2 * MS);
  if (!path.probesAtS.some(inTime)) wrong.push(`probes at ${probes.map((atNs) => atNs / S)} s`);
  const answered = events.filter(({ kind }) => kind === 'probe-answered').length;
  if (answered !== probes.length) wrong.push(`${answered} of ${probes.length} probes answered`);
  const reasons = events.flatMap(endReason);
  if (reasons.join() !== path.ended.join()) wrong.push(`ended: ${reasons}`);
  return wrong;
}

function endReason(event: TimelineEvent): readonly string[] {
  return event.kind === 'firmware' && event.what === 'ended' ? [event.reason] : [];
}
