import type { KeySchema } from '../method.ts';

/** The key `ping` of `websocket`. */
export const pingSchema: KeySchema = {
  title: 'Ping',
  description:
    'After afterIdleS seconds without data and without a pong the device sends a ping, and repeats it every withinS seconds. After "tries" pings without an answer it closes the connection. A browser answers by itself, even while the script of its page hangs. null: off.',
  type: ['object', 'null'],
  additionalProperties: false,
  required: ['afterIdleS', 'withinS'],
  default: null,
  examples: [{ afterIdleS: 10, withinS: 5, tries: 2 }],
  properties: {
    afterIdleS: {
      title: 'Silence before the first ping, in seconds',
      description: 'Seconds without a message and without a pong until the device sends a ping.',
      type: 'integer',
      minimum: 1,
      maximum: 604800,
      examples: [10],
    },
    withinS: {
      title: 'Time to answer, in seconds',
      description: 'Seconds from a ping to the next one; after the last ping, to the close.',
      type: 'integer',
      minimum: 1,
      maximum: 604800,
      examples: [5],
    },
    tries: {
      title: 'Pings',
      description: 'Number of pings without an answer after which the connection is closed.',
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: 2,
      examples: [2],
    },
  },
};
