/** Round trips of one or more connections, summed up as they come. */
export interface RoundTrips {
  readonly count: number;
  readonly minMs: number;
  readonly meanMs: number;
  readonly maxMs: number;
}

/** Null when nothing was measured. */
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

/** Microseconds are more than a process can measure. */
const PER_MS = 1000;

/** To whole microseconds. */
export function rounded(ms: number): number {
  return Math.round(ms * PER_MS) / PER_MS;
}
