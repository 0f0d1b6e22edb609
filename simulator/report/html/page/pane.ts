/** The area of the lanes, and its items that can be selected. */
import type { Item, MarkKind } from '../model/model.ts';
import type { View } from './view.ts';
import { lasting, moment } from './words.ts';

/** An item of the drawing that has a tooltip. */
export interface Hit {
  readonly fromPx: number;
  readonly toPx: number;
  /** The position of its mark; the tooltip points there. */
  readonly atMs: number;
  readonly title: string;
  readonly lines: readonly string[];
  /** Lines that depend on the moment under the pointer. */
  readonly lineAt?: (ms: number) => string;
}

/** A row of hits, from left to right. */
export interface HitRow {
  readonly name: string;
  readonly topPx: number;
  readonly heightPx: number;
  readonly hits: readonly Hit[];
}

export interface Pane {
  readonly parent: SVGElement;
  readonly view: View;
  readonly untilMs: number;
  readonly endMs: number;
  /** The plot is between these; names are left of it. */
  readonly leftPx: number;
  readonly rightPx: number;
  /** Of the drawing, for references to its patterns. */
  readonly id: string;
  readonly rows: HitRow[];
}

export function xOf({ view, leftPx, rightPx }: Pane, ms: number): number {
  return leftPx + ((ms - view.fromMs) / (view.toMs - view.fromMs)) * (rightPx - leftPx);
}

export function viewMs({ view }: Pane): number {
  return view.toMs - view.fromMs;
}

export function isSeen({ view }: Pane, fromMs: number, toMs = fromMs): boolean {
  return toMs >= view.fromMs && fromMs <= view.toMs;
}

/** An item as a tooltip tells it. */
export function describe(
  pane: Pane,
  kinds: readonly MarkKind[],
  item: Item,
): { readonly title: string; readonly lines: string[] } {
  const name = kinds[item.k]?.name ?? '';
  const often = item.n !== undefined && item.n > 1;
  const title = often ? `${item.n} × ${name}` : item.s !== undefined && item.s !== name ? item.s : name;
  const when = moment(item.t, viewMs(pane));
  const until = item.d === undefined ? '' : ` to ${moment(item.t + item.d, viewMs(pane))}, ${lasting(item.d)}`;
  return { title, lines: [`at ${when}${until}`, ...(item.x === undefined ? [] : item.x.split('\n'))] };
}
