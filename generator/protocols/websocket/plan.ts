import type { SocketSpec } from '../../../contract/spec.ts';
import type { WebsocketPlan } from '../../../contract/websocket.ts';
import { MS_PER_S } from '../../../values/time.ts';
import { WEBSOCKET_DEFAULTS } from './schema.ts';

const DEFAULTS = WEBSOCKET_DEFAULTS as NonNullable<SocketSpec['websocket']>;
const KIB = 1024;

/** Null: the socket is no WebSocket server. */
export function planWebsocket({ protocol, websocket, rxKiB }: SocketSpec): WebsocketPlan | null {
  if (protocol !== 'websocket') return null;
  const { path, subprotocols, origins, maxMessageBytes, handshakeS, closeS } = websocket ?? DEFAULTS;
  return {
    ...{ path, subprotocols, origins, maxMessageBytes },
    maxRequestBytes: rxKiB * KIB,
    ...{ handshakeMs: handshakeS * MS_PER_S, closeMs: closeS * MS_PER_S },
  };
}
