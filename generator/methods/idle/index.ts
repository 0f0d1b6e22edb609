import type { SocketSpec } from '../../../contract/spec.ts';
import type { Method } from '../method.ts';
import { idleSchema } from './schema.ts';

/** Closes connections on which nothing has been received for a time. */
export const idle: Method<NonNullable<SocketSpec['idle']>> = {
  name: 'idle',
  spec: { key: 'idle', scope: 'socket', schema: idleSchema, complete: withCheck },
};

/** Two checks in the time allowed, as Swoole's documentation advises; at least one second apart. */
function withCheck(idle: NonNullable<SocketSpec['idle']>): NonNullable<SocketSpec['idle']> {
  const given = idle as Partial<typeof idle>; // the schema has no default for `checkEveryS`
  return { ...idle, checkEveryS: given.checkEveryS ?? Math.max(1, Math.floor(idle.closeAfterS / 2)) };
}
