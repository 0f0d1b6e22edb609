/** Where the labels of flags go, so that none lies upon another. */
import type { Item, LaneRow, MarkKind } from '../model/model.ts';
import { isSeen, type Pane, xOf } from './pane.ts';
import { fitted, widthOf } from './svg.ts';

/** More lines than this would hide the lanes below. */
const MOST_LINES = 12;
/** What went wrong has more room: a campaign has up to 20 faults. */
const MOST_BAD_LINES = 24;
const WIDEST_PX = 260;
const GAP_PX = 12;
const FLAG_GAP_PX = 5;

export interface Label {
  readonly item: Item;
  readonly line: number;
  readonly text: string;
  readonly fromPx: number;
  readonly toPx: number;
}

export interface FlagLayout {
  readonly lines: number;
  readonly labels: readonly Label[];
  /** How many labels had no room. */
  readonly left: number;
}

export function layFlags(pane: Pane, kinds: readonly MarkKind[], row: LaneRow): FlagLayout {
  const seen = row.items.filter((item) => (item.s ?? '') !== '' && isSeen(pane, item.t));
  const all = placed(pane, row, seen, () => MOST_LINES);
  if (all.left === 0) return all;
  const isBad = ({ k }: Item): boolean => kinds[k]?.tone === 'bad';
  const byNeed = [...seen.filter(isBad), ...seen.filter((item) => !isBad(item))];
  return placed(pane, row, byNeed, (item) => (isBad(item) ? MOST_BAD_LINES : MOST_LINES));
}

function placed(pane: Pane, row: LaneRow, items: readonly Item[], mostLines: (item: Item) => number): FlagLayout {
  const lines: Label[][] = [];
  let left = 0;
  for (const item of items) {
    const label = place(pane, row, item, lines, mostLines(item));
    if (label === null) left++;
    else lines[label.line] = [...(lines[label.line] ?? []), label];
  }
  return { lines: lines.length, labels: lines.flat(), left };
}

/** On the first line with room; null if there is none. */
function place(pane: Pane, row: LaneRow, item: Item, lines: readonly Label[][], mostLines: number): Label | null {
  // A row without a name leaves its labels the place of the name.
  const fromPx = row.name === '' ? 0 : pane.leftPx;
  const text = fitted(item.s ?? '', Math.min(WIDEST_PX, pane.rightPx - fromPx - 2 * FLAG_GAP_PX));
  const places = placesOf(Math.max(pane.leftPx, xOf(pane, item.t)), widthOf(text), fromPx, pane.rightPx);
  for (let line = 0; line < mostLines; line++) {
    const found = places.find((each) => (lines[line] ?? []).every((label) => isApart(each, label)));
    if (found !== undefined) return { ...found, item, line, text };
  }
  return null;
}

interface Place {
  readonly fromPx: number;
  readonly toPx: number;
}

/** Right of the flag, otherwise left of it, otherwise as far right as there is room. */
function placesOf(atPx: number, widthPx: number, leftPx: number, rightPx: number): readonly Place[] {
  const ends = [atPx + FLAG_GAP_PX + widthPx, atPx - FLAG_GAP_PX];
  const beside = ends.map((toPx) => ({ fromPx: toPx - widthPx, toPx }));
  const inside = beside.filter(({ fromPx, toPx }) => fromPx >= leftPx && toPx <= rightPx);
  return inside.length > 0 ? inside : [{ fromPx: rightPx - widthPx, toPx: rightPx }];
}

function isApart(a: Place, b: Place): boolean {
  return a.fromPx >= b.toPx + GAP_PX || b.fromPx >= a.toPx + GAP_PX;
}
