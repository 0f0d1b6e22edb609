import type { Protocol } from '../protocol.ts';
import { websocketFirmware } from './firmware.ts';

/** A WebSocket server (RFC 6455): the application gets messages. */
export const websocket: Protocol = {
  name: 'websocket',
  about: 'a WebSocket server (RFC 6455), whose messages go to the application',
  findsMessages: null,
  deliversAlone: 'protocols/websocket/deliver',
  endReasons: [
    { number: 12, name: 'no-handshake', meaning: 'no WebSocket: the request came too late, or was refused' },
    { number: 15, name: 'page-sent', meaning: 'the page of a WebSocket server was sent' },
    { number: 13, name: 'websocket-closed', meaning: 'the WebSocket was closed, by whichever side' },
  ],
  firmware: ({ sockets }, wanted) => websocketFirmware(sockets, wanted),
};
