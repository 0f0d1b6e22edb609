import type { AnswerDiffers, Traffic } from '../../../contract/traffic.ts';
import type { Nanos } from '../../clock.ts';

export type FailureCause =
  | 'cut'
  | 'power-off'
  | 'boot'
  | 'close'
  | 'abort'
  | 'nat'
  | 'chip-fault'
  | 'device-reset'
  | 'hang'
  | 'window'
  /** The peer has begun the close of its WebSocket. */
  | 'websocket-close'
  /** The peer has sent what its protocol forbids. */
  | 'protocol'
  /** The peer sends its request too slowly. */
  | 'drip'
  /** By a message of this name. */
  | `said ${string}`;

/** One connection as the peer saw it. Verdicts read this and the timeline. */
export interface ConnectionRecord {
  readonly peer: string;
  /** The peer's side as the device sees it, `192.168.1.10:49152`. */
  readonly address: string;
  /** The device's port. */
  readonly port: number;
  /** The device's socket if the device connected to the peer: a server's address may belong to many connections. */
  readonly socket?: number;
  readonly establishedAtNs: Nanos | null;
  /** When the scenario ended the peer's side of it, and how. */
  readonly failure: null | {
    readonly atNs: Nanos;
    readonly cause: FailureCause;
    /** The scenario meant another host of the same machine. */
    readonly isCollateral?: true;
  };
  /** The first failure that no fault of the chip has caused. Absent: it is the same as `failure`. */
  readonly ownFailure?: ConnectionRecord['failure'];
  /** The peer's application did not read for a while, so the device could not always send. */
  readonly stoppedReading: boolean;
  /** The peer's kernel does not answer the device's probes. */
  readonly deaf?: boolean;
  /** What the peer expects from the application; absent: an echo. */
  readonly traffic?: Traffic['kind'];
  /** A protocol lies between TCP and the applications, with a handshake of its own. */
  readonly isFramed?: boolean;
  /** The device has refused the peer with the answer of the protocol (HTTP 503). Absent: it has not. */
  readonly isRefused?: boolean;
  /** The device has ended the conversation as that protocol says; absent: it has not. */
  readonly isEndedByDevice?: boolean;
  /** The first answer that was not as the dialogue says; absent: none. */
  readonly difference?:
    | (Pick<AnswerDiffers, 'isMissing' | 'text'> & { readonly atNs: Nanos; readonly sinceNs: Nanos })
    | undefined;
  /** Answers that were as the dialogue says. */
  readonly answers?: number;
  /** When it was found that the application is no echo: then no answer of the connection is judged. Absent: never. */
  readonly noEcho?: { readonly atNs: Nanos; readonly text: string } | undefined;
  /** What the device must echo, and what it has echoed, without the messages of the spec's protocol. */
  readonly sent: Uint8Array;
  readonly received: Uint8Array;
  /** How many bytes at the end of `sent` may still be missing from the echo. */
  readonly lateCount?: number;
  /** When the peer last sent such a message; undefined if it never did. */
  readonly saidNs?: (message: string) => Nanos | undefined;
}

/** Whether all that the peer sends must come back. */
export function isEchoed({ traffic = 'echo', noEcho }: Pick<ConnectionRecord, 'traffic' | 'noEcho'>): boolean {
  return traffic === 'echo' && noEcho === undefined;
}
