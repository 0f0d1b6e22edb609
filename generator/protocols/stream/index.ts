import type { Protocol } from '../protocol.ts';

/** All bytes go to the application as they come. */
export const stream: Protocol = {
  name: 'stream',
  about: 'all bytes go to the application as they come',
  findsMessages: false,
  deliver: 'protocols/stream/deliver',
};
