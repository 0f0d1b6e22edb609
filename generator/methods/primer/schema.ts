import { MESSAGE_KEYS } from '../../protocols/messages/schema.ts';
import type { KeySchema } from '../method.ts';

/** The key `primer`: a message. */
export const primerSchema: KeySchema = {
  title: 'Primer',
  description:
    'Sent once when a connection is made. The chips probe only after data has been exchanged, so with a primer a client that never sends is probed too. null: nothing is sent.',
  type: ['object', 'null'],
  additionalProperties: false,
  examples: [
    {
      text: 'hello\n',
    },
  ],
  properties: MESSAGE_KEYS,
};
