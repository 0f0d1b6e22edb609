import type { KeySchema } from '../method.ts';

/** The key `health`. */
export const healthSchema: KeySchema = {
  title: "Chip's health",
  description:
    'VERSIONR and the own address are read back at intervals; a chip that has lost them is set up again, and its connections are reported as ended. null: only what every poll sees.',
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
