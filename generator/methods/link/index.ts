import type { LinkPlan } from '../../../contract/device.ts';
import type { Spec } from '../../../contract/spec.ts';
import type { Method } from '../method.ts';
import { detects, worstPoll } from '../terms.ts';
import { linkRules } from './rules.ts';
import { linkSchema } from './schema.ts';

/** Ends connections when the PHY has lost the link. */
export const link: Method<NonNullable<Spec['link']>, LinkPlan> = {
  name: 'link',
  spec: { key: 'link', scope: 'device', schema: linkSchema },
  rules: linkRules,
  planIn: (planned) => planned.link,
  detection: ({ name }, { holdMs, lookMs }, { loop }) => {
    if (name !== 'link-down') return [];
    const hold = holdMs === 0 ? [] : [{ key: 'link.holdS', ms: holdMs }];
    const terms = [...hold, { key: 'phy-look', ms: lookMs }, worstPoll(loop)];
    return [detects('link', 'link-down', terms, holdMs + lookMs / 2)];
  },
  words: { names: { link: { text: 'PHY link' } }, terms: { 'phy-look': 'look at the PHY' } },
};
