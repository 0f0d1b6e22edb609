import type { SocketSpec } from '../../../contract/spec.ts';
import type { Method } from '../method.ts';
import { primerSchema } from './schema.ts';

/** A message when a connection is made, so that probing can begin. */
export const primer: Method<NonNullable<SocketSpec['primer']>> = {
  name: 'primer',
  spec: { key: 'primer', scope: 'socket', schema: primerSchema },
  messages: [{ path: '', of: (value) => value, isSaid: true }],
};
