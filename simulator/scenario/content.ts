/** What a `send` step sends. */
import type { Random } from '../random.ts';
import type { Send } from './scenario.generated.ts';

export function bytesOf(step: Send, random: Random): Uint8Array {
  if (step.text !== undefined) return new TextEncoder().encode(step.text);
  if (step.hex !== undefined) {
    const digits = step.hex.replace(/\s/g, '').match(/../g) ?? [];
    return Uint8Array.from(digits, (pair) => Number.parseInt(pair, 16));
  }
  return Uint8Array.from({ length: step.bytes ?? 0 }, () => random.uint32() & 0xff);
}

export function contentText(step: Send, bytes: Uint8Array): string {
  const count = bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`;
  const isShort = step.text !== undefined && step.text.length <= 20;
  return isShort ? `${count} ${JSON.stringify(step.text)}` : count;
}
