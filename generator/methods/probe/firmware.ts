import type { Plan } from '../../../contract/plan.ts';
import { type CSource, type FirmwareOf, type FirmwarePart, sourcePair } from '../../firmware/part.ts';

/** The time, the probes that the firmware counts, and those of the chip's own timer. */
export const probeFirmware: FirmwareOf = (plan) => [
  { sources: plan.timer.source === 'millis' ? [TIME, MILLIS] : [TIME] },
  ...countingParts(plan),
  ...byChip(plan),
];

const TIME: CSource = { path: 'kw_time.h', template: 'methods/probe/kw_time.h', layer: 'keepalive' };

const MILLIS: CSource = {
  path: 'kw_time.c',
  template: 'methods/probe/kw_time.c',
  layer: 'keepalive',
  about: 'the time: the millisecond counter of your project',
};

/** All sockets with probes counted by the firmware have the same hold. */
function countingParts({ sockets, timer }: Plan): readonly FirmwarePart[] {
  const asks = timer.source === 'millis';
  const [hold] = sockets.flatMap(({ keepalive }) => keepalive?.holdMs ?? []);
  if (hold === undefined) return asks ? [] : [TICK];
  const counting = asks ? COUNTING_MILLIS : COUNTING;
  return [{ ...counting, macros: [{ macro: 'KW_PROBE_HOLD_MS', value: hold, comment: HOLD_COMMENT }] }];
}

const HOLD_COMMENT =
  'Shortest time in milliseconds between two probes (the hold): until then the chip may be repeating the first one.';

const COUNTING: FirmwarePart = {
  sources: [
    { path: 'kw_keepalive.h', template: 'methods/probe/kw_keepalive.h', layer: 'keepalive' },
    {
      path: 'kw_keepalive.c',
      template: 'methods/probe/kw_keepalive.c',
      layer: 'keepalive',
      about: 'keep-alive counters, counted in the 1 ms tick',
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

/** There is no tick: each poll reads the time. */
const COUNTING_MILLIS: FirmwarePart = {
  ...COUNTING,
  sources: [
    { path: 'kw_keepalive.h', template: 'methods/probe/kw_keepalive.h', layer: 'keepalive' },
    {
      path: 'kw_keepalive.c',
      template: 'methods/probe/kw_keepalive_ms.c',
      layer: 'keepalive',
      about: 'when probes are due',
    },
  ],
  hooks: { ...COUNTING.hooks, poll: ['kw_keepalive_poll();'] },
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
