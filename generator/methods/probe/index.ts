import type { Spec } from '../../../contract/spec.ts';
import type { Method } from '../method.ts';
import { probeRules } from './rules.ts';
import { probeSchema, probeSocketSchema } from './schema.ts';

/** Probes of silent connections, the application note's method. */
export const probe: Method<Spec['keepalive']> = {
  name: 'probe',
  spec: { key: 'keepalive', scope: 'socket', required: true, schema: probeSchema, socketSchema: probeSocketSchema },
  rules: probeRules,
};
