import type { Plan } from '../../../contract/plan.ts';
import { type CSource, type FirmwareOf, type FirmwarePart, sourcePair } from '../../firmware/part.ts';

/** The tick, the counting of the sockets that the tick counts, and the chip's own timer on the others. */
export const probeFirmware: FirmwareOf = (plan) => [{ sources: [TIME] }, countingPart(plan), ...byChip(plan)];

const TIME: CSource = { path: 'kw_time.h', template: 'methods/probe/kw_time.h', layer: 'keepalive' };

/** Each socket that the tick counts has the same hold. */
function countingPart({ sockets }: Plan): FirmwarePart {
  const [hold] = sockets.flatMap(({ keepalive }) => keepalive?.holdMs ?? []);
  if (hold === undefined) return TICK;
  return { ...COUNTING, macros: [{ macro: 'KW_PROBE_HOLD_MS', value: hold, comment: HOLD_COMMENT }] };
}

const HOLD_COMMENT = 'Milliseconds from a probe to the next one at least: until then the chip may be repeating it.';

const COUNTING: FirmwarePart = {
  sources: [
    { path: 'kw_keepalive.h', template: 'methods/probe/kw_keepalive.h', layer: 'keepalive' },
    {
      path: 'kw_keepalive.c',
      template: 'methods/probe/kw_keepalive.c',
      layer: 'keepalive',
      about: 'counts silent seconds, in the tick',
    },
  ],
  hooks: {
    begin: ['kw_keepalive_begin(sn);'],
    arrived: ['kw_keepalive_stop(sn);', 'kw_keepalive_count(sn);'],
    sent: ['kw_keepalive_count(sn);'],
    peerClosed: ['kw_keepalive_stop(sn);'],
    ended: ['kw_keepalive_stop(sn);'],
  },
  traits: ['probes'],
};

const TICK: FirmwarePart = {
  sources: [{ path: 'kw_keepalive.c', template: 'methods/probe/tick.c', layer: 'keepalive', about: 'the tick' }],
};

function byChip({ sockets }: Plan): readonly FirmwarePart[] {
  const periods = sockets.map(({ keepalive }) => keepalive?.kpalvtr ?? 0);
  if (periods.every((period) => period === 0)) return [];
  return [
    {
      sources: sourcePair('methods/probe', 'kw_auto_keepalive', 'methods', 'lets the chip probe by its own timer'),
      hooks: { begin: ['kw_auto_keepalive_begin(sn);'] },
      traits: ['usesChipTimer'],
      view: { kpalvtrs: periods.map((period) => `${period}U`).join(', ') },
    },
  ];
}
