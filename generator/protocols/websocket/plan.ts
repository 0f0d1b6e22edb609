import type { SocketSpec, Spec } from '../../../contract/spec.ts';
import type { WebsocketPlan } from '../../../contract/websocket.ts';
import { MS_PER_S } from '../../../values/time.ts';
import { pageOf, planPage } from './page.ts';
import { WEBSOCKET_DEFAULTS } from './schema.ts';

const DEFAULTS = WEBSOCKET_DEFAULTS as NonNullable<SocketSpec['websocket']>;
const KIB = 1024;

/**
 * Null: the socket is no WebSocket server.
 *
 * @param isLast of the sockets on its port that have a page
 */
export function planWebsocket(socket: SocketSpec, files: Spec['files'], isLast: boolean): WebsocketPlan | null {
  const { protocol, websocket, rxKiB } = socket;
  if (protocol !== 'websocket') return null;
  const page = pageOf(socket);
  const { path, subprotocols, origins, maxMessageBytes, handshakeS, closeS } = websocket ?? DEFAULTS;
  return {
    ...{ path, subprotocols, origins, maxMessageBytes },
    maxRequestBytes: rxKiB * KIB,
    ...{ handshakeMs: Math.round(handshakeS * MS_PER_S), closeMs: Math.round(closeS * MS_PER_S) },
    page: page === null ? null : planPage(page, files[page] ?? new Uint8Array(0)),
    keptForPage: page !== null && isLast,
  };
}
