/** What the peers of a socket say to the device's application, and what they expect from it, beside the messages of methods. */

/** `echo`: whatever they send must come back. `none`: they send what a scenario says, and no answer is judged. */
export type PeerTrafficPlan = 'echo' | 'none' | DialoguePlan;

export interface DialoguePlan {
  readonly dialogue: readonly DialogueEntryPlan[];
}

/** One exchange between peer and device. */
export interface DialogueEntryPlan {
  /** Who speaks first. */
  readonly first: 'peer' | 'device';
  /** The bytes that the peer says; null: nothing. */
  readonly says: readonly number[] | null;
  /** What the device says; null: nothing. */
  readonly hears: readonly PatternItem[] | null;
  /** From what the peer says to the end of the device's answer, at most. */
  readonly withinMs: number;
  /** From one time to the next; null: in its turn. */
  readonly everyMs: number | null;
}

/** So many bytes in a row, each from one of the ranges. */
export interface PatternItem {
  readonly ranges: readonly ByteRange[];
  readonly least: number;
  readonly most: number;
}

/** Both ends belong to it. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** The same for one connection after another. */
export type Traffic = { readonly kind: 'echo' } | { readonly kind: 'none' } | DialogueTraffic;

export interface DialogueTraffic {
  readonly kind: 'dialogue';
  /** Some entries are begun by the peer. */
  readonly speaksFirst: boolean;
  /** The device answers some of them. */
  readonly isAnswered: boolean;
  /** Some entries are begun by the device. */
  readonly hearsFirst: boolean;
  /** Data goes to and fro so often that a connection may never be silent for long. */
  readonly isRepeated: boolean;
  /** @param repeats false: nothing is said at intervals */
  begin(repeats: boolean): Dialogue;
}

/**
 * The dialogue on one connection: bytes and times in, bytes and events out. Times are milliseconds of any clock that never
 * decreases.
 */
export interface Dialogue {
  /** When `due` is to be called next; null: not before something else happens. */
  readonly nextMs: number | null;
  /** A round has been started and is not finished. */
  readonly isInRound: boolean;
  /** When the peer said what the device has not answered yet; null: the device owes nothing. */
  readonly owedSinceMs: number | null;
  /** Begins a round: each entry in its turn, once. What is said at intervals begins with the first round. */
  startRound(nowMs: number): DialogueTurn;
  received(bytes: Uint8Array, nowMs: number): DialogueTurn;
  /** @param held bytes that have come, but may still turn out to be part of a message */
  due(nowMs: number, held: Uint8Array): DialogueTurn;
  /** The peer has closed its side: it says nothing more. */
  peerClosed(): void;
  /** The device has closed its side: what it owes does not come any more. */
  deviceClosed(nowMs: number): DialogueTurn;
}

export interface DialogueTurn {
  readonly send: readonly Uint8Array[];
  readonly events: readonly DialogueEvent[];
}

export type DialogueEvent =
  | { readonly kind: 'answered'; readonly tookMs: number }
  /** The device has spoken first. */
  | { readonly kind: 'heard' }
  | AnswerDiffers;

/** An answer of the application is not what the dialogue says. */
export interface AnswerDiffers {
  readonly kind: 'answer-differs';
  /** When the peer said what is answered; for a device that speaks first, when its first byte came. */
  readonly sinceMs: number;
  /** It is missing or late, not wrong. */
  readonly isMissing: boolean;
  /** What was found, and what was expected; a sentence without its full stop. */
  readonly text: string;
}
