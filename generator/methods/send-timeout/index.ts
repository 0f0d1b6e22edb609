import type { SocketSpec } from '../../../contract/spec.ts';
import type { Method } from '../method.ts';
import { sendTimeoutSchema } from './schema.ts';

/** Closes connections whose peer does not acknowledge data for a time. */
export const sendTimeout: Method<NonNullable<SocketSpec['sendTimeoutS']>> = {
  name: 'send-timeout',
  spec: { key: 'sendTimeoutS', scope: 'socket', schema: sendTimeoutSchema },
};
