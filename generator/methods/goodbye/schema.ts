import { MESSAGE_KEYS } from '../../protocols/messages/schema.ts';
import type { KeySchema } from '../method.ts';

/** The key `goodbye`. */
export const goodbyeSchema: KeySchema = {
  title: 'Goodbye',
  description:
    'Adds the functions kw_loop_stop and kw_socket_stop. They send the message, then FIN; the socket is closed within 1 s. When the peer sends the same message, the device closes the connection at once. On a WebSocket the message must be one text message in one frame; a message in fragments goes to the application. Without "text" and "hex" no message is sent. null: off.',
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
