/** Statistics of the round trips of one or more connections. */
export interface RoundTrips {
  readonly count: number;
  readonly minMs: number;
  readonly meanMs: number;
  readonly maxMs: number;
}

/** The statistics with one more round trip; `before` is null when there was none. */
export function withRoundTrip(before: RoundTrips | null, ms: number): RoundTrips {
  if (before === null) return { count: 1, minMs: ms, meanMs: ms, maxMs: ms };
  const count = before.count + 1;
  return {
    count,
    minMs: Math.min(before.minMs, ms),
    meanMs: before.meanMs + (ms - before.meanMs) / count,
    maxMs: Math.max(before.maxMs, ms),
  };
}

/** A process cannot measure less than a microsecond. */
const US_PER_MS = 1000;

/** To whole microseconds. */
export function rounded(ms: number): number {
  return Math.round(ms * US_PER_MS) / US_PER_MS;
}
