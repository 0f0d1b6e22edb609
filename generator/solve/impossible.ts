/** Why a wish cannot be met, and what would have to change. */

import type { Term } from '../../contract/promises.ts';
import type { Spec } from '../../contract/spec.ts';
import { seconds } from '../explain/format.ts';
import { termName } from '../explain/terms.ts';
import { domainOf, type Entry } from './choice.ts';
import { rate } from './rate.ts';
import { type Found, SHORTEST_WAIT_MS, slowestOf, type Wish } from './search.ts';

export function impossibleReasons(spec: Spec, entries: readonly Entry[], wish: Wish, found: Found): readonly string[] {
  const { boundMs, terms } = slowestOf(found);
  if (boundMs <= wish.wantedMs) return [budgetReason(found)];
  const longest = terms.toSorted((a, b) => b.ms - a.ms)[0] as Term;
  return [
    `${seconds(wish.wantedMs)} cannot be had: the shortest possible is ${seconds(boundMs)}, of which ${termName(longest)} alone is ${seconds(longest.ms)}.`,
    limitReason(spec, entries, wish),
    ...otherCounting(spec, entries, found),
  ];
}

function limitReason(spec: Spec, entries: readonly Entry[], { transmissions }: Wish): string {
  const { areOne, NO_DATA_PERIOD, KA_SEND_PERIOD } = domainOf(spec, entries);
  const isFixed = NO_DATA_PERIOD.min === NO_DATA_PERIOD.max && KA_SEND_PERIOD.min === KA_SEND_PERIOD.max;
  const periods = isFixed
    ? 'The periods are those that the sockets have of their own'
    : areOne
      ? "The chip's own timer counts in units of 5 s, so no period is shorter"
      : 'Ticks are one second long, so no period is shorter';
  return `${periods}; a probe is sent ${transmissions} times before it is given up, with a first wait of ${SHORTEST_WAIT_MS} ms at least, doubled each time; the poll is what the loop needs to notice.`;
}

/** The other ways of counting that the spec could ask for, where they are quicker. */
function otherCounting(spec: Spec, entries: readonly Entry[], found: Found): readonly string[] {
  const now = slowestOf(found).boundMs;
  const { retransmission } = found.rating.choice;
  const shortest = { keepalive: { NO_DATA_PERIOD: 1, KA_SEND_PERIOD: 1 }, retransmission };
  const free = entries.map((it) => ({ ...it, own: { NO_DATA_PERIOD: false, KA_SEND_PERIOD: false } }));
  const counting = { by: 'timer', firstProbe: 'at-NO_DATA_PERIOD' } as const;
  const sockets = spec.sockets.map((it) => ({ ...it, keepalive: it.keepalive && { ...it.keepalive, ...counting } }));
  const other = { ...spec, keepalive: { ...spec.keepalive, ...counting }, sockets };
  const { probing } = rate(other, free, shortest);
  const boundMs = Math.max(...probing.map((it) => it.boundMs));
  if (boundMs >= now) return [];
  return [`With "by": "timer" and "firstProbe": "at-NO_DATA_PERIOD" it could be ${seconds(boundMs)}.`];
}

function budgetReason({ rating }: Found): string {
  const { detection, detectionBudgetMs } = rating.plan;
  const [row] = detection.toSorted((a, b) => (b.boundMs ?? 0) - (a.boundMs ?? 0));
  return `"detection.maxSeconds" of ${seconds(detectionBudgetMs ?? 0)} cannot be had: ${row?.failure} takes up to ${seconds(row?.boundMs ?? 0)} whatever is chosen here.`;
}
