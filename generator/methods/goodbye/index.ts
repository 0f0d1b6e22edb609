import type { SocketSpec } from '../../../contract/spec.ts';
import type { Method } from '../method.ts';
import { goodbyeSchema } from './schema.ts';

/** Orderly stops, with a message or without, and the same message from the peer. */
export const goodbye: Method<NonNullable<SocketSpec['goodbye']>> = {
  name: 'goodbye',
  spec: { key: 'goodbye', scope: 'socket', schema: goodbyeSchema },
  messages: [{ path: '', of: (value) => value, isOptional: true, isSaid: true, isSought: true }],
};
