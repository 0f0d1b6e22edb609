/** Common parts of all lanes. */
import { type Nanos, NS_PER_MS } from '../../../clock.ts';
import type { DeviceSession } from '../../../scenario/record/sessions.ts';
import type { TimelineEvent } from '../../../timeline.ts';
import type { Item, Lane, LaneRow, MarkKind } from '../model/model.ts';
import { roundedMs, thinMarks, thinSpans } from '../model/thin.ts';

/** The data of a run from which lanes are made. */
export interface RunData {
  readonly timeline: readonly TimelineEvent[];
  readonly sessions: readonly DeviceSession[];
  readonly endMs: number;
  readonly untilMs: number;
}

type Rows = ReadonlyMap<string, readonly Item[]>;

export function ms(ns: Nanos): number {
  return roundedMs(ns / NS_PER_MS);
}

/** Adds an item to the row of that name; rows keep the order of their first items. */
export function into(rows: Map<string, Item[]>, name: string, item: Item): void {
  const items = rows.get(name);
  if (items === undefined) rows.set(name, [item]);
  else items.push(item);
}

/** No lane without items. */
export function marksLane(
  type: 'marks' | 'flags',
  head: { readonly title: string; readonly help: string },
  kinds: readonly MarkKind[],
  rows: Rows,
  { untilMs }: RunData,
): readonly Lane[] {
  const filled = [...rows].map(([name, items]): LaneRow => ({ name, items: thinMarks(items, kinds, untilMs) }));
  return filled.length === 0 ? [] : [{ type, ...head, kinds, rows: filled }];
}

/** A state from a moment on. */
export interface Change {
  readonly atMs: number;
  /** Null: nothing is drawn from here on. */
  readonly kind: number | null;
  readonly details?: string;
}

const SEVERAL: MarkKind = { name: 'several, too short to tell apart', tone: 'note', shape: 'span' };

/** Each state lasts until the next, the last one until the end. */
export function spansLane(
  head: { readonly title: string; readonly help: string },
  kinds: readonly MarkKind[],
  rows: ReadonlyMap<string, readonly Change[]>,
  { endMs, untilMs }: RunData,
): readonly Lane[] {
  const filled = [...rows].map(
    ([name, changes]): LaneRow => ({ name, items: thinSpans(spans(changes, kinds, endMs), kinds.length, untilMs) }),
  );
  return filled.length === 0 ? [] : [{ type: 'spans', ...head, kinds: [...kinds, SEVERAL], rows: filled }];
}

function spans(changes: readonly Change[], kinds: readonly MarkKind[], endMs: number): readonly Item[] {
  return changes.flatMap(({ atMs, kind, details }, index): readonly Item[] => {
    const untilMs = changes[index + 1]?.atMs ?? endMs;
    if (kind === null || (untilMs <= atMs && index + 1 < changes.length)) return [];
    const item = { t: atMs, d: roundedMs(untilMs - atMs), k: kind, s: kinds[kind]?.name ?? '' };
    return [details === undefined ? item : { ...item, x: details }];
  });
}
