/** What is added to the fixed loop of the firmware: the C of a method, of a protocol, or of another option of the spec. */

import type { EndReason } from '../../contract/firmware.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Texts } from './texts.ts';

/** The firmware's layers, lowest first; a file of one layer includes only its own and lower layers. */
export const LAYERS = ['platform', 'chip', 'keepalive', 'methods', 'loop', 'app', 'project'] as const;
export type Layer = (typeof LAYERS)[number];

/** One file of the firmware and the template that makes it, a path below `templates/` without `.hbs`. */
export interface CSource {
  readonly path: string;
  readonly template: string;
  readonly layer: Layer;
  /** Of a `.c` file: what it does, for the README of the folder. */
  readonly about?: string;
}

/** `<name>.h` and `<name>.c` from the templates `<folder>/<name>.h` and `<folder>/<name>.c`. */
export function sourcePair(folder: string, name: string, layer: Layer, about: string): readonly CSource[] {
  return [
    { path: `${name}.h`, template: `${folder}/${name}.h`, layer },
    { path: `${name}.c`, template: `${folder}/${name}.c`, layer, about },
  ];
}

/** C text that the loop prints at fixed places, in the order of the registry. `sn` is the socket's number. */
export interface Hooks {
  /** Statements: kw_loop_init. */
  readonly init: readonly string[];
  /** Statements: each poll, whether the chip is up or not. */
  readonly always: readonly string[];
  /** Statements: each poll while the chip is up. */
  readonly poll: readonly string[];
  /** Conditions: the chip has lost its settings; it is reset. */
  readonly chipLost: readonly string[];
  /** Statements: a connection begins. */
  readonly begin: readonly string[];
  /** Sockets whose received data is not the stream's: instead of the rest of the loop's `deliver`. */
  readonly deliver: readonly Delivery[];
  /** Statements: bytes have arrived. */
  readonly arrived: readonly string[];
  /** Statements: data for the application has arrived. */
  readonly received: readonly string[];
  /** Statements instead of those where bytes have arrived, perhaps none: the protocol says when data has been received. */
  readonly framed: readonly string[];
  /** Conditions: what has been received ends the connection, before anything falls due. */
  readonly listen: readonly string[];
  /** Statements: the client of a WebSocket has sent a pong. */
  readonly pong: readonly string[];
  /** Statements: the application or a method has sent data. */
  readonly sent: readonly string[];
  /** Statements: a probe has been sent. */
  readonly probed: readonly string[];
  /** Conditions: the connection is being closed in an orderly way, and nothing else is due on it. */
  readonly stopping: readonly string[];
  /** The peer is taken to be gone: the connection ends with a FIN. */
  readonly expired: readonly Ending[];
  /** Conditions: a message that must be sent first has not been sent yet. */
  readonly first: readonly string[];
  /** What is sent when it is due, the most urgent first. */
  readonly send: readonly DueSending[];
  /** Statements: a poll on which nothing can be sent. */
  readonly blocked: readonly string[];
  /** Sockets on which a message of a method goes out otherwise than data does. True when it is sent. */
  readonly say: readonly Delivery[];
  /** Conditions: this side has sent all that the protocol sends before the FIN. */
  readonly leaves: readonly string[];
  /** Statements: the peer has closed its half. */
  readonly peerClosed: readonly string[];
  /** Conditions: what a peer sent before its FIN has not been delivered yet. */
  readonly undelivered: readonly string[];
  /** Statements: a connection has ended, for `reason`. */
  readonly ended: readonly string[];
  /** Statements: the chip is reset after a fault. */
  readonly faulted: readonly string[];
  /** Statements: a poll has served all sockets, or has done its step of the chip's bring-up. */
  readonly served: readonly string[];
  /** Conditions: a closed socket is not opened again. */
  readonly staysClosed: readonly string[];
}

export interface Delivery {
  /** A condition. */
  readonly when: string;
  /** True when it took some. */
  readonly call: string;
}

export interface Ending {
  /** A condition. */
  readonly when: string;
  readonly reason: EndReason;
}

export interface DueSending {
  readonly statement: string;
  /** The lower, the earlier. */
  readonly rank: number;
}

/** What exists in the firmware only where a part uses it. */
export const TRAITS = [
  // Of the loop: kw_connection_close, kw_connection_send, kw_connection_put, limits of the search for messages, orderly
  // stops, probes by the tick.
  'closes',
  'sends',
  'composes',
  'findsMessages',
  'stops',
  'probes',
  // Of a protocol: received data is looked through before the application gets it.
  'looksAhead',
  // Of the chip's layer: kw_chip_connect, kw_chip_peek and kw_chip_skip, kw_chip_keepalive, kw_chip_set_network,
  // kw_chip_link_down, kw_chip_has_settings.
  'connects',
  'peeks',
  'usesChipTimer',
  'takesNetwork',
  'readsLink',
  'checksSettings',
  // Of the chip's layer: what the firmware of a chip check asks beyond it.
  'measures',
] as const;
export type Trait = (typeof TRAITS)[number];

export interface ConfigMacro {
  readonly macro: string;
  readonly value: number;
  readonly comment: string;
}

export interface FirmwarePart {
  readonly sources: readonly CSource[];
  readonly hooks?: Partial<Hooks>;
  readonly traits?: readonly Trait[];
  /** Statements that act on messages that have been found, by the names of the messages. */
  readonly onMessage?: Readonly<Record<string, string>>;
  /** Reasons for which the part ends connections by itself. */
  readonly ends?: readonly EndReason[];
  /** Numbers in kw_config.h, without a sign. */
  readonly macros?: readonly ConfigMacro[];
  /** Lines of the comment on the application's hooks in kw_loop.h. */
  readonly hookNotes?: readonly string[];
  /** Items for the README of the folder. */
  readonly notes?: readonly string[];
  /** What the part's own templates print beside the common fields. */
  readonly view?: Readonly<Record<string, unknown>>;
}

/** The parts for this plan; none where the plan asks for nothing of them. */
export type FirmwareOf = (plan: Plan, texts: Texts) => readonly FirmwarePart[];
