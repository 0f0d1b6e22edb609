import type { KeepalivePlan } from '../../../contract/device.ts';
import type { Spec } from '../../../contract/spec.ts';
import { MS_PER_S } from '../../../values/time.ts';

/** Unit of Sn_KPALVTR (W5500 datasheet p. 57). */
const CHIP_UNIT_S = 5;

/**
 * When probes leave. By the timer, from the counting of `Timer2_ISR`: at each tick of one second the first counter rises;
 * from NO_DATA_PERIOD on, in that same tick already, the second one rises too and asks for a probe at KA_SEND_PERIOD. So
 * the first probe is due at tick NO_DATA_PERIOD + KA_SEND_PERIOD − 1 after the last data, and one every KA_SEND_PERIOD
 * ticks from there; a second counter that begins at KA_SEND_PERIOD − 1 asks for the first one at NO_DATA_PERIOD. Data
 * arrives anywhere between two ticks: the first tick after it comes at once or a second later.
 * By the chip: a period after the last data, and every period from there. By milliseconds: {@link countedInMillis}.
 *
 * The plan of the device adds the hold.
 */
export function planKeepalive(spec: Spec['keepalive']): KeepalivePlan {
  const { NO_DATA_PERIOD, KA_SEND_PERIOD, by, firstProbe } = spec;
  const periods = {
    by,
    firstProbe,
    NO_DATA_PERIOD,
    KA_SEND_PERIOD,
    probeIntervalMs: KA_SEND_PERIOD * MS_PER_S,
    holdMs: null,
  };
  if (by === 'chip') {
    const firstMs = NO_DATA_PERIOD * MS_PER_S;
    const kpalvtr = NO_DATA_PERIOD / CHIP_UNIT_S;
    return { ...periods, firstSendTick: 0, kpalvtr, firstProbeEarliestMs: firstMs, firstProbeLatestMs: firstMs };
  }
  const firstSendTick = firstProbe === 'note' ? 0 : KA_SEND_PERIOD - 1;
  const firstProbeTick = NO_DATA_PERIOD + KA_SEND_PERIOD - 1 - firstSendTick;
  return {
    ...periods,
    firstSendTick,
    kpalvtr: null,
    firstProbeEarliestMs: (firstProbeTick - 1) * MS_PER_S,
    firstProbeLatestMs: firstProbeTick * MS_PER_S,
  };
}

/** By milliseconds the first probe is due exactly so long after the data is found: there is no tick of unknown phase. */
export function countedInMillis(keepalive: KeepalivePlan): KeepalivePlan {
  return { ...keepalive, firstProbeEarliestMs: keepalive.firstProbeLatestMs };
}
