/**
 * What the page's script draws: a run as lanes over time. Plain data, written into the page as JSON; items come by the
 * thousand, so their keys are short. Times and durations are virtual milliseconds since the start of the run.
 */

/** The meaning of a colour; the style sheet has the colours of both schemes. */
export type Tone = 'good' | 'calm' | 'busy' | 'bad' | 'off' | 'probe' | 'note';
export type Shape = 'span' | 'dot' | 'ring' | 'tick' | 'cross';

export interface MarkKind {
  readonly name: string;
  readonly tone: Tone;
  readonly shape: Shape;
}

/** A moment, or a span if `d` is present. */
export interface Item {
  readonly t: number;
  readonly d?: number;
  /** Position in the lane's kinds. */
  readonly k: number;
  /** Shown beside the item if there is room. */
  readonly s?: string;
  /** Details, a line each. */
  readonly x?: string;
  /** The number of merged items, if there are several. */
  readonly n?: number;
}

export interface LaneRow {
  readonly name: string;
  readonly items: readonly Item[];
}

/** From the failure of a peer to its detection. */
export interface Latency {
  /** The peer's. */
  readonly name: string;
  /** Null: the connection never reached a socket. */
  readonly socket: number | null;
  readonly failedMs: number;
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
  /** What is drawn, and its unit, in a few words. */
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
  /** The end of the time axis, which includes bounds after the run's end. */
  readonly untilMs: number;
  readonly endMs: number;
  readonly lanes: readonly Lane[];
}
