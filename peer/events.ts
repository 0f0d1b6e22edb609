/** What happens at the far side of a device, in the order in which it is told. */

/** What the peer makes of the bytes of a connection. */
export type Told =
  | { readonly kind: 'primer' }
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'question'; readonly answered: boolean }
  | { readonly kind: 'goodbye' }
  | { readonly kind: 'echo'; readonly roundTripMs: number }
  /** Of the device's application, beside echoes. */
  | { readonly kind: 'data'; readonly bytes: number }
  /** What is due from the device has not come. */
  | { readonly kind: 'silent'; readonly missing: 'echo' | 'heartbeat' };

/** Why a connection ended, as the peer sees it. */
export type Loss =
  /** The device's FIN: received length 0. */
  | 'closed'
  | 'goodbye'
  | 'reset'
  /** The kernel got no acknowledgement. */
  | 'timed-out'
  | 'unreachable'
  /** Given up by the peer: an echo or heartbeat was missing. */
  | 'silent'
  /** The device has connected anew beside it. */
  | 'replaced'
  /** The peer has ended. */
  | 'stopped';

/** Why no connection came about. */
export type Refusal = 'refused' | 'reset' | 'timed-out' | 'unreachable';

export type ConnectionEvent =
  | Told
  | { readonly kind: 'connected'; readonly local: string; readonly remote: string }
  | { readonly kind: 'ended'; readonly reason: Loss };

export type PeerEvent = {
  /** Since the start of the peer. */
  readonly atMs: number;
  /** The device's. */
  readonly socket: number;
} & ((ConnectionEvent & { readonly connection: number }) | { readonly kind: 'failed'; readonly reason: Refusal });

/** What the code of a system error says of a connection; anything unheard of counts as out of reach. */
export function refusalOf(code: string | null): Refusal {
  switch (code) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'reset';
    case 'ETIMEDOUT':
      return 'timed-out';
    default:
      return 'unreachable';
  }
}
