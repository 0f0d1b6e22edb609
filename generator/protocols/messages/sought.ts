import { hex8 } from '../../firmware/c-text.ts';
import { type FirmwarePart, sourcePair } from '../../firmware/part.ts';
import type { Texts } from '../../firmware/texts.ts';

/** A message that a socket looks for in what it receives. */
export interface SoughtMessage {
  readonly socket: number;
  /** What it is: `answer`. */
  readonly name: string;
  readonly bytes: readonly number[];
  readonly isPassedOn: boolean;
  /** Whether the peer closes behind it. */
  readonly isLast: boolean;
}

/**
 * The messages, and what is done about each; nothing where none is looked for.
 *
 * @param actions statements by the names of messages; a message without one is only taken out
 */
export function soughtFirmware(
  sought: readonly SoughtMessage[],
  actions: Readonly<Record<string, string>>,
  texts: Texts,
): readonly FirmwarePart[] {
  if (sought.length === 0) return [];
  const names = [...new Set(sought.map(({ name }) => name))];
  return [
    {
      sources: sourcePair('protocols/messages', 'kw_pattern', 'loop', 'the messages that peers send, and what they do'),
      view: {
        longestPattern: Math.max(...sought.map(({ bytes }) => bytes.length)),
        soughtKinds: names.map((name) => `${kindOf(name)},`),
        foundActions: names.flatMap((name) => {
          const action = actions[name];
          return action === undefined ? [] : [{ kind: kindOf(name), action }];
        }),
        patterns: patternRows(sought, texts),
      },
    },
  ];
}

/** The enumerator of a message. */
export function kindOf(name: string): string {
  return `KW_FOUND_${name.toUpperCase()}`;
}

/** A row for each message with what it means; sockets share it. */
function patternRows(sought: readonly SoughtMessage[], texts: Texts): readonly string[] {
  const masks = new Map<string, number>();
  for (const { socket, name, bytes, isPassedOn } of sought) {
    const symbol = texts.symbolOf(bytes, name);
    const [start, end] = [`{ ${symbol}, sizeof ${symbol} - 1U, `, `, ${kindOf(name)}, ${isPassedOn} },`];
    const key = `${start}\0${end}`;
    masks.set(key, (masks.get(key) ?? 0) | (1 << socket));
  }
  return [...masks].map(([key, mask]) => key.replace('\0', hex8(mask)));
}
