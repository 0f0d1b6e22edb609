/** Test data that holds no message of the spec. */
import type { DevicePlan, MessagePlan } from '../../../contract/device.ts';
import type { FarSide, FarSides } from '../../../contract/far-side.ts';

export interface MessageSet {
  readonly messages: readonly MessagePlan[];
  /** Their first bytes: data without these bytes holds no message. */
  readonly starts: ReadonlySet<number>;
}

/** The messages of all sockets, in both directions. */
export function messageSetOf({ sockets }: DevicePlan, farSides: FarSides): MessageSet {
  return messageSetOfSides(sockets.map(({ number }) => farSides(number)));
}

export function messageSetOfSides(sides: readonly FarSide[]): MessageSet {
  const messages = sides.flatMap(({ fromDevice, toDevice }) => [...fromDevice, ...toDevice].map(({ bytes }) => bytes));
  return { messages, starts: new Set(messages.flatMap((bytes) => bytes[0] ?? [])) };
}

/**
 * Returns the data unchanged if it holds no message and does not end with the beginning of one. Otherwise each byte with
 * which a message can begin is replaced.
 */
export function withoutMessages(data: Uint8Array, { messages, starts }: MessageSet): Uint8Array {
  if (!messages.some((message) => occursIn(data, message, 'at its end in part'))) return data;
  return data.map((byte) => {
    let other = byte;
    while (starts.has(other)) other = (other + 1) % 256;
    return other;
  });
}

/** Whether the data holds a whole message. */
export function holdsMessage(data: Uint8Array, { messages }: MessageSet): boolean {
  return messages.some((message) => occursIn(data, message, 'wholly'));
}

function occursIn(data: Uint8Array, message: MessagePlan, how: 'wholly' | 'at its end in part'): boolean {
  return data.some((_, from) => {
    const isWhole = from + message.length <= data.length;
    return (isWhole || how !== 'wholly') && message.every((byte, index) => (data[from + index] ?? byte) === byte);
  });
}
