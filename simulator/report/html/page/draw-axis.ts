/** The time axis, and the strip that shows which part of it is in view. */
import type { RunModel } from '../model/model.ts';
import { isSeen, type Pane, viewMs, xOf } from './pane.ts';
import { draw } from './svg.ts';
import { tickStep, tickText } from './words.ts';

export const AXIS_PX = 26;
export const STRIP_PX = 18;
const TICK_EVERY_PX = 92;

/** Labels above the line at `y`, and lines down through all lanes. */
export function drawAxis(pane: Pane, y: number, bottomPx: number): void {
  const { parent, leftPx, rightPx, view } = pane;
  const axis = draw(parent, 'g', { class: 'axis' });
  const step = tickStep(viewMs(pane), (rightPx - leftPx) / TICK_EVERY_PX);
  for (let index = Math.ceil(view.fromMs / 1000 / step - 1e-9); index * step * 1000 <= view.toMs; index++) {
    const seconds = index * step;
    const x = xOf(pane, seconds * 1000);
    draw(axis, 'line', { x1: x, x2: x, y1: y - 4, y2: bottomPx, class: 'grid' });
    const anchor = x < leftPx + 8 ? 'start' : 'middle';
    if (x > rightPx - 20) continue; // no room for its label
    draw(
      axis,
      'text',
      { x, y: y - 9, 'text-anchor': anchor, class: 'label tick-label' },
      `${tickText(seconds, step)} s`,
    );
  }
  draw(axis, 'line', { x1: leftPx, x2: rightPx, y1: y, y2: y, class: 'base' });
}

/** Shades the time between failure and detection in all lanes: the longest one, if there are several. */
export function drawShade(pane: Pane, { lanes, endMs }: RunModel, topPx: number, bottomPx: number): void {
  const latencies = lanes.flatMap((lane) => (lane.type === 'latency' ? lane.latencies : []));
  const spans = latencies
    .filter(({ boundMs, latencyMs }) => boundMs !== null || latencyMs !== null)
    .map(({ failedMs, latencyMs }) => ({ fromMs: failedMs, toMs: latencyMs === null ? endMs : failedMs + latencyMs }));
  const [longest] = spans.sort((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs));
  if (longest === undefined || !isSeen(pane, longest.fromMs, longest.toMs)) return;
  const fromPx = Math.max(pane.leftPx, xOf(pane, longest.fromMs));
  const toPx = Math.min(pane.rightPx, xOf(pane, longest.toMs));
  const height = bottomPx - topPx;
  draw(pane.parent, 'rect', { x: fromPx, y: topPx, width: Math.max(1, toPx - fromPx), height, class: 'shade' });
  for (const ms of [longest.fromMs, longest.toMs]) {
    if (!isSeen(pane, ms)) continue;
    const x = xOf(pane, ms);
    draw(pane.parent, 'line', { x1: x, x2: x, y1: topPx, y2: bottomPx, class: 'shade-edge' });
  }
}

/** As long as the whole axis; the part in view can be dragged along it. */
export function drawStrip({ parent, view, untilMs, leftPx, rightPx }: Pane, y: number): void {
  const group = draw(parent, 'g', { class: 'strip' });
  const widthPx = rightPx - leftPx;
  draw(group, 'rect', { x: leftPx, y: y + 4, width: widthPx, height: 8, rx: 4, class: 'track' });
  const fromPx = leftPx + (view.fromMs / untilMs) * widthPx;
  const seenPx = ((view.toMs - view.fromMs) / untilMs) * widthPx;
  draw(group, 'rect', { x: fromPx, y: y + 4, width: Math.max(6, seenPx), height: 8, rx: 4, class: 'thumb' });
}
