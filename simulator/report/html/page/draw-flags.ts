/** Moments with labels, in enough lines of text that no labels overlap. */
import type { LaneRow, MarkKind } from '../model/model.ts';
import { type Cluster, clustersOf, describeCluster } from './draw-marks.ts';
import type { Hit, Pane } from './pane.ts';
import { draw, fitted, widthOf } from './svg.ts';

const LINE_PX = 16;
const TOGETHER_PX = 4;
const WIDEST_PX = 260;
const GAP_PX = 12;

/** The lines of text for a row, by its number of flags. */
export function flagLines(row: LaneRow | undefined): number {
  return Math.min(2, Math.max(1, row?.items.length ?? 1));
}

export function flagRowPx(row: LaneRow | undefined): number {
  return flagLines(row) * LINE_PX + 8;
}

interface Placed {
  readonly line: number;
  readonly text: string;
  readonly isLeft: boolean;
  /** From the flag to the end of its label, or the reverse. */
  readonly fromPx: number;
  readonly toPx: number;
}

export function drawFlags(pane: Pane, kinds: readonly MarkKind[], row: LaneRow, topPx: number): readonly Hit[] {
  const lines = flagLines(row);
  const takenPx = Array.from({ length: lines }, () => 0);
  const bottomPx = topPx + lines * LINE_PX + 4;
  return clustersOf(pane, row.items, TOGETHER_PX, false).map((cluster) => {
    const { atPx, count, first } = cluster;
    const kind = kinds[first.k];
    const attributes = { class: `flag t-${kind?.tone ?? 'off'}`, 'data-kind': kind?.name ?? '', 'data-count': count };
    const group = draw(pane.parent, 'g', attributes);
    const placed = place(pane, cluster, takenPx);
    const line = placed?.line ?? lines - 1;
    draw(group, 'line', { x1: atPx, x2: atPx, y1: topPx + line * LINE_PX + 2, y2: bottomPx, class: 'tick' });
    if (placed !== null) {
      const anchor = placed.isLeft ? { x: atPx - 5, 'text-anchor': 'end' } : { x: atPx + 5 };
      draw(group, 'text', { ...anchor, y: topPx + line * LINE_PX + 13, class: 'label halo' }, placed.text);
    }
    const { fromPx, toPx } = placed ?? { fromPx: atPx, toPx: atPx };
    return { fromPx: fromPx - 4, toPx: toPx + 4, atMs: first.t, ...describeCluster(pane, kinds, cluster) };
  });
}

/** On the first line with room right of the flag, otherwise left of it; null if there is none. */
function place({ leftPx, rightPx }: Pane, { atPx, count, first }: Cluster, takenPx: number[]): Placed | null {
  const more = count > 1 ? ` +${count - 1}` : '';
  const words = `${fitted(first.s ?? '', WIDEST_PX)}${more}`;
  const widthPx = widthOf(words);
  for (const [line, taken] of takenPx.entries()) {
    if (taken > atPx - 2) continue;
    if (atPx + 5 + widthPx <= rightPx) {
      takenPx[line] = atPx + 5 + widthPx + GAP_PX;
      return { line, text: words, isLeft: false, fromPx: atPx, toPx: atPx + 5 + widthPx };
    }
    if (atPx - 5 - widthPx >= Math.max(taken, leftPx)) {
      takenPx[line] = atPx + GAP_PX;
      return { line, text: words, isLeft: true, fromPx: atPx - 5 - widthPx, toPx: atPx };
    }
  }
  return null;
}
