import type { KeySchema } from '../method.ts';

/** The key `idle`. */
export const idleSchema: KeySchema = {
  title: 'Idle limit',
  description:
    'The device closes a connection on which it has received no data for closeAfterS seconds. It checks this every checkEveryS seconds, so the close can be later by that time. null: off.',
  type: ['object', 'null'],
  additionalProperties: false,
  required: ['closeAfterS'],
  examples: [
    {
      closeAfterS: 600,
      checkEveryS: 60,
    },
  ],
  properties: {
    closeAfterS: {
      title: 'Silence allowed, in seconds',
      description: 'Seconds without received data after which a connection is closed at the next check.',
      type: 'integer',
      minimum: 1,
      maximum: 604800,
      examples: [600],
    },
    checkEveryS: {
      title: 'Time between checks, in seconds',
      description: 'Seconds from one check to the next. Default: half of closeAfterS, at least 1.',
      type: 'integer',
      minimum: 1,
      maximum: 604800,
      examples: [60],
    },
  },
};
