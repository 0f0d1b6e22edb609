import type { KeySchema } from '../method.ts';

/** The key `link`. */
export const linkSchema: KeySchema = {
  title: 'Local link',
  description: 'What the loss of the local PHY link does. null: as ignore.',
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
        'close: every connection ends at once. hold: when the link has been down for holdS seconds. ignore: the link is not looked at.',
      enum: ['close', 'hold', 'ignore'],
      examples: ['hold'],
    },
    holdS: {
      title: 'Time to hold, in seconds',
      description: 'With hold: seconds for which the link may be down before connections end.',
      type: ['integer', 'null'],
      minimum: 1,
      maximum: 604800,
      default: null,
      examples: [10],
    },
  },
};
