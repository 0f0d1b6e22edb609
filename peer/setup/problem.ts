/** Why a peer cannot run as the options say; worded in `words/problems.ts`. */
import type { Outage } from '../trial/verdict.ts';

export type PeerProblem =
  | { readonly kind: 'unknown-socket'; readonly socket: number; readonly known: readonly number[] }
  | { readonly kind: 'no-ipv4-address'; readonly host: string }
  /** One address cannot be both the device's and this machine's. */
  | { readonly kind: 'host-for-both-roles' }
  | { readonly kind: 'no-port'; readonly port: number }
  | { readonly kind: 'port-for-several'; readonly ports: readonly number[] }
  /** The messages of the socket use so many byte values that none are left for payloads. */
  | { readonly kind: 'no-payload'; readonly socket: number }
  /** A socket that is not tested listens on the same port as one that is. */
  | { readonly kind: 'shared-port'; readonly sockets: readonly number[] }
  /** The plan gives no bound for this outage; any one of these keys of the spec would give one. */
  | {
      readonly kind: 'outage-not-detected';
      readonly socket: number;
      readonly outage: Outage;
      readonly keys: readonly string[];
    };

/** Ends the set-up of a peer; not a bug. */
export class PeerProblemError extends Error {
  override readonly name = 'PeerProblemError';
  constructor(readonly problem: PeerProblem) {
    super(problem.kind);
  }
}
