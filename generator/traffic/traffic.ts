import type { DialogueEntryPlan, PeerTrafficPlan, Traffic } from '../../contract/traffic.ts';
import { DialogueRun } from './dialogue.ts';

/** What peers of a socket do with this plan. */
export function trafficOf(plan: PeerTrafficPlan): Traffic {
  if (typeof plan === 'string') return { kind: plan };
  const { dialogue } = plan;
  return {
    kind: 'dialogue',
    speaksFirst: dialogue.some(({ first }) => first === 'peer'),
    isAnswered: dialogue.some(({ first, hears }) => first === 'peer' && hears !== null),
    hearsFirst: dialogue.some(({ first }) => first === 'device'),
    isRepeated: dialogue.some(isRepeated),
    begin: (repeats) => new DialogueRun(dialogue, repeats),
  };
}

/** The peer sends at intervals of its own or of the device. */
function isRepeated({ first, says, everyMs }: DialogueEntryPlan): boolean {
  return everyMs !== null || (first === 'device' && says !== null);
}
