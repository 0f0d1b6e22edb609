import type { MessagePlan } from '../../contract/device.ts';

/** The longest message, bytes: two of them and their surroundings fit what the firmware looks through at once. */
export const LONGEST_MESSAGE = 64;

/** The bytes of a message of the spec, text as UTF-8; null when it has none. */
export function messageBytes(
  message: { readonly text: string | null; readonly hex: string | null } | null,
): MessagePlan | null {
  if (message === null) return null;
  if (message.hex !== null)
    return (message.hex.match(/[0-9A-Fa-f]{2}/g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return message.text === null ? null : [...new TextEncoder().encode(message.text)];
}
