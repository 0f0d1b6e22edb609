/** What happens on the connections between the peer and a device, in order of time. */
import type { ConnectFailure } from '../environment/transport.ts';

/** What the conversation found in the received bytes, or missed in them. */
export type ConversationEvent =
  | {
      readonly kind: 'message';
      readonly name: string;
      /** Null: it needs no answer. */
      readonly answered: boolean | null;
      /** The device closes the connection with it. */
      readonly isLast: boolean;
    }
  | { readonly kind: 'echo'; readonly roundTripMs: number }
  /** As the dialogue says. Null: the device has spoken first. */
  | { readonly kind: 'answer'; readonly roundTripMs: number | null }
  /** Not as the dialogue says. */
  | { readonly kind: 'answer-differs'; readonly text: string }
  /** Data of the device's application that is not an echo. */
  | { readonly kind: 'data'; readonly bytes: number }
  /** An echo, an answer, or a message that the device sends at intervals, is overdue. */
  | { readonly kind: 'silent'; readonly missing: string };

/** Why a connection ended, as the peer sees it. */
export type CloseReason =
  /** The device sent FIN. */
  | 'closed'
  /** The device sent the message of this name, with which it closes connections. */
  | ClosingMessage
  | 'reset'
  /** The kernel got no acknowledgement. */
  | 'timed-out'
  | 'unreachable'
  /** The peer gave up: the device was silent. */
  | 'silent'
  /** The device opened a new connection for the same socket. */
  | 'replaced'
  /** The peer closed it. */
  | 'stopped';

type ClosingMessage = `said ${string}`;

/** The name of the message with which the device closed a connection; null: there was none. */
export function closingMessageOf(reason: CloseReason): string | null {
  return reason.startsWith('said ') ? reason.slice('said '.length) : null;
}

export type { ConnectFailure };

export type ConnectionEvent =
  | ConversationEvent
  | { readonly kind: 'connected'; readonly local: string; readonly remote: string }
  | { readonly kind: 'ended'; readonly reason: CloseReason };

/** An event of the far side of one socket of the device. */
export type SocketEvent = {
  /** Since the start of the peer. */
  readonly atMs: number;
  /** Number of the device's socket. */
  readonly socket: number;
} & (
  | (ConnectionEvent & { readonly connection: number })
  | { readonly kind: 'failed'; readonly reason: ConnectFailure }
);
