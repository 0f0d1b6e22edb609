import type { MessagePlan } from '../../../contract/device.ts';
import type { RuleFinding, SpecContext, SpecRule } from '../../../contract/rule.ts';
import type { SocketSpec } from '../../../contract/spec.ts';
import { messageBytes } from '../messages/message.ts';
import { type MessageKeyPlace, messageAt, pathOf } from '../messages/place.ts';
import { WEBSOCKET_DEFAULTS } from './schema.ts';

const MOST_BYTES = WEBSOCKET_DEFAULTS.maxMessageBytes as number;

/** Rules for WebSocket servers. Messages of methods are text messages there. */
export function websocketRules(places: readonly MessageKeyPlace[]): readonly SpecRule<SpecContext>[] {
  const keys = [...new Set(places.map(({ key }) => `/${key}`))];
  return [
    { id: 'websocket/server', needs: ['/protocol', '/sockets'], check: clients },
    { id: 'websocket/used', needs: ['/protocol', '/sockets'], check: unused },
    {
      id: 'websocket/text-messages',
      needs: [...keys, '/protocol', '/sockets'],
      check: (context) => wrongMessages(context, places),
    },
  ];
}

function clients({ spec, given }: SpecContext): readonly RuleFinding[] {
  return spec.sockets.flatMap(({ role, protocol }, index) => {
    if (role !== 'client' || protocol !== 'websocket') return [];
    const own = `/sockets/${index}/protocol`;
    const message = 'Found "websocket" for a client. Allowed: "stream"; only servers speak WebSocket.';
    return [{ pointer: given(own) ? own : `/sockets/${index}/role`, message }];
  });
}

function unused({ spec, given }: SpecContext): readonly RuleFinding[] {
  const message =
    'Found "websocket" for sockets that do not speak it. Needed: "protocol": "websocket" there, or no such key.';
  const own = spec.sockets.flatMap(({ protocol, websocket }, index) => {
    const pointer = `/sockets/${index}/websocket`;
    return protocol !== 'websocket' && websocket !== null && given(pointer) ? [{ pointer, message }] : [];
  });
  const isUsed = spec.sockets.some(({ protocol }) => protocol === 'websocket');
  return spec.websocket !== null && given('/websocket') && !isUsed ? [...own, { pointer: '/websocket', message }] : own;
}

function wrongMessages({ spec, given }: SpecContext, places: readonly MessageKeyPlace[]): readonly RuleFinding[] {
  return spec.sockets.flatMap((socket, index) => {
    if (socket.protocol !== 'websocket') return [];
    return places.flatMap((at) => {
      const own = `/sockets/${index}${pathOf(at)}`;
      const message = wrong(messageBytes(messageAt(socket, at)), at, socket);
      return message === null ? [] : [{ pointer: given(own) ? own : pathOf(at), message }];
    });
  });
}

function wrong(bytes: MessagePlan | null, { place }: MessageKeyPlace, { websocket }: SocketSpec): string | null {
  if (bytes === null) return null;
  if (place.isOnce) return 'Found a message for a WebSocket. Allowed: null there, since the client speaks first.';
  if (!isUtf8(bytes))
    return 'Found bytes that are no UTF-8. Allowed on a WebSocket: text, which goes out as a text message.';
  const most = websocket?.maxMessageBytes ?? MOST_BYTES;
  if (!place.isSought || bytes.length <= most) return null;
  return `Found a message of ${bytes.length} bytes. Allowed: at most ${most}, as "maxMessageBytes" says.`;
}

function isUtf8(bytes: MessagePlan): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
    return true;
  } catch {
    return false;
  }
}
