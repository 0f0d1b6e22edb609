import type { Nanos } from './clock.ts';
import type { Direction } from './direction.ts';

/**
 * All events of a run, in order. Verdicts, reports and captures are made from this one stream.
 * `schemas/timeline.schema.json` describes the same shape for other programs.
 */
export type TimelineEvent = { readonly atNs: Nanos } & EventBody;

export type EventBody =
  /**
   * A frame left an interface. `lost`: why it will not arrive. `impaired`: what happens to it on the wire. `bytes`: as
   * sent; JSON output leaves them out.
   */
  | {
      readonly kind: 'frame';
      readonly from: string;
      readonly summary: string;
      readonly lost?: 'cut' | 'loss' | 'power-off' | 'nat';
      readonly impaired?: readonly ('corrupted' | 'duplicated' | 'reordered')[];
      readonly bytes: Uint8Array;
    }
  /** A frame in flight, which was reported with the same `bytes`, will not arrive. */
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
  /** Data of the peer is in the chip, and Sn_IR has RECV. `again`: it was there before the firmware's last RECV command. */
  | { readonly kind: 'received'; readonly socket: number; readonly again?: true }
  /** A keepalive probe left the chip (`attempt` 0) or was repeated (1…). */
  | { readonly kind: 'probe'; readonly socket: number; readonly attempt: number }
  /** The acknowledgement that ended a probe. */
  | { readonly kind: 'probe-answered'; readonly socket: number }
  /** Unacknowledged data, SYN or FIN sent again. */
  | { readonly kind: 'retransmission'; readonly socket: number; readonly attempt: number }
  /** A scenario step was carried out. `text` is for people, `deed` for programs. */
  | { readonly kind: 'step'; readonly text: string; readonly deed?: StepAction }
  /** A peer's application or kernel noticed something: connected, received, closed, reset, refused. */
  | { readonly kind: 'peer'; readonly peer: string; readonly what: PeerEvent; readonly text: string }
  /** The firmware called its application's hook. */
  | { readonly kind: 'firmware'; readonly what: 'ended'; readonly socket: number; readonly reason: string }
  | { readonly kind: 'firmware'; readonly what: 'fault' | 'ready'; readonly text: string }
  /** A line that the firmware wrote to USART1, without its line end. */
  | { readonly kind: 'trace'; readonly text: string }
  /**
   * A violation of the datasheet or of the engine's rules. It fails the run, unless it is `excused` because the scenario
   * had injected a chip fault, or `accepted` because the user accepts its rule.
   */
  | {
      readonly kind: 'violation';
      readonly rule: string;
      readonly text: string;
      readonly excused?: true;
      readonly accepted?: true;
      /** How often it happened; absent: once. */
      readonly times?: number;
      /** When it happened last, if more than once. */
      readonly lastNs?: Nanos;
    };

/** The effect of a step on the network, if no other event shows it. */
export type StepAction =
  /** On the cable of one end or of a group, by name; null: on the cable that all peers share. */
  | {
      readonly what: 'cut' | 'mend';
      readonly at: string | null;
      readonly directions: readonly Direction[];
      /** The peers whose path to the device it is. */
      readonly peers: readonly string[];
    }
  /** On the wire: the directions in which frames are impaired from now on. */
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

/** Receives the events of all parts of the simulator. */
export type Report = (event: EventBody) => void;
