/** The part of the time axis that is in view. */
export interface View {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Frames of one exchange are 100 µs apart. */
const SHORTEST_MS = 0.05;

/** Moved and shortened so that it lies on the axis. */
export function within(fromMs: number, toMs: number, untilMs: number): View {
  const length = Math.min(untilMs, Math.max(SHORTEST_MS, toMs - fromMs));
  const from = Math.min(Math.max(0, fromMs), untilMs - length);
  return { fromMs: from, toMs: from + length };
}

/** A `factor` below 1 shows less of the axis; the moment `aroundMs` keeps its position. */
export function zoomed({ fromMs, toMs }: View, factor: number, aroundMs: number, untilMs: number): View {
  const length = Math.min(untilMs, Math.max(SHORTEST_MS, (toMs - fromMs) * factor));
  const share = (aroundMs - fromMs) / (toMs - fromMs);
  const from = aroundMs - share * length;
  return within(from, from + length, untilMs);
}
