import type { Spec } from '../../contract/spec.ts';
import { type Choice, probedEntries } from './choice.ts';
import type { ORDER } from './order.ts';
import { reasonsFor, UNPROBED } from './reasons.ts';
import { search, slowestOf, type Wish } from './search.ts';

export interface Solution {
  /** False: no choice meets the wish, and these values come as near to it as any can. */
  readonly ok: boolean;
  readonly wantedMs: number;
  /** What the plan then says of probes on a cut cable or a peer without power; null when no socket is probed. */
  readonly boundMs: number | null;
  readonly keepalive: Choice['keepalive'] | null;
  readonly retransmission: Choice['retransmission'] | null;
  readonly reasons: readonly string[];
}

/**
 * Periods and retransmission with which the probes of a valid spec notice a peer behind a cut cable, or without power,
 * within the wish, by the order of {@link ORDER}. Pure; bounds, traffic and losses are those of the plan.
 *
 * The order in a firmware engineer's words. Overlapping probes come before traffic, because the datasheets do not say
 * what SEND_KEEP does while a probe is repeated, and a chip that restarted its repetitions would never give up. So does the first wait:
 * one below the round trip takes living peers for dead. Traffic comes before further transmissions, because the least
 * number of them is the user's to raise.
 *
 * Only what the top level holds is chosen. Periods that sockets have of their own stay, and so do all methods but
 * probes; RTR and RCR are the chip's and change for everybody.
 *
 * @param given JSON Pointers of the values in the spec's text: they tell a socket's own periods from inherited ones
 */
export function solvePeriods(spec: Spec, given: readonly string[], wish: Wish): Solution {
  const entries = probedEntries(spec, given);
  const { wantedMs } = wish;
  if (entries.length === 0) {
    return { ok: false, wantedMs, boundMs: null, keepalive: null, retransmission: null, reasons: [UNPROBED] };
  }
  const found = search(spec, entries, wish);
  const { choice } = found.rating;
  const reasons = reasonsFor(spec, entries, wish, found);
  return { ok: found.isMet, wantedMs, boundMs: slowestOf(found).boundMs, ...choice, reasons };
}
