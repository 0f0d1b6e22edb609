/** The best choice by the order that {@link solvePeriods} documents. */
import type { Spec } from '../../contract/spec.ts';
import { type Domain, domainOf, type Entry, isFollower, type Range } from './choice.ts';
import { type Probing, type Rating, rate } from './rate.ts';

/** The chips' value after reset: no round trip on one network comes near it. Never longer: it would only cost time. */
export const USUAL_WAIT_MS = 200;
/** A switch, a busy peer and the tick take milliseconds; below this, answers that are on their way count as lost. */
export const SHORTEST_WAIT_MS = 10;
/** RCR after reset. More would keep data waiting for longer without saving a connection worth the name. */
export const USUAL_COUNT = 8;

export interface Wish {
  readonly wantedMs: number;
  /** Of a probe before it is given up, the first one included. */
  readonly transmissions: number;
}

export interface Found {
  /** Whether every entry that takes its periods from the top level meets the wish. */
  readonly isMet: boolean;
  readonly rating: Rating;
  /** Entries with periods of their own that cannot meet the wish, whatever is chosen. */
  readonly tooSlow: readonly Entry[];
}

/**
 * Longer periods, a longer wait and more repetitions never make a bound shorter, so each value is found by bisection
 * over plans: nothing here knows how a bound is summed up.
 */
export function search(spec: Spec, entries: readonly Entry[], wish: Wish): Found {
  const domain = domainOf(spec, entries);
  const leastCount = wish.transmissions - 1;
  const rateOf = (kaS: number, noS: number, timeoutMs: number, count: number): Rating => {
    const keepalive = { NO_DATA_PERIOD: domain.areOne ? kaS : noS, KA_SEND_PERIOD: kaS };
    return rate(spec, entries, { keepalive, retransmission: { timeoutMs, count } });
  };
  const leastS = { ka: domain.KA_SEND_PERIOD.min, no: domain.NO_DATA_PERIOD.min };
  const fastest = rateOf(leastS.ka, leastS.no, SHORTEST_WAIT_MS, leastCount);
  const bound = judged(fastest, wish);
  const fits = (it: Rating): boolean => keepsBudget(it) && bound.every(({ index }) => meets(it, index, wish));
  const tooSlow = entries.filter((it) => !bound.includes(it));
  if (bound.length === 0 || !fits(fastest)) return { isMet: false, rating: fastest, tooSlow };

  const longestKa = (timeoutMs: number): number | null =>
    greatest(domain.KA_SEND_PERIOD, (kaS) => fits(rateOf(kaS, leastS.no, timeoutMs, leastCount)));
  const { overlaps } = rateOf(longestKa(SHORTEST_WAIT_MS) ?? leastS.ka, leastS.no, SHORTEST_WAIT_MS, leastCount);
  const isGood = (it: Rating): boolean => it.overlaps === overlaps && fits(it);
  const waits = { min: SHORTEST_WAIT_MS, max: USUAL_WAIT_MS, step: 1 };
  const timeoutMs = must(
    greatest(waits, (ms) => {
      const kaS = longestKa(ms);
      return kaS !== null && isGood(rateOf(kaS, leastS.no, ms, leastCount));
    }),
  );
  const kaS = must(longestKa(timeoutMs));
  const counts = { min: leastCount, max: Math.max(leastCount, USUAL_COUNT), step: 1 };
  const count = must(greatest(counts, (it) => isGood(rateOf(kaS, leastS.no, timeoutMs, it))));
  const noS = must(greatest(noRange(domain, kaS), (it) => isGood(rateOf(kaS, it, timeoutMs, count))));
  return { isMet: true, rating: rateOf(kaS, noS, timeoutMs, count), tooSlow };
}

/** The slowest of the sockets that the wish is for. */
export function slowestOf({ rating, tooSlow }: Found): Probing {
  const wished = rating.probing.filter(({ entry }) => !tooSlow.includes(entry));
  const [slowest] = (wished.length === 0 ? rating.probing : wished).toSorted((a, b) => b.boundMs - a.boundMs);
  if (slowest === undefined) throw new Error('no socket is probed');
  return slowest;
}

/** The entries that a choice is judged by: with periods of their own only those that can meet the wish at all. */
function judged(fastest: Rating, wish: Wish): readonly Entry[] {
  return fastest.probing
    .filter(({ entry }) => isFollower(entry) || meets(fastest, entry.index, wish))
    .map(({ entry }) => entry);
}

function meets({ probing }: Rating, index: number, { wantedMs }: Wish): boolean {
  return probing.every(({ entry, boundMs }) => entry.index !== index || boundMs <= wantedMs);
}

/** The spec's own limit for every failure that is detected: beyond it the spec would not be valid. */
function keepsBudget({ plan }: Rating): boolean {
  const { detectionBudgetMs } = plan;
  return detectionBudgetMs === null || plan.detection.every(({ boundMs }) => (boundMs ?? 0) <= detectionBudgetMs);
}

function noRange(domain: Domain, kaS: number): Range {
  return domain.areOne ? { min: kaS, max: kaS, step: 1 } : domain.NO_DATA_PERIOD;
}

/**
 * The greatest value that holds, where every smaller one does too; null when the least does not. Often it is the last one,
 * or near the first one of a day's seconds: so the last one is tried, and then steps that double.
 */
function greatest({ min, max, step }: Range, holds: (value: number) => boolean): number | null {
  if (!holds(min)) return null;
  let [low, high] = [0, Math.floor((max - min) / step)];
  if (holds(min + high * step)) return min + high * step;
  for (let jump = 1; low + jump < high; jump *= 2) {
    if (holds(min + (low + jump) * step)) low += jump;
    else high = low + jump - 1;
  }
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(min + middle * step)) low = middle;
    else high = middle - 1;
  }
  return min + low * step;
}

function must(value: number | null): number {
  if (value === null) throw new Error('what was found does not hold');
  return value;
}
