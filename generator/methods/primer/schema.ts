import { MESSAGE_KEYS } from '../../protocols/messages/schema.ts';
import type { KeySchema } from '../method.ts';

/** The key `primer`: a message. */
export const primerSchema: KeySchema = {
  title: 'Primer',
  description:
    'A message that the device sends once, after each connection. The chips can probe only after data was exchanged. With a primer they can also probe a client that never sends. null: off.',
  type: ['object', 'null'],
  additionalProperties: false,
  examples: [
    {
      text: 'hello\n',
    },
  ],
  properties: MESSAGE_KEYS,
};
