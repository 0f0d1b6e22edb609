/** Moments with labels, in as many lines of text as they need. */
import type { LaneRow, MarkKind } from '../model/model.ts';
import { clustersOf, describeCluster } from './draw-marks.ts';
import { type FlagLayout, type Label, layFlags } from './flag-layout.ts';
import type { Hit, Pane } from './pane.ts';
import { draw } from './svg.ts';

const LINE_PX = 16;
const TOGETHER_PX = 4;

export interface FlagRow {
  readonly heightPx: number;
  readonly drawn: (topPx: number) => readonly Hit[];
}

export function flagRow(pane: Pane, kinds: readonly MarkKind[], row: LaneRow): FlagRow {
  const layout = layFlags(pane, kinds, row);
  const whole = layFlags({ ...pane, view: { fromMs: 0, toMs: pane.untilMs } }, kinds, row);
  // As high as for the whole run, so that what is below does not move when the user zooms.
  const lines = Math.max(1, linesOf(layout), linesOf(whole));
  return { heightPx: lines * LINE_PX + 8, drawn: (topPx) => drawFlags(pane, kinds, row, layout, lines, topPx) };
}

/** With a line for the number of labels that had no room. */
function linesOf({ lines, left }: FlagLayout): number {
  return lines + (left > 0 ? 1 : 0);
}

function drawFlags(
  pane: Pane,
  kinds: readonly MarkKind[],
  row: LaneRow,
  { labels, lines: used, left }: FlagLayout,
  lines: number,
  topPx: number,
): readonly Hit[] {
  const bottomPx = topPx + lines * LINE_PX + 4;
  if (left > 0) drawRest(pane, left, topPx + used * LINE_PX);
  const byItem = new Map(labels.map((label) => [label.item, label]));
  return clustersOf(pane, row.items, TOGETHER_PX, false).map((cluster) => {
    const { atPx, all, count, first } = cluster;
    const worst = kinds[(all.find(({ k }) => kinds[k]?.tone === 'bad') ?? first).k];
    const attributes = { class: `flag t-${worst?.tone ?? 'off'}`, 'data-kind': worst?.name ?? '', 'data-count': count };
    const group = draw(pane.parent, 'g', attributes);
    const own = all.flatMap((item) => byItem.get(item) ?? []);
    const line = Math.min(lines - 1, ...own.map((label) => label.line));
    draw(group, 'line', { x1: atPx, x2: atPx, y1: topPx + line * LINE_PX + 2, y2: bottomPx, class: 'tick' });
    for (const label of own) drawLabel(group, label, topPx);
    const fromPx = Math.min(atPx, ...own.map((label) => label.fromPx));
    const toPx = Math.max(atPx, ...own.map((label) => label.toPx));
    return { fromPx: fromPx - 4, toPx: toPx + 4, atMs: first.t, ...describeCluster(pane, kinds, cluster) };
  });
}

function drawLabel(group: SVGElement, { fromPx, line, text }: Label, topPx: number): void {
  draw(group, 'text', { x: fromPx, y: topPx + line * LINE_PX + 13, class: 'label halo' }, text);
}

function drawRest({ parent, leftPx }: Pane, left: number, topPx: number): void {
  draw(parent, 'text', { x: leftPx + 5, y: topPx + 13, class: 'label dim halo' }, `${left} more; zoom in`);
}
