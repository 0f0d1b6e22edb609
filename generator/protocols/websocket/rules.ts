import type { MessagePlan } from '../../../contract/device.ts';
import type { RuleFinding, SpecContext, SpecRule } from '../../../contract/rule.ts';
import type { SocketSpec } from '../../../contract/spec.ts';
import { printed } from '../../../document/words/printed.ts';
import { messageBytes } from '../messages/message.ts';
import { type MessageKeyPlace, messageAt, pathOf } from '../messages/place.ts';
import { HANDSHAKE_RULES } from './handshake-rules.ts';
import { embedded, MOST_PAGE_BYTES, pageOf } from './page.ts';
import { WEBSOCKET_DEFAULTS } from './schema.ts';

const MOST_BYTES = WEBSOCKET_DEFAULTS.maxMessageBytes as number;

/** Rules for WebSocket servers. Messages of methods are text messages there. */
export function websocketRules(places: readonly MessageKeyPlace[]): readonly SpecRule<SpecContext>[] {
  const keys = [...new Set(places.map(({ key }) => `/${key}`))];
  return [
    { id: 'websocket/server', needs: ['/protocol', '/sockets'], check: clients },
    { id: 'websocket/used', needs: ['/protocol', '/sockets'], check: unused },
    ...HANDSHAKE_RULES,
    { id: 'websocket/page', needs: ['/protocol', '/websocket', '/sockets'], check: wrongPages },
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
    'Found "websocket", but the protocol of the socket is not websocket. Add "protocol": "websocket", or remove the key "websocket".';
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
  if (place.isOnce)
    return 'The client of a WebSocket sends the first data, the HTTP request. Remove the key, or set it to null.';
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

function wrongPages({ spec, given }: SpecContext): readonly RuleFinding[] {
  return spec.sockets.flatMap((socket, index) => {
    const page = pageOf(socket);
    if (page === null) return [];
    const own = `/sockets/${index}/websocket/page`;
    const pointer = given(own) ? own : '/websocket/page';
    const message = wrongFile(page, spec.files[page] ?? null);
    if (message !== null) return [{ pointer, message }];
    if (socket.count > 1) return [];
    const count = `/sockets/${index}/count`;
    return [{ pointer: given(count) ? count : pointer, message: TOO_FEW }];
  });
}

const TOO_FEW =
  'Found one socket for a page and its WebSocket. Needed: "count" of at least 2, so that the page can always be loaded.';

function wrongFile(page: string, bytes: Uint8Array | null): string | null {
  if (bytes === null)
    return `The file ${printed(page)} cannot be read. The path is relative to the folder of the spec.`;
  if (bytes.length === 0) return `The file ${printed(page)} is empty. Needed: a page.`;
  const size = embedded(bytes)?.length ?? Infinity;
  if (size <= MOST_PAGE_BYTES) return null;
  const found = size === Infinity ? `${bytes.length} bytes` : `${size} bytes as gzip`;
  return `Found a page of ${found}. Allowed: ${MOST_PAGE_BYTES} as gzip.`;
}
