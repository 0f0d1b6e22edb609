import type { SocketSpec } from '../../contract/spec.ts';
import type { DialogueEntryPlan, PatternItem, PeerTrafficPlan } from '../../contract/traffic.ts';
import { MS_PER_S } from '../../values/time.ts';
import { type HeardSpec, messageText, patternItems, type SaidSpec } from './message.ts';

type Entry = Extract<SocketSpec['traffic'], object>['dialogue'][number];

/** @param traffic valid, and complete */
export function planPeerTraffic(traffic: SocketSpec['traffic']): PeerTrafficPlan {
  return typeof traffic === 'string' ? traffic : { dialogue: traffic.dialogue.map(planEntry) };
}

function planEntry(entry: Entry): DialogueEntryPlan {
  if ('hear' in entry) {
    const says = entry.answer === null ? null : saidBytes(entry.answer);
    return { first: 'device', says, hears: heardItems(entry.hear), withinMs: 0, everyMs: null };
  }
  const { say, expect, withinMs, everyS } = entry;
  return {
    first: 'peer',
    says: saidBytes(say),
    hears: expect === null ? null : heardItems(expect),
    withinMs,
    everyMs: everyS === null ? null : everyS * MS_PER_S,
  };
}

function saidBytes(message: SaidSpec): readonly number[] {
  const bytes = messageText(message);
  if (bytes === null) throw new Error('a message without text and hex');
  return bytes;
}

function heardItems(message: HeardSpec): readonly PatternItem[] {
  const items = patternItems(message);
  if (items === null) throw new Error('a message without text, hex and pattern');
  return items;
}
