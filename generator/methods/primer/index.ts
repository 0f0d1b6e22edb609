import type { MessagePlan } from '../../../contract/device.ts';
import type { SocketSpec } from '../../../contract/spec.ts';
import type { Method } from '../method.ts';
import { primerSchema } from './schema.ts';

/** A message when a connection is made, so that probing can begin. */
export const primer: Method<NonNullable<SocketSpec['primer']>, MessagePlan> = {
  name: 'primer',
  spec: { key: 'primer', scope: 'socket', schema: primerSchema },
  messages: [
    { name: 'primer', path: '', inSpec: (value) => value, inPlan: (bytes) => bytes, isSaid: true, isOnce: true },
  ],
  planIn: ({ socket }) => socket.watch.primer,
  sends: () => ({ key: 'primer', firstAfterMs: 0 }),
};
