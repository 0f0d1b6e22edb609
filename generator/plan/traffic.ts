import type { KeepalivePlan } from '../../contract/device.ts';
import type { TrafficPlan } from '../../contract/promises.ts';
import { timesADay } from '../methods/terms.ts';

/**
 * Ethernet 14 + IPv4 20 + TCP 20 + one octet are 55 bytes, padded to 60 (IEEE 802.3 wants 46 bytes of payload at
 * least), and 4 of FCS. The answer carries no octet and is padded to the same size. Preamble and gap are not counted.
 */
const SMALLEST_FRAME_BYTES = 64;

/** What an idle, healthy connection costs: one probe and one answer every KA_SEND_PERIOD or hold. Null for a socket without probes. */
export function planTraffic(keepalive: KeepalivePlan | null): TrafficPlan | null {
  if (keepalive === null) return null;
  const probesPerDay = timesADay(keepalive.probeIntervalMs);
  const bytesPerProbe = 2 * SMALLEST_FRAME_BYTES;
  return { probesPerDay, bytesPerProbe, bytesPerDay: probesPerDay * bytesPerProbe };
}
