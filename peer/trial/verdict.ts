/** The vocabulary of an acceptance test. */

/**
 * `cable`: a person cuts the path; the device has detected it when a new connection works after the path is back.
 * `silence`: the peer's application stops while its kernel still answers; the device has detected it when it ends the
 * connection.
 */
export type Outage = 'cable' | 'silence';

/** A test of one outage. */
export interface TrialTerms {
  readonly outage: Outage;
  /** The device fails when it takes longer. */
  readonly withinMs: number;
  /** What the plan promises. */
  readonly boundMs: number;
}

export type TrialStep =
  | { readonly kind: 'armed'; readonly atMs: number }
  /** `cut` was typed before every connection worked. */
  | { readonly kind: 'not-armed'; readonly atMs: number }
  /** The outage counts from `fromMs`. `command`: the user typed `cut`; `silence`: the device or the peer is silent. */
  | { readonly kind: 'outage'; readonly atMs: number; readonly fromMs: number; readonly by: 'command' | 'silence' }
  /** Data came on the old connection again: it was no outage. */
  | { readonly kind: 'resumed'; readonly atMs: number; readonly afterMs: number };

/** How far an outage is. */
export interface OutageMoment {
  readonly atMs: number;
  /** The time since which the outage counts. */
  readonly fromMs: number;
}

/** When the cable is to be connected again, in ms of an outage: the device has given up the old connection by then. */
export function reconnectAfterMs({ boundMs, withinMs }: Pick<TrialTerms, 'boundMs' | 'withinMs'>): number {
  return boundMs < withinMs ? boundMs : 0;
}

/** Why the device has failed. */
export type FailReason =
  /** The path was back before the device had ended the old connection. */
  | 'revived'
  /** The path was back, and the device refused a new connection. */
  | 'refused'
  /** A new connection worked although no attempt had failed and the old connection was still open. */
  | 'no-outage'
  /** A new connection was established, but no echo came back on it. */
  | 'no-echo'
  /** The same, where the traffic is a dialogue. */
  | 'no-answer'
  /** Nothing was received from the device. */
  | 'no-sign'
  /** The device did not end the connection. */
  | 'not-ended';

export type TrialVerdict =
  | { readonly ok: true; readonly tookMs: number }
  | { readonly ok: false; readonly why: FailReason; readonly afterMs: number };
