import { enumeratorName } from '../../firmware/c-text.ts';
import { endReasonsOf } from '../../firmware/ends.ts';
import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';

export const countersFirmware: FirmwareOf = (plan) => {
  if (!plan.counters) return [];
  const names = endReasonsOf(plan).map(({ name }) => name);
  return [
    {
      sources: sourcePair('loop', 'kw_counters', 'loop', 'counts how connections end'),
      hooks: {
        begin: ['kw_counters_received(sn);'],
        received: ['kw_counters_received(sn);'],
        ended: ['kw_counters_ended(sn, reason);'],
        probed: ['kw_counters_probed(sn);'],
        faulted: ['kw_counters_faulted();'],
      },
      view: {
        firstEndReason: enumeratorName('KW_END', names[0] ?? ''),
        lastEndReason: enumeratorName('KW_END', names.at(-1) ?? ''),
      },
    },
  ];
};
