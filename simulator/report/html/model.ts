/**
 * What the page's script draws: a run as lanes over time. Plain data, written into the page as JSON; keys of what comes
 * by the thousand are short. Times and durations are virtual milliseconds since the start of the run.
 */

/** What a colour stands for; the style sheet knows the colours of both schemes. */
export type Tone = 'good' | 'calm' | 'busy' | 'bad' | 'off' | 'probe' | 'note';
export type Shape = 'span' | 'dot' | 'ring' | 'tick' | 'cross';

export interface MarkKind {
  readonly name: string;
  readonly tone: Tone;
  readonly shape: Shape;
}

/** A moment, or a span where `d` is there. */
export interface Item {
  readonly t: number;
  readonly d?: number;
  /** Position in the lane's kinds. */
  readonly k: number;
  /** Shown beside it where there is room. */
  readonly s?: string;
  /** Details, a line each. */
  readonly x?: string;
  /** How many it stands for, where several were put together. */
  readonly n?: number;
}

export interface LaneRow {
  readonly name: string;
  readonly items: readonly Item[];
}

/** From the death of a peer to its detection. */
export interface Latency {
  /** The peer's. */
  readonly name: string;
  /** Null: it never reached one. */
  readonly socket: number | null;
  readonly diedMs: number;
  /** Null: not detected. */
  readonly latencyMs: number | null;
  /** Null: nothing was promised. */
  readonly boundMs: number | null;
  readonly reason: string | null;
}

/** Seconds that rise from 0 with time itself, in spans of `[from, to]`. */
export interface Curve {
  readonly name: string;
  readonly spans: readonly (readonly [fromMs: number, toMs: number])[];
}

export interface Threshold {
  readonly name: string;
  readonly seconds: number;
}

interface Headed {
  readonly title: string;
  /** What is drawn and in which unit, a few words. */
  readonly help: string;
}

export type Lane = Headed &
  (
    | { readonly type: 'latency'; readonly latencies: readonly Latency[] }
    | {
        readonly type: 'spans' | 'marks' | 'flags';
        readonly kinds: readonly MarkKind[];
        readonly rows: readonly LaneRow[];
      }
    | { readonly type: 'curve'; readonly curves: readonly Curve[]; readonly thresholds: readonly Threshold[] }
    | { readonly type: 'bars'; readonly bucketMs: number; readonly values: readonly number[] }
  );

export interface RunModel {
  /** Of the chart, for its label. */
  readonly name: string;
  /** The time axis goes from 0 to here; a bound behind the run's end is still on it. */
  readonly untilMs: number;
  readonly endMs: number;
  readonly lanes: readonly Lane[];
}
