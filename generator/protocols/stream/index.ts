import type { Protocol } from '../protocol.ts';

const NONE = new Uint8Array(0);

/** All bytes are the application's. */
export const stream: Protocol = {
  name: 'stream',
  read: () => ({ held: NONE, take: (bytes) => (bytes.length === 0 ? [] : [{ kind: 'data', bytes }]) }),
};
