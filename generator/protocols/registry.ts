import { messages } from './messages/index.ts';
import type { Protocol } from './protocol.ts';
import { stream } from './stream/index.ts';
import { websocket } from './websocket/index.ts';

/**
 * Every protocol, and the only list of them. The loop's code of an earlier one serves sockets of a later one too; of
 * those that fit what a socket looks for, the last is the default.
 */
export const PROTOCOLS = [websocket, messages, stream] as const satisfies readonly Protocol[];

/** The protocol of a socket without the key. */
export function usualProtocol(looksForMessages: boolean): Protocol {
  const fitting = PROTOCOLS.filter(({ findsMessages }: Protocol) => findsMessages === looksForMessages);
  const last = fitting.at(-1);
  if (last === undefined) throw new Error('no protocol fits');
  return last;
}
