import type { SocketSpec } from '../../../contract/spec.ts';
import type { WebsocketPlan } from '../../../contract/websocket.ts';
import { MS_PER_S } from '../../../values/time.ts';

/** The key's defaults, for a socket without it. */
const USUAL: NonNullable<SocketSpec['websocket']> = {
  ...{ path: '/', subprotocols: [], origins: null },
  ...{ maxMessageBytes: 1024, handshakeS: 5, closeS: 2 },
};

/** Null: the socket is no WebSocket server. */
export function planWebsocket({ protocol, websocket }: SocketSpec): WebsocketPlan | null {
  if (protocol !== 'websocket') return null;
  const { path, subprotocols, origins, maxMessageBytes, handshakeS, closeS } = websocket ?? USUAL;
  return {
    ...{ path, subprotocols, origins, maxMessageBytes },
    ...{ handshakeMs: handshakeS * MS_PER_S, closeMs: closeS * MS_PER_S },
  };
}
