import type { KeepalivePlan } from '../../../contract/device.ts';
import type { Spec } from '../../../contract/spec.ts';
import { MS_PER_S } from '../../../values/time.ts';

/** Unit of Sn_KPALVTR (W5500 datasheet p. 57). */
const CHIP_UNIT_S = 5;

/**
 * When probes are sent. By the timer, `Timer2_ISR` counts once a second: `no_data_tick` rises; when it reaches
 * NO_DATA_PERIOD, `send_tick` rises too, in the same second already; when that reaches KA_SEND_PERIOD, a probe is due. With
 * 10 and 5: in second 10 `send_tick` becomes 1, and in second 14 it becomes 5. So the first probe is due in second
 * NO_DATA_PERIOD + KA_SEND_PERIOD − 1 after the last data, and one every KA_SEND_PERIOD from there. If `send_tick` starts at
 * KA_SEND_PERIOD − 1, the first one is due at NO_DATA_PERIOD. Data does not arrive in step with the seconds: the first one
 * is counted 0 to 1 s after it. By the chip: a period after the last data, and every period from there. By milliseconds:
 * {@link countedInMillis}.
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

/** By milliseconds the first probe is due exactly after the period: no second of unknown phase is counted. */
export function countedInMillis(keepalive: KeepalivePlan): KeepalivePlan {
  return { ...keepalive, firstProbeEarliestMs: keepalive.firstProbeLatestMs };
}
