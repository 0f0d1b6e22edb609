import { MESSAGE_KEYS } from '../../protocols/messages/schema.ts';
import type { KeySchema } from '../method.ts';

/** The key `curfew`. */
export const curfewSchema: KeySchema = {
  title: 'Curfew',
  description:
    'Connections end afterS seconds after their begin, or when the peer sends the message. null: they do not.',
  type: ['object', 'null'],
  additionalProperties: false,
  required: ['afterS'],
  examples: [{ afterS: 60, text: 'late\n' }],
  properties: {
    ...MESSAGE_KEYS,
    afterS: {
      title: 'Longest connection, in seconds',
      description: 'Seconds from the begin of a connection to its end.',
      type: 'integer',
      minimum: 1,
      maximum: 86400,
      examples: [60],
    },
  },
};
