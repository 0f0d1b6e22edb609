import type { Spec } from '../../../contract/spec.ts';
import type { Method } from '../method.ts';
import { linkRules } from './rules.ts';
import { linkSchema } from './schema.ts';

/** Ends connections when the PHY has lost the link. */
export const link: Method<NonNullable<Spec['link']>> = {
  name: 'link',
  spec: { key: 'link', scope: 'device', schema: linkSchema },
  rules: linkRules,
};
