import type { RuleFinding, SpecContext, SpecRule } from '../../../contract/rule.ts';
import type { SocketSpec } from '../../../contract/spec.ts';
import { holds, messageBytes } from '../../protocols/messages/message.ts';
import { type MessageKeyPlace, messageAt, pathOf } from '../../protocols/messages/place.ts';
import { messageText, type SaidSpec } from '../../traffic/message.ts';

/**
 * What a device takes for a message of its methods its application never gets, and what it sends by itself is no answer:
 * a dialogue that holds such a message can never be as written.
 */
export function dialogueRule(places: readonly MessageKeyPlace[]): SpecRule<SpecContext> {
  const keys = [...new Set(places.map(({ key }) => `/${key}`))];
  return {
    id: 'traffic/told-apart',
    needs: [...keys, '/traffic', '/sockets'],
    check: (context) => context.spec.sockets.flatMap((_, index) => confused(context, index, places).slice(0, 1)),
  };
}

interface Line {
  /** Below the value of `traffic`. */
  readonly path: string;
  readonly bytes: readonly number[];
}

function confused(context: SpecContext, index: number, places: readonly MessageKeyPlace[]): readonly RuleFinding[] {
  const socket = context.spec.sockets[index];
  if (socket === undefined || typeof socket.traffic === 'string') return [];
  const { dialogue } = socket.traffic;
  const toDevice = dialogue.flatMap((entry, at) =>
    'hear' in entry ? line(`${at}/answer`, entry.answer) : line(`${at}/say`, entry.say),
  );
  const fromDevice = dialogue.flatMap((entry, at) =>
    'hear' in entry ? line(`${at}/hear`, entry.hear) : line(`${at}/expect`, entry.expect),
  );
  const own = `/sockets/${index}/traffic`;
  const base = context.given(own) ? own : '/traffic';
  const sought = places.filter(({ place }) => place.isSought);
  const said = places.filter(({ place }) => place.isSaid);
  return [
    ...holding(base, toDevice, messagesAt(socket, sought), 'which the device takes for that message'),
    ...holding(base, fromDevice, messagesAt(socket, said), 'which the device sends by itself'),
  ];
}

/** A pattern may match more than one text, so it is left alone. */
function line(at: string, message: SaidSpec | null): readonly Line[] {
  const bytes = message === null ? null : messageText(message);
  return bytes === null ? [] : [{ path: `/dialogue/${at}`, bytes }];
}

function messagesAt(socket: SocketSpec, places: readonly MessageKeyPlace[]): readonly Line[] {
  return places.flatMap((at) => {
    const bytes = messageBytes(messageAt(socket, at));
    return bytes === null ? [] : [{ path: pathOf(at), bytes }];
  });
}

function holding(base: string, lines: readonly Line[], messages: readonly Line[], why: string): readonly RuleFinding[] {
  return lines.flatMap(({ path, bytes }) =>
    messages
      .filter((message) => holds(bytes, message.bytes))
      .map((message) => ({
        pointer: `${base}${path}`,
        message: `Found the message of ${message.path}, ${why}. Allowed: bytes that do not hold it.`,
      })),
  );
}
