import type { Nanos } from './clock.ts';
import type { Direction } from './direction.ts';

/**
 * What happened, in order: the one event stream that verdicts, reports and captures are made from.
 * `schemas/timeline.schema.json` describes the same shape for readers outside.
 */
export type TimelineEvent = { readonly atNs: Nanos } & EventBody;

export type EventBody =
  /**
   * A frame left an interface. `lost` tells why it will arrive nowhere, `impaired` what befalls it on its way; `bytes`,
   * which are left out of JSON output, are as they were sent.
   */
  | {
      readonly kind: 'frame';
      readonly from: string;
      readonly summary: string;
      readonly lost?: 'cut' | 'loss' | 'power-off' | 'nat';
      readonly impaired?: readonly ('corrupted' | 'duplicated' | 'reordered')[];
      readonly bytes: Uint8Array;
    }
  /** A frame that was under way, and already reported with the same `bytes`, will not arrive after all. */
  | {
      readonly kind: 'frame-lost';
      readonly from: string;
      readonly summary: string;
      readonly lost: 'cut' | 'power-off';
      readonly bytes: Uint8Array;
    }
  /** Sn_SR of the chip changed; datasheet names without `SOCK_`. */
  | {
      readonly kind: 'socket-state';
      readonly socket: number;
      readonly from: string;
      readonly to: string;
      readonly cause: SocketCause;
      /** The other side, once known, as `192.168.1.10:49152`. */
      readonly peer?: string;
    }
  /** The firmware wrote Sn_CR; datasheet names. */
  | { readonly kind: 'command'; readonly socket: number; readonly command: string }
  /** A keepalive probe left the chip (`attempt` 0) or was repeated (1…). */
  | { readonly kind: 'probe'; readonly socket: number; readonly attempt: number }
  /** The acknowledgement that ended a probe. */
  | { readonly kind: 'probe-answered'; readonly socket: number }
  /** Unacknowledged data, SYN or FIN sent again. */
  | { readonly kind: 'retransmission'; readonly socket: number; readonly attempt: number }
  /** A scenario step was carried out; `text` is for people, `deed` for whoever goes by what it did. */
  | { readonly kind: 'step'; readonly text: string; readonly deed?: StepAction }
  /** Something a scripted peer's application or kernel noticed: connected, received, closed, reset, refused. */
  | { readonly kind: 'peer'; readonly peer: string; readonly what: PeerEvent; readonly text: string }
  /** The firmware called its application's hook. */
  | { readonly kind: 'firmware'; readonly what: 'ended'; readonly socket: number; readonly reason: string }
  | { readonly kind: 'firmware'; readonly what: 'fault' | 'ready'; readonly text: string }
  /** A line that the firmware wrote to USART1, without its line end. */
  | { readonly kind: 'trace'; readonly text: string }
  /**
   * Something that the datasheet or the engine's rules do not allow; fails the run, unless it is `excused` because the
   * scenario had disturbed the chip.
   */
  | { readonly kind: 'violation'; readonly rule: string; readonly text: string; readonly excused?: true };

/** What a step did to the network that shows in no other event. */
export type StepAction =
  /** To the cable of one end or of a group, by name; null: to the one that all peers share. */
  | {
      readonly what: 'cut' | 'mend';
      readonly at: string | null;
      readonly directions: readonly Direction[];
      /** Whose way to the device it is. */
      readonly peers: readonly string[];
    }
  /** To the wire: the directions in which anything befalls frames from now on. */
  | { readonly what: 'impair'; readonly directions: readonly Direction[] }
  /** The peers' side of their connections has ended: FIN, or RST. */
  | { readonly what: 'close' | 'abort'; readonly peers: readonly string[] };

/** Why a socket of the chip changed its state. */
export type SocketCause = 'command' | 'handshake' | 'fin' | 'rst' | 'timeout' | 'reset' | 'time-wait';

export type PeerEvent =
  | 'connected'
  | 'received'
  | 'closed'
  | 'reset'
  | 'refused'
  | 'timeout'
  | 'powered-off'
  | 'booted';

/** Where parts of the simulator report to; `Timeline` keeps it, tests may count it. */
export type Report = (event: EventBody) => void;
