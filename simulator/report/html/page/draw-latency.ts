/** The page's main subject: how long the failure of a peer was not detected, with the bound. */
import type { Latency } from '../model/model.ts';
import { type Hit, isSeen, type Pane, viewMs, xOf } from './pane.ts';
import { draw, widthOf } from './svg.ts';
import { lasting, moment } from './words.ts';

const BAR_PX = 22;
/** The latency is set in 14 px, other texts in 12 px. */
const STRONG = 14 / 12;

/** With many connections only the bars are drawn. */
export function latencyRowPx(count: number): number {
  return count <= 2 ? BAR_PX + 24 : BAR_PX + 6;
}

export function drawLatency(pane: Pane, latency: Latency, count: number, topPx: number): readonly Hit[] {
  const { failedMs, latencyMs, boundMs } = latency;
  const endMs = latencyMs === null ? pane.endMs : failedMs + latencyMs;
  const lastMs = Math.max(endMs, boundMs === null ? endMs : failedMs + boundMs);
  if (!isSeen(pane, failedMs, lastMs)) return [];
  const clamp = (ms: number): number => Math.min(pane.rightPx, Math.max(pane.leftPx, xOf(pane, ms)));
  const [fromPx, toPx, lastPx] = [clamp(failedMs), clamp(endMs), clamp(lastMs)];
  const isGood = latencyMs !== null && (boundMs === null || latencyMs <= boundMs);
  const isUnpromised = boundMs === null;
  const tone = isGood ? 'good' : isUnpromised ? 'off' : 'bad';
  const group = draw(pane.parent, 'g', { class: `latency t-${tone}`, 'data-kind': latency.name });
  const box = { x: fromPx, y: topPx + 2, height: BAR_PX };
  if (lastPx > toPx) draw(group, 'rect', { ...box, x: toPx, width: lastPx - toPx, class: 'rest' });
  draw(group, 'rect', { ...box, width: Math.max(2, toPx - fromPx), class: latencyMs === null ? 'fill open' : 'fill' });
  drawWords(pane, group, latencyMs, { fromPx, toPx, lastPx, topPx });
  if (boundMs !== null && isSeen(pane, failedMs + boundMs))
    drawBound(pane, group, latency, boundMs, count, topPx, toPx);
  if (count <= 2 && isSeen(pane, failedMs)) drawFailure(pane, group, latency, topPx);
  return [{ fromPx, toPx: Math.max(toPx, lastPx), atMs: failedMs, ...describeLatency(pane, latency) }];
}

interface Bar {
  readonly fromPx: number;
  readonly toPx: number;
  /** Of the bound, where it is later. */
  readonly lastPx: number;
  readonly topPx: number;
}

/** In the bar, otherwise after it, otherwise before it; shortened if there is too little room. */
function drawWords({ leftPx, rightPx }: Pane, group: SVGElement, latencyMs: number | null, bar: Bar): void {
  const { fromPx, toPx, lastPx, topPx } = bar;
  const tone = latencyMs === null ? 'strong halo' : 'strong inside';
  const texts = latencyMs === null ? ['not detected'] : [`detected after ${lasting(latencyMs)}`, lasting(latencyMs)];
  for (const text of texts) {
    const widthPx = widthOf(text, 700) * STRONG;
    const places = [
      { fits: widthPx + 12 < toPx - fromPx, x: (fromPx + toPx) / 2, 'text-anchor': 'middle', class: tone },
      { fits: lastPx + 8 + widthPx < rightPx, x: lastPx + 8, 'text-anchor': 'start', class: 'strong halo' },
      { fits: fromPx - 8 - widthPx > leftPx, x: fromPx - 8, 'text-anchor': 'end', class: 'strong halo' },
    ];
    const place = places.find(({ fits }) => fits);
    if (place === undefined) continue;
    const { fits: _, ...attributes } = place;
    draw(group, 'text', { ...attributes, y: topPx + 18 }, text);
    return;
  }
}

function drawBound(
  pane: Pane,
  group: SVGElement,
  { failedMs }: Latency,
  boundMs: number,
  count: number,
  topPx: number,
  barEndPx: number,
): void {
  const x = xOf(pane, failedMs + boundMs);
  draw(group, 'line', { x1: x, x2: x, y1: topPx - 2, y2: topPx + BAR_PX + (count <= 2 ? 18 : 4), class: 'bound' });
  if (count > 2) return;
  const text = `bound ${lasting(boundMs)}`;
  const isRight = x + 5 + widthOf(text) < pane.rightPx;
  const anchor = isRight ? { x: x + 5 } : { x: x - 5, 'text-anchor': 'end' };
  // Left of its line it could overlap the text about the failure; then it is drawn in the rest of the bar.
  const isLow = isRight || x - 10 - widthOf(text) >= failureEndPx(pane, failedMs);
  if (!isLow && x - 10 - widthOf(text) < barEndPx) return;
  draw(group, 'text', { ...anchor, y: topPx + (isLow ? BAR_PX + 16 : 17), class: 'label' }, text);
}

function failureText(failedMs: number): string {
  return `failed at ${moment(failedMs, 2000)}`;
}

function failureEndPx(pane: Pane, failedMs: number): number {
  return isSeen(pane, failedMs) ? xOf(pane, failedMs) + 8 + widthOf(failureText(failedMs)) : pane.leftPx;
}

/** If the text would overlap the bound's line, it is drawn left of the failure. */
function drawFailure(pane: Pane, group: SVGElement, { failedMs, boundMs }: Latency, topPx: number): void {
  const x = xOf(pane, failedMs);
  const text = failureText(failedMs);
  const boundPx = boundMs === null ? Infinity : xOf(pane, failedMs + boundMs);
  const fits = failureEndPx(pane, failedMs) < Math.min(boundPx, pane.rightPx);
  draw(group, 'line', { x1: x, x2: x, y1: topPx + 2, y2: topPx + BAR_PX + 18, class: 'failure' });
  if (!fits && x - 5 - widthOf(text) < pane.leftPx) return;
  const anchor = fits ? { x: x + 5 } : { x: x - 5, 'text-anchor': 'end' };
  draw(group, 'text', { ...anchor, y: topPx + BAR_PX + 16, class: 'label halo' }, text);
}

function describeLatency(pane: Pane, { name, socket, failedMs, latencyMs, boundMs, reason }: Latency) {
  const span = viewMs(pane);
  const detected = latencyMs === null ? 'not detected' : `detected at ${moment(failedMs + latencyMs, span)}`;
  const share =
    latencyMs === null || boundMs === null ? '' : `, ${((100 * latencyMs) / boundMs).toFixed(1)} % of it used`;
  return {
    title: latencyMs === null ? `${name}: not detected` : `${name}: detected after ${lasting(latencyMs)}`,
    lines: [
      `failed at ${moment(failedMs, span)}`,
      socket === null ? detected : `${detected}, socket ${socket}`,
      boundMs === null ? 'no bound promised' : `bound ${lasting(boundMs)}${share}`,
      ...(reason === null ? [] : [`reason reported to the application: ${reason}`]),
    ],
  };
}
