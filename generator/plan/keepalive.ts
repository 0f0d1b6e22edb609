import type { KeepalivePlan } from './types.ts';

const MS_PER_S = 1000;

/**
 * When probes leave, from the counting of `Timer2_ISR`. At each tick of one second the first counter rises; from
 * NO_DATA_PERIOD on, in that same tick already, the second one rises too and asks for a probe at KA_SEND_PERIOD. So the
 * first probe is due at tick NO_DATA_PERIOD + KA_SEND_PERIOD − 1 after the last data, and one every KA_SEND_PERIOD
 * ticks from there. Data arrives anywhere between two ticks: the first tick after it comes at once or a second later.
 */
export function planKeepalive(periods: {
  readonly NO_DATA_PERIOD: number;
  readonly KA_SEND_PERIOD: number;
}): KeepalivePlan {
  const { NO_DATA_PERIOD, KA_SEND_PERIOD } = periods;
  const firstProbeTick = NO_DATA_PERIOD + KA_SEND_PERIOD - 1;
  return {
    NO_DATA_PERIOD,
    KA_SEND_PERIOD,
    firstProbeEarliestMs: (firstProbeTick - 1) * MS_PER_S,
    firstProbeLatestMs: firstProbeTick * MS_PER_S,
    probeIntervalMs: KA_SEND_PERIOD * MS_PER_S,
  };
}
