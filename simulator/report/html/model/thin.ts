/** Keeps the page of a long run small: neighbours that look the same on a screen are merged. */
import type { Item, MarkKind } from './model.ts';

/** More than fit on a wide screen; the capture of a long run has the finer detail. */
const MOST_ITEMS = 1200;
const MOST_BAD = 400;

/** Merges moments of equal kind within a slice of time into one with a count; bad ones are merged last. */
export function thinMarks(items: readonly Item[], kinds: readonly MarkKind[], untilMs: number): readonly Item[] {
  if (items.length <= MOST_ITEMS) return items;
  const isBad = ({ k }: Item): boolean => kinds[k]?.tone === 'bad';
  const single = items.filter(isBad).length <= MOST_BAD ? items.filter(isBad) : [];
  const rest = single.length === 0 ? items : items.filter((item) => !isBad(item));
  const sliceMs = untilMs / (MOST_ITEMS / Math.max(1, new Set(rest.map(({ k }) => k)).size));
  const open = new Map<number, { slice: number; item: Item }>();
  const together: Item[] = [];
  for (const item of rest) {
    const slice = Math.floor(item.t / sliceMs);
    const earlier = open.get(item.k);
    if (earlier === undefined || earlier.slice !== slice) {
      if (earlier !== undefined) together.push(earlier.item);
      open.set(item.k, { slice, item });
    } else {
      const { t, k, n = 1 } = earlier.item;
      earlier.item = { t, k, d: roundedMs(item.t - t), n: n + (item.n ?? 1) };
    }
  }
  for (const { item } of open.values()) together.push(item);
  return [...single, ...together].sort((a, b) => a.t - b.t);
}

/** Merges neighbouring spans that are too short to distinguish into one of the kind `several`, with a count. */
export function thinSpans(items: readonly Item[], several: number, untilMs: number): readonly Item[] {
  if (items.length <= MOST_ITEMS) return items;
  const shortMs = (2 * untilMs) / MOST_ITEMS;
  const result: Item[] = [];
  for (const item of items) {
    const last = result.at(-1);
    const lengthMs = item.d ?? 0;
    const joins = last !== undefined && lengthMs < shortMs && (last.d ?? 0) < shortMs;
    if (!joins) result.push(item);
    else
      result[result.length - 1] = {
        t: last.t,
        d: roundedMs(item.t + lengthMs - last.t),
        k: several,
        n: (last.n ?? 1) + 1,
      };
  }
  return result;
}

/** Rounds milliseconds to whole microseconds. */
export function roundedMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
