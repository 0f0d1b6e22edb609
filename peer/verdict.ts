/** The terms of an acceptance test. */

/**
 * `cable`: somebody cuts the path; the board has noticed when a new connection works, after the path is whole again.
 * `silence`: the peer stops talking while its kernel goes on; the board has noticed when it ends the connection.
 */
export type Outage = 'cable' | 'silence';

export type TrialStep =
  | { readonly kind: 'armed'; readonly atMs: number }
  | { readonly kind: 'not-armed'; readonly atMs: number }
  /** The outage counts from `fromMs`. */
  | { readonly kind: 'outage'; readonly atMs: number; readonly fromMs: number; readonly by: 'word' | 'silence' }
  /** The same connection goes on: what looked like an outage did not last. */
  | { readonly kind: 'resumed'; readonly atMs: number; readonly afterMs: number };

/** Why the board has not passed. */
export type Failing =
  /** The outage ended before the board had given up the connection. */
  | 'revived'
  /** The path was whole, and the board still held the connection. */
  | 'refused'
  /** The new connection was made, and nothing came of it. */
  | 'no-echo'
  /** Nothing of the board was heard or seen in time. */
  | 'no-sign'
  | 'not-ended';

export type Verdict =
  | { readonly ok: true; readonly tookMs: number }
  | { readonly ok: false; readonly why: Failing; readonly afterMs: number };
