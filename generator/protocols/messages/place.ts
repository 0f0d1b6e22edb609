import type { MessageSpec } from './message.ts';

/** Where a message stands in the value of a spec's key. */
export interface MessagePlace<Value = unknown> {
  /** JSON Pointer below the value; empty where the value itself is the message. */
  readonly path: string;
  /** Null: the value has no such message. */
  of(value: Value): MessageSpec | null;
  /** The object may stand there without "text" and "hex". */
  readonly isOptional?: true;
  /** The device sends it; its peer must tell it from all others that the device sends. */
  readonly isSaid?: true;
  /** The device looks for it in what it receives. */
  readonly isSought?: true;
}

/** A place with the key that it belongs to, which the top level and each socket's entry may have. */
export interface KeyPlace {
  readonly key: string;
  readonly place: MessagePlace;
}
