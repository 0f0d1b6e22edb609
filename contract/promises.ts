/** What the plan promises: which failure is detected by which method, how soon, and at what cost. */
import type { EndReason } from './firmware.ts';
import type { Failure, MethodName } from './names.generated.ts';

export type { Failure, MethodName };

/** One summand of a bound. */
export interface Term {
  /** A key of the spec, for example `idle.closeAfterS`, or a name such as `tcp-timeout`. */
  readonly key: string;
  /** How often the key's value is in `ms`; absent: once. */
  readonly times?: number;
  readonly ms: number;
}

/** How one method sees one failure. */
export interface MethodPlan {
  readonly method: MethodName;
  /** Upper bound of detection latency, and its summands in order. */
  readonly worstMs: number;
  readonly terms: readonly Term[];
  /** When the failure comes at a random moment of an otherwise idle connection. */
  readonly typicalMs: number;
  readonly reason: EndReason;
}

export interface CostPlan {
  readonly method: MethodName;
  /** Packets of both directions. */
  readonly packetsPerDay: number;
}

export interface DetectionPlan {
  readonly failure: Failure;
  /** False: no configured method sees it; `boundMs` is null. */
  readonly covered: boolean;
  /** Upper bound of detection latency: the least of the methods'. */
  readonly boundMs: number | null;
  /** The bound's summands, in order. */
  readonly terms: readonly Term[];
  /** The reason of the method that gives the bound. */
  readonly reason: EndReason | null;
  /** Whichever method is first at the time: reasons that may reach the application's hook. */
  readonly reasons: readonly EndReason[];
  /** Everything configured that sees it, quickest first. */
  readonly methods: readonly MethodPlan[];
  /** Keys of the spec that are not set: with any one of them the failure would be detected. Empty where it is covered. */
  readonly coveredBy: readonly string[];
}

/** Why nothing detects a failure: a clause without a full stop. */
export type WhyUndetected = (failure: Failure) => string;

export interface BadWirePlan {
  /** Share of frames lost, each way. */
  readonly lossPercent: number;
  /** How often a day a connection is closed because a probe or its answer is lost RCR + 1 times in a row. */
  readonly closesPerDay: number;
  /** The same with other values of `retransmission.count`, for comparison. */
  readonly others: readonly { readonly count: number; readonly closesPerDay: number }[];
}

/** What an idle, healthy connection costs. */
export interface TrafficPlan {
  readonly probesPerDay: number;
  /** Ethernet frame bytes of one probe and its answer, padding and FCS included. */
  readonly bytesPerProbe: number;
  /** Per idle connection. */
  readonly bytesPerDay: number;
}

/** How long a peer may keep a socket without acknowledging anything. */
export interface SocketLimits {
  /** From the SEND, or the last acknowledged byte, on. Null: for ever. */
  readonly sendMs: number | null;
  /** From the peer's FIN on, or from the last time that data went either way. */
  readonly halfClosedMs: number;
}

/** How soon a socket takes a new peer, counted from the end of the last one, with one wrong bit on SPI at any moment. */
export interface RecoveryPlan {
  /** Null: not bounded, because a dead peer or unacknowledged data is not noticed. */
  readonly boundMs: number | null;
  readonly terms: readonly Term[];
}

/** What the plan promises for one socket. */
export interface SocketPromises {
  readonly detection: readonly DetectionPlan[];
  readonly limits: SocketLimits;
  readonly recovery: RecoveryPlan;
  /** What each method costs while the connection is idle and its peer lives. */
  readonly costs: readonly CostPlan[];
  /** What probes cost while the connection is idle. Null: the socket is never probed. */
  readonly traffic: TrafficPlan | null;
  /** What a lossy wire does to an idle connection whose peer lives, by rising loss. Empty: the socket is never probed. */
  readonly badWire: readonly BadWirePlan[];
}

/** What the plan promises for the device. */
export interface Promises {
  /** For each failure the worst over all sockets; `sockets[].detection` has each socket's own. */
  readonly detection: readonly DetectionPlan[];
  /** What the spec allows any detected failure to take; null without a budget. */
  readonly detectionBudgetMs: number | null;
}

/**
 * What a user should know about a plan although it is legal. Beside the key it holds the numbers and names that its
 * sentence needs.
 */
export interface Remark {
  readonly key: string;
  readonly [detail: string]: string | number | null | readonly number[] | readonly string[];
}
