import { hex8 } from '../../firmware/c-text.ts';
import { type FirmwarePart, sourcePair } from '../../firmware/part.ts';
import type { Texts } from '../../firmware/texts.ts';

/** Twice the longest message there can be. */
const WINDOW_BYTES = 128;

/** A message that a socket looks for in what it receives. */
export interface SoughtMessage {
  readonly socket: number;
  /** What it is: `answer`. */
  readonly name: string;
  readonly bytes: readonly number[];
  readonly isPassedOn: boolean;
}

/**
 * Finds messages in what is received; nothing where none is looked for.
 *
 * @param actions statements by the names of messages; a message without one is only taken out
 */
export function messagesFirmware(
  sought: readonly SoughtMessage[],
  actions: Readonly<Record<string, string>>,
  texts: Texts,
): readonly FirmwarePart[] {
  if (sought.length === 0) return [];
  return [
    {
      sources: sourcePair('protocols/messages', 'kw_messages', 'loop', 'finds messages in what is received'),
      hooks: {
        begin: ['kw_messages_begin(sn);'],
        blocked: ['kw_messages_find(sn); /* the application gets nothing while it cannot send, but messages count */'],
        undelivered: ['kw_messages_are_unfinished(sn)'],
      },
      traits: ['peeks', 'findsMessages'],
      hookNotes: [
        'Messages of the specification are found in received data and removed from it if the specification says so. A',
        'partial message is offered after KW_HOLD_MS without its rest. Data left unread hides later messages.',
      ],
      notes: ['Received bytes that may be a partial message are held back from the application for up to a second.'],
      view: {
        windowBytes: WINDOW_BYTES,
        ...soughtView(sought, actions, texts),
      },
    },
  ];
}

/**
 * The messages, and what is done about each.
 *
 * @param prefix of the enumerators in the rows
 */
export function soughtView(
  sought: readonly SoughtMessage[],
  actions: Readonly<Record<string, string>>,
  texts: Texts,
  prefix = '',
): Readonly<Record<string, unknown>> {
  const names = [...new Set(sought.map(({ name }) => name))];
  return {
    longestSought: Math.max(0, ...sought.map(({ bytes }) => bytes.length)),
    foundKinds: names.map((name) => `${kindOf(name)},`),
    foundActions: names.flatMap((name) => {
      const action = actions[name];
      return action === undefined ? [] : [{ kind: kindOf(name), action }];
    }),
    patterns: patternRows(sought, texts, prefix),
  };
}

function kindOf(name: string): string {
  return `FOUND_${name.toUpperCase()}`;
}

/** A row for each message with what it means; sockets share it. */
function patternRows(sought: readonly SoughtMessage[], texts: Texts, prefix: string): readonly string[] {
  const masks = new Map<string, number>();
  for (const { socket, name, bytes, isPassedOn } of sought) {
    const symbol = texts.symbolOf(bytes, name);
    const [start, end] = [`{ ${symbol}, sizeof ${symbol} - 1U, `, `, ${prefix}${kindOf(name)}, ${isPassedOn} },`];
    const key = `${start}\0${end}`;
    masks.set(key, (masks.get(key) ?? 0) | (1 << socket));
  }
  return [...masks].map(([key, mask]) => key.replace('\0', hex8(mask)));
}
