import { MESSAGE_KEYS } from '../../protocols/messages/schema.ts';
import type { KeySchema } from '../method.ts';

/** The key `goodbye`. */
export const goodbyeSchema: KeySchema = {
  title: 'Goodbye',
  description:
    'Orderly stops, kw_loop_stop and kw_socket_stop: the message, FIN, and one second later at most the socket is closed. The same message from the peer ends the connection at once; on a WebSocket it must come as one text message in one frame, and a message in fragments goes to the application. Without "text" and "hex" there is no message. null: no orderly stop.',
  type: ['object', 'null'],
  additionalProperties: false,
  examples: [
    {
      text: 'bye\n',
    },
    {},
  ],
  properties: MESSAGE_KEYS,
};
