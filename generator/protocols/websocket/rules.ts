import type { RuleFinding, SpecContext, SpecRule } from '../../../contract/rule.ts';
import { messageBytes } from '../messages/message.ts';
import { type MessageKeyPlace, messageAt, pathOf } from '../messages/place.ts';

/** Rules for WebSocket servers. Messages of methods are bytes of the stream, which has only frames here. */
export function websocketRules(places: readonly MessageKeyPlace[]): readonly SpecRule<SpecContext>[] {
  const keys = [...new Set(places.map(({ key }) => `/${key}`))];
  return [
    { id: 'websocket/server', needs: ['/protocol', '/sockets'], check: clients },
    { id: 'websocket/used', needs: ['/protocol', '/sockets'], check: unused },
    {
      id: 'websocket/no-messages',
      needs: [...keys, '/protocol', '/sockets'],
      check: (context) => withMessages(context, places),
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

function withMessages({ spec, given }: SpecContext, places: readonly MessageKeyPlace[]): readonly RuleFinding[] {
  return spec.sockets.flatMap((socket, index) => {
    if (socket.protocol !== 'websocket') return [];
    const used = places.filter((at) => messageBytes(messageAt(socket, at)) !== null);
    return used.slice(0, 1).map((at) => {
      const own = `/sockets/${index}${pathOf(at)}`;
      const message =
        'Found a message for a WebSocket. Allowed: null there; messages of keys are not offered on WebSockets yet.';
      return { pointer: given(own) ? own : pathOf(at), message };
    });
  });
}
