/** What the plan promises: which failure is detected by which method, how soon, and at what cost. */
import type { EndReason } from './firmware.ts';

export type Failure =
  | 'cable-cut'
  | 'power-cut'
  | 'nat-forgot'
  | 'cut-while-sending'
  | 'silent-client'
  | 'peer-reboot'
  | 'peer-hung'
  | 'zero-window'
  | 'link-down'
  | 'chip-reset'
  | 'orderly-close'
  | 'goodbye';

/** What notices that a peer is gone. `data` is TCP itself: data under way that is not acknowledged, or reset. */
export type Method =
  | 'probe'
  | 'data'
  | 'idle'
  | 'heartbeat'
  | 'ask'
  | 'send-timeout'
  | 'link'
  | 'chip-check'
  | 'health'
  | 'fin'
  | 'goodbye';

export interface Term {
  readonly name: string;
  readonly ms: number;
}

/** How one method sees one failure. */
export interface MethodPlan {
  readonly method: Method;
  /** Upper bound of detection latency, and its summands in order. */
  readonly worstMs: number;
  readonly terms: readonly Term[];
  /** When the failure comes at a random moment of an otherwise idle connection. */
  readonly typicalMs: number;
  readonly reason: EndReason;
}

/** Packets of both directions. */
export interface CostPlan {
  readonly method: Method;
  readonly packetsPerDay: number;
  /** Which packets these are. */
  readonly what: string;
}

export interface DetectionPlan {
  readonly failure: Failure;
  /** What happens, in a few words. */
  readonly title: string;
  /** False: nothing that is configured sees it; `boundMs` is null and `why` says so. */
  readonly covered: boolean;
  /** Upper bound of detection latency: the least of the methods'. */
  readonly boundMs: number | null;
  /** The bound's summands, in order. */
  readonly terms: readonly Term[];
  /** The reason of the method that gives the bound. */
  readonly reason: EndReason | null;
  /** Whichever method is first at the time: reasons that may reach the application's hook. */
  readonly reasons: readonly EndReason[];
  readonly why: string;
  /** Everything configured that sees it, quickest first. */
  readonly methods: readonly MethodPlan[];
}

export interface BadWirePlan {
  /** Share of frames lost, each way. */
  readonly lossPercent: number;
  /** How often a day a connection is closed because a probe or its answer is lost RCR + 1 times in a row. */
  readonly closesPerDay: number;
}

/** What an idle, healthy connection costs. */
export interface TrafficPlan {
  readonly probesPerDay: number;
  /** Ethernet frame bytes of one probe and its answer, padding and FCS included. */
  readonly bytesPerProbe: number;
  /** Per idle connection. */
  readonly bytesPerDay: number;
}
