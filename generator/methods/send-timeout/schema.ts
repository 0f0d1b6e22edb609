import type { KeySchema } from '../method.ts';

/** The key `sendTimeoutS`. */
export const sendTimeoutSchema: KeySchema = {
  title: 'Send timeout, in seconds',
  description:
    'A connection is closed when its peer has not acknowledged a single byte of the data under way for so many seconds, also when the peer keeps its window shut: the chips promise no timeout for that. null: no limit.',
  type: ['integer', 'null'],
  minimum: 1,
  maximum: 604800,
  examples: [60],
};
