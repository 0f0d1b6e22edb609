import type { MessagePlan } from '../../../contract/device.ts';
import type { MessageSpec } from './message.ts';

/** Where a message stands in the value of a spec's key, and in the numbers that a plan holds of it. */
export interface MessagePlace<Value = unknown, Numbers = unknown> {
  /** What the message is. */
  readonly name: string;
  /** JSON Pointer below the value; empty where the value itself is the message. */
  readonly path: string;
  /** Null: the value has no such message. */
  inSpec(value: Value): MessageSpec | null;
  /** Null: there is no such message. */
  inPlan(numbers: Numbers): MessagePlan | null;
  /** The object may stand there without "text" and "hex". */
  readonly isOptional?: true;
  /** The device sends it; its peer must tell it from all others that the device sends. */
  readonly isSaid?: true;
  /** The device looks for it in what it receives. */
  readonly isSought?: true;
  /** The device sends it once, when a connection begins. */
  readonly isOnce?: true;
  /** Whoever sends it closes the connection. */
  readonly isLast?: true;
  /** What the peer answers to a message of the device; null: any data counts as an answer. Absent: no answer. */
  answerTo?(numbers: Numbers): MessagePlan | null;
  /** The longest time from one message of the device to the next. Absent: they are not sent at intervals. */
  everyMs?(numbers: Numbers): number | null;
  /** Whether the device's application receives a message that was looked for; false by default. */
  isPassedOn?(numbers: Numbers): boolean;
}

/** A place with the key that it belongs to, which the top level and each socket's entry may have. */
export interface MessageKeyPlace {
  readonly key: string;
  readonly place: MessagePlace;
}

/** JSON Pointer below the top level or an entry of `sockets`. */
export function pathOf({ key, place }: MessageKeyPlace): string {
  return `/${key}${place.path}`;
}

/** The message of the top level or of an entry of `sockets`; null where there is none. */
export function messageAt(owner: object, { key, place }: MessageKeyPlace): MessageSpec | null {
  const value = (owner as Readonly<Record<string, unknown>>)[key];
  return value === null || value === undefined ? null : place.inSpec(value);
}
