import { END_REASONS } from '../../../contract/firmware.ts';
import { enumeratorName } from '../../firmware/c-text.ts';
import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';

export const countersFirmware: FirmwareOf = ({ counters }) => {
  if (!counters) return [];
  return [
    {
      sources: sourcePair('loop', 'kw_counters', 'loop', 'counts how connections end'),
      hooks: {
        begin: ['kw_counters_received(sn);'],
        received: ['kw_counters_received(sn);'],
        ended: ['kw_counters_ended(sn, reason);'],
      },
      view: {
        firstEndReason: enumeratorName('KW_END', END_REASONS[0].name),
        lastEndReason: enumeratorName('KW_END', (END_REASONS.at(-1) ?? END_REASONS[0]).name),
      },
    },
  ];
};
