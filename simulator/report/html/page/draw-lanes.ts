/** All lanes of a run, one below the other. */
import type { Lane, RunModel } from '../model/model.ts';
import { BARS_PX, drawBars } from './draw-bars.ts';
import { CURVE_PX, drawCurves } from './draw-curve.ts';
import { flagRow } from './draw-flags.ts';
import { drawLatency, latencyRowPx } from './draw-latency.ts';
import { drawMarks, MARK_ROW_PX } from './draw-marks.ts';
import { drawSpans, SPAN_ROW_PX } from './draw-spans.ts';
import type { Hit, Pane } from './pane.ts';
import { draw, shortened, widthOf, wrapped } from './svg.ts';

const HEADING_PX = 24;
const HELP_LINE_PX = 15;
/** Between a name and the plot. */
const NAME_GAP_PX = 8;
const LANE_GAP_PX = 10;

/** A row of a lane: its name, its height, and its drawing function. */
interface RowPlan {
  readonly name: string;
  readonly heightPx: number;
  readonly drawn: (topPx: number) => readonly Hit[];
}

/** Returns where the last lane ends. */
export function drawLanes(pane: Pane, { lanes }: RunModel, topPx: number): number {
  let y = topPx;
  for (const lane of lanes) {
    const group = draw(pane.parent, 'g', { class: `lane lane-${lane.type}`, 'data-lane': lane.title });
    const own = { ...pane, parent: group };
    y += drawHeading(own, lane, y);
    for (const { name, heightPx, drawn } of rowsOf(own, lane)) {
      drawName(own, name, y, heightPx);
      pane.rows.push({ name: name === '' ? lane.title : `${lane.title}, ${name}`, topPx: y, heightPx, hits: drawn(y) });
      y += heightPx;
    }
    y += LANE_GAP_PX;
  }
  return y;
}

/** How wide the names of rows are, with the gap to the plot. */
export function namesPx({ lanes }: RunModel): number {
  const names = lanes.flatMap((lane) => ('rows' in lane ? lane.rows.map(({ name }) => name) : []));
  return Math.max(0, ...names.map((name) => widthOf(name))) + NAME_GAP_PX;
}

/** Returns its height: what is drawn is said on as many lines as that takes. */
function drawHeading({ parent, rightPx }: Pane, { title, help }: Lane, topPx: number): number {
  draw(parent, 'line', { x1: 0, x2: rightPx, y1: topPx + 0.5, y2: topPx + 0.5, class: 'rule' });
  draw(parent, 'text', { x: 0, y: topPx + 16, class: 'heading halo' }, title);
  const fromPx = widthOf(title, 700) + 10;
  const lines = wrapped(help, rightPx - fromPx, rightPx);
  for (const [index, line] of lines.entries()) {
    const place = { x: index === 0 ? fromPx : 0, y: topPx + 16 + index * HELP_LINE_PX };
    draw(parent, 'text', { ...place, class: 'label dim halo' }, line);
  }
  return HEADING_PX + (lines.length - 1) * HELP_LINE_PX;
}

function drawName({ parent, leftPx, rightPx }: Pane, name: string, topPx: number, heightPx: number): void {
  if (name === '') return;
  draw(parent, 'rect', { x: leftPx, y: topPx, width: rightPx - leftPx, height: heightPx - 2, class: 'row' });
  const text = draw(parent, 'text', { x: 0, y: topPx + 16, class: 'label' }, shortened(name, leftPx - NAME_GAP_PX));
  draw(text, 'title', {}, name);
}

function rowsOf(pane: Pane, lane: Lane): readonly RowPlan[] {
  switch (lane.type) {
    case 'latency': {
      const count = lane.latencies.length;
      return lane.latencies.map((latency) => ({
        name: latency.name,
        heightPx: latencyRowPx(count),
        drawn: (topPx) => drawLatency(pane, latency, count, topPx),
      }));
    }
    case 'curve':
      return [
        { name: '', heightPx: CURVE_PX, drawn: (topPx) => drawCurves(pane, lane.curves, lane.thresholds, topPx) },
      ];
    case 'bars':
      return [{ name: '', heightPx: BARS_PX, drawn: (topPx) => drawBars(pane, lane.bucketMs, lane.values, topPx) }];
    case 'flags':
      return lane.rows.map((row) => ({ name: row.name, ...flagRow(pane, lane.kinds, row) }));
    default: {
      const isSpans = lane.type === 'spans';
      const drawRow = isSpans ? drawSpans : drawMarks;
      return lane.rows.map((row) => ({
        name: row.name,
        heightPx: isSpans ? SPAN_ROW_PX : MARK_ROW_PX,
        drawn: (topPx) => sorted(drawRow(pane, lane.kinds, row, topPx)),
      }));
    }
  }
}

function sorted(hits: readonly Hit[]): readonly Hit[] {
  return [...hits].sort((a, b) => a.fromPx - b.fromPx);
}
