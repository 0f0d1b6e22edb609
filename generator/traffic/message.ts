/** The forms in which a dialogue has its messages. */
import type { PatternItem } from '../../contract/traffic.ts';
import { literalPattern, parsePattern } from './pattern.ts';

/** What a peer says. */
export interface SaidSpec {
  readonly text: string | null;
  readonly hex: string | null;
}

/** What a device says. */
export interface HeardSpec extends SaidSpec {
  readonly pattern: string | null;
}

/** The bytes, text as UTF-8; null where there are neither text nor digits. */
export function messageText({ text, hex }: SaidSpec): readonly number[] | null {
  if (hex !== null) return (hex.match(/[0-9A-Fa-f]{2}/g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return text === null ? null : [...new TextEncoder().encode(text)];
}

/** Null where the message has no form, or a pattern that is none. */
export function patternItems(message: HeardSpec): readonly PatternItem[] | null {
  if (message.pattern === null) {
    const bytes = messageText(message);
    return bytes === null ? null : literalPattern(bytes);
  }
  const parsed = parsePattern(message.pattern);
  return parsed.ok ? parsed.items : null;
}
