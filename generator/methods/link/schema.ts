import type { KeySchema } from '../method.ts';

/** The key `link`. */
export const linkSchema: KeySchema = {
  title: 'Local link',
  description: 'What the firmware does when the Ethernet link of the device is down. null: same as ignore.',
  type: ['object', 'null'],
  additionalProperties: false,
  required: ['onDown'],
  examples: [
    {
      onDown: 'hold',
      holdS: 10,
    },
  ],
  properties: {
    onDown: {
      title: 'When the link is down',
      description:
        'close: the firmware ends all connections at once. hold: it ends them when the link has been down for holdS seconds. ignore: it does not read the link.',
      enum: ['close', 'hold', 'ignore'],
      examples: ['hold'],
    },
    holdS: {
      title: 'Time to hold, in seconds',
      description: 'With hold: seconds that the link may be down before the firmware ends the connections.',
      type: ['integer', 'null'],
      minimum: 1,
      maximum: 604800,
      default: null,
      examples: [10],
    },
  },
};
