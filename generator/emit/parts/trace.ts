import { END_REASONS, type EndReason } from '../../../contract/firmware.ts';
import type { Plan } from '../../../contract/plan.ts';
import { enumeratorName } from '../../firmware/c-text.ts';
import { type FirmwarePart, sourcePair } from '../../firmware/part.ts';

/** What the chip and its loop can report without any method; a bit that is read wrong may name a probe's timeout. */
const ALWAYS: readonly EndReason[] = ['peer-closed', 'reset', 'probe-timeout', 'send-timeout', 'chip-fault'];

/** @param reasons ends that methods bring about */
export function traceFirmware({ trace }: Plan, reasons: readonly EndReason[]): readonly FirmwarePart[] {
  if (trace === null) return [];
  const possible = new Set([...ALWAYS, ...reasons]);
  return [
    {
      sources: sourcePair('loop', 'kw_trace', 'loop', `sends a line for each event to ${trace.instance}; never waits`),
      hooks: {
        always: ['kw_trace_poll();'],
        begin: ['kw_trace(sn, "connected");'],
        probed: ['kw_trace(sn, "probe");'],
        ended: ['kw_trace_ended(sn, reason);'],
      },
      view: {
        endLines: END_REASONS.filter(({ name }) => possible.has(name)).map(
          ({ name }) => `[${enumeratorName('KW_END', name)}] = "ended: ${name.replaceAll('-', ' ')}",`,
        ),
      },
    },
  ];
}
