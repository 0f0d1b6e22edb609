import type { ClosedConnection } from '../../../contract/far-side.ts';
import type { Spec } from '../../../contract/spec.ts';
import { NS_PER_MS } from '../../../values/time.ts';
import type { Method } from '../method.ts';
import { detects, typicalWaits, worstPoll } from '../terms.ts';
import { linkFirmware } from './firmware.ts';
import { type LinkPlan, planLink } from './plan.ts';
import { linkRules } from './rules.ts';
import { linkSamples } from './samples.ts';
import { linkSchema } from './schema.ts';

/** Ends connections when the PHY has lost the link. */
export const link: Method<NonNullable<Spec['link']>, LinkPlan> = {
  name: 'link',
  spec: { key: 'link', scope: 'device', schema: linkSchema },
  samples: linkSamples,
  rules: linkRules,
  plan: planLink,
  endReasons: [{ number: 9, name: 'link-down', meaning: 'the PHY lost its link' }],
  detection: ({ name }, { holdMs, lookMs }, { loop }) => {
    if (name !== 'link-down') return [];
    const hold = holdMs === 0 ? [] : [{ key: 'link.holdS', ms: holdMs }];
    const terms = [...hold, { key: 'phy-look', ms: lookMs }, worstPoll(loop)];
    return [detects('link', 'link-down', terms, holdMs + lookMs / 2 + typicalWaits(1, loop))];
  },
  remedies: { link: { onDown: 'close', holdMs: 0, lookMs: 100 } },
  allowedCloses: ({ holdMs, lookMs }) => [
    { reason: 'link-down', isRight: (closed) => wasUnplugged(closed, holdMs * NS_PER_MS, lookMs * NS_PER_MS) },
  ],
  words: { names: { link: { text: 'PHY link' } }, terms: { 'phy-look': 'look at the PHY' } },
  firmware: linkFirmware,
};

/**
 * The device's own cable had been out for the time that it may be, as far as the firmware can have seen: a link that is
 * back shows at the next look at the PHY.
 */
function wasUnplugged({ unplugged, closedNs, pollNs }: ClosedConnection, holdNs: number, lookNs: number): boolean {
  return unplugged.some(({ fromNs, untilNs }) => {
    const seenUntilNs = untilNs + lookNs + pollNs;
    return closedNs <= seenUntilNs && Math.min(closedNs + pollNs, seenUntilNs) - fromNs >= holdNs;
  });
}
