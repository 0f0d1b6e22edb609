import type { KeySchema } from '../method.ts';

/** The key `health`. */
export const healthSchema: KeySchema = {
  title: "Chip's health",
  description:
    'The firmware reads VERSIONR and its own addresses back at intervals. If the chip has lost them, the firmware initialises it again and reports its connections as ended. null: no check at intervals; a reset of the chip is still detected when its sockets read CLOSED.',
  type: ['object', 'null'],
  additionalProperties: false,
  required: ['everyS'],
  examples: [
    {
      everyS: 10,
    },
  ],
  properties: {
    everyS: {
      title: 'Time between checks, in seconds',
      description: 'Seconds from one check to the next.',
      type: 'integer',
      minimum: 1,
      maximum: 86400,
      examples: [10],
    },
  },
};
