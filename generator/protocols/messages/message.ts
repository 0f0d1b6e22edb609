import type { MessagePlan } from '../../../contract/device.ts';

/** The longest message, bytes: two of them and their surroundings fit what the firmware looks through at once. */
export const LONGEST_MESSAGE = 64;

/** A message as a spec gives it: in one of two forms, or in none. */
export interface MessageSpec {
  readonly text: string | null;
  readonly hex: string | null;
}

/** The bytes of a message that a valid spec must have. */
export function neededBytes(message: MessageSpec): MessagePlan {
  const bytes = messageBytes(message);
  if (bytes === null) throw new Error('a message without text and hex');
  return bytes;
}

/** The bytes of a message of the spec, text as UTF-8; null when it has none. */
export function messageBytes(message: MessageSpec | null): MessagePlan | null {
  if (message === null) return null;
  if (message.hex !== null)
    return (message.hex.match(/[0-9A-Fa-f]{2}/g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return message.text === null ? null : [...new TextEncoder().encode(message.text)];
}

/** Whether `part` stands somewhere in `bytes`. */
export function holds(bytes: readonly number[], part: readonly number[]): boolean {
  return bytes.some((_, at) => part.every((byte, index) => bytes[at + index] === byte));
}
