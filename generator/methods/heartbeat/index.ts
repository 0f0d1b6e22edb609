import type { SocketSpec } from '../../../contract/spec.ts';
import type { Method } from '../method.ts';
import { heartbeatRules } from './rules.ts';
import { heartbeatSchema } from './schema.ts';

/** Messages at intervals: sent by the device, expected from the peer. */
export const heartbeat: Method<NonNullable<SocketSpec['heartbeat']>> = {
  name: 'heartbeat',
  spec: { key: 'heartbeat', scope: 'socket', schema: heartbeatSchema },
  rules: heartbeatRules,
  messages: [
    { path: '/send', of: ({ send }) => send, isSaid: true },
    { path: '/expect', of: ({ expect }) => expect, isOptional: true, isSought: true },
  ],
};
