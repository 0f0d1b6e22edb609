import type { Spec } from '../../../contract/spec.ts';
import type { Method } from '../method.ts';
import { healthSchema } from './schema.ts';

/** Reads back at intervals whether the chip still has its registers. */
export const health: Method<NonNullable<Spec['health']>> = {
  name: 'health',
  spec: { key: 'health', scope: 'device', schema: healthSchema },
};
