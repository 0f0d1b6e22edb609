import type { SocketSpec } from '../../../contract/spec.ts';
import type { Method } from '../method.ts';
import { askSchema } from './schema.ts';

/** Asks a silent peer, and closes the connection when it does not answer. */
export const ask: Method<NonNullable<SocketSpec['ask']>> = {
  name: 'ask',
  spec: { key: 'ask', scope: 'socket', schema: askSchema },
  messages: [
    { path: '', of: (value) => value, isSaid: true },
    { path: '/answer', of: ({ answer }) => answer, isSought: true },
  ],
};
