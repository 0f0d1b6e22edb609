import { type ConfigMacro, type FirmwareOf, sourcePair } from '../../firmware/part.ts';
import type { LinkPlan } from './plan.ts';

export const linkFirmware: FirmwareOf = ({ watch: { link } }) => {
  if (link == null) return [];
  return [
    {
      sources: sourcePair('methods/link', 'kw_link', 'methods', 'ends all connections when the PHY has no link'),
      hooks: { poll: ['kw_link_poll();'] },
      traits: ['readsLink'],
      ends: ['link-down'],
      macros: macrosOf(link),
      view: { holdsLink: link.holdMs > 0 },
    },
  ];
};

function macrosOf({ lookMs, holdMs }: LinkPlan): readonly ConfigMacro[] {
  const look = {
    macro: 'KW_LINK_LOOK_MS',
    value: lookMs,
    comment: "Milliseconds from one reading of the PHY's link to the next.",
  };
  const hold = {
    macro: 'KW_LINK_HOLD_MS',
    value: holdMs,
    comment: 'Milliseconds for which the link may be down (link.holdS).',
  };
  return holdMs > 0 ? [look, hold] : [look];
}
