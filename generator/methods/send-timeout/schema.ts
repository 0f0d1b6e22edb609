import type { KeySchema } from '../method.ts';

/** The key `sendTimeoutS`. */
export const sendTimeoutSchema: KeySchema = {
  title: 'Send timeout, in seconds',
  description:
    'The firmware closes a connection when the peer acknowledges no byte of sent data for this time. This includes a peer with a zero window, for which the chips have no timeout. null: no limit.',
  type: ['integer', 'null'],
  minimum: 1,
  maximum: 604800,
  examples: [60],
};
