/** What the page is about: how long a dead peer went unnoticed, beside the bound. */
import type { Latency } from '../model.ts';
import { type Hit, isSeen, type Pane, viewMs, xOf } from './pane.ts';
import { draw, widthOf } from './svg.ts';
import { lasting, moment } from './words.ts';

const BAR_PX = 22;
/** The figure is set in 14 px, where other texts have 12. */
const STRONG = 14 / 12;

/** With many connections only the bars. */
export function latencyRowPx(count: number): number {
  return count <= 2 ? BAR_PX + 24 : BAR_PX + 6;
}

export function drawLatency(pane: Pane, latency: Latency, count: number, topPx: number): readonly Hit[] {
  const { diedMs, latencyMs, boundMs } = latency;
  const endMs = latencyMs === null ? pane.endMs : diedMs + latencyMs;
  const lastMs = Math.max(endMs, boundMs === null ? endMs : diedMs + boundMs);
  if (!isSeen(pane, diedMs, lastMs)) return [];
  const clamp = (ms: number): number => Math.min(pane.rightPx, Math.max(pane.leftPx, xOf(pane, ms)));
  const [fromPx, toPx, lastPx] = [clamp(diedMs), clamp(endMs), clamp(lastMs)];
  const isGood = latencyMs !== null && (boundMs === null || latencyMs <= boundMs);
  const isUnpromised = boundMs === null;
  const tone = isGood ? 'good' : isUnpromised ? 'off' : 'bad';
  const group = draw(pane.parent, 'g', { class: `latency t-${tone}`, 'data-kind': latency.name });
  const box = { x: fromPx, y: topPx + 2, height: BAR_PX };
  if (lastPx > toPx) draw(group, 'rect', { ...box, x: toPx, width: lastPx - toPx, class: 'rest' });
  draw(group, 'rect', { ...box, width: Math.max(2, toPx - fromPx), class: latencyMs === null ? 'fill open' : 'fill' });
  drawWords(pane, group, latencyMs, { fromPx, toPx, lastPx, topPx });
  if (boundMs !== null && isSeen(pane, diedMs + boundMs)) drawBound(pane, group, latency, boundMs, count, topPx, toPx);
  if (count <= 2 && isSeen(pane, diedMs)) drawDeath(pane, group, latency, topPx);
  return [{ fromPx, toPx: Math.max(toPx, lastPx), atMs: diedMs, ...tellLatency(pane, latency) }];
}

interface Bar {
  readonly fromPx: number;
  readonly toPx: number;
  /** Of the bound, where it is later. */
  readonly lastPx: number;
  readonly topPx: number;
}

/** In the bar, else behind it, else before it; shorter where there is room for no more. */
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
  { diedMs }: Latency,
  boundMs: number,
  count: number,
  topPx: number,
  barEndPx: number,
): void {
  const x = xOf(pane, diedMs + boundMs);
  draw(group, 'line', { x1: x, x2: x, y1: topPx - 2, y2: topPx + BAR_PX + (count <= 2 ? 18 : 4), class: 'bound' });
  if (count > 2) return;
  const text = `bound ${lasting(boundMs)}`;
  const isRight = x + 5 + widthOf(text) < pane.rightPx;
  const anchor = isRight ? { x: x + 5 } : { x: x - 5, 'text-anchor': 'end' };
  // Left of its line it could meet the words about the death; it then stands in what is left of the bar.
  const isLow = isRight || x - 10 - widthOf(text) >= deathEndPx(pane, diedMs);
  if (!isLow && x - 10 - widthOf(text) < barEndPx) return;
  draw(group, 'text', { ...anchor, y: topPx + (isLow ? BAR_PX + 16 : 17), class: 'label' }, text);
}

function deathText(diedMs: number): string {
  return `died at ${moment(diedMs, 2000)}`;
}

function deathEndPx(pane: Pane, diedMs: number): number {
  return isSeen(pane, diedMs) ? xOf(pane, diedMs) + 8 + widthOf(deathText(diedMs)) : pane.leftPx;
}

/** Where the words would meet the bound's line they stand left of the death. */
function drawDeath(pane: Pane, group: SVGElement, { diedMs, boundMs }: Latency, topPx: number): void {
  const x = xOf(pane, diedMs);
  const text = deathText(diedMs);
  const boundPx = boundMs === null ? Infinity : xOf(pane, diedMs + boundMs);
  const fits = deathEndPx(pane, diedMs) < Math.min(boundPx, pane.rightPx);
  draw(group, 'line', { x1: x, x2: x, y1: topPx + 2, y2: topPx + BAR_PX + 18, class: 'death' });
  if (!fits && x - 5 - widthOf(text) < pane.leftPx) return;
  const anchor = fits ? { x: x + 5 } : { x: x - 5, 'text-anchor': 'end' };
  draw(group, 'text', { ...anchor, y: topPx + BAR_PX + 16, class: 'label halo' }, text);
}

function tellLatency(pane: Pane, { name, socket, diedMs, latencyMs, boundMs, reason }: Latency) {
  const span = viewMs(pane);
  const detected = latencyMs === null ? 'not detected' : `detected at ${moment(diedMs + latencyMs, span)}`;
  const share =
    latencyMs === null || boundMs === null ? '' : `, ${((100 * latencyMs) / boundMs).toFixed(1)} % of it used`;
  return {
    title: latencyMs === null ? `${name}: not detected` : `${name}: detected after ${lasting(latencyMs)}`,
    lines: [
      `died at ${moment(diedMs, span)}`,
      socket === null ? detected : `${detected}, socket ${socket}`,
      boundMs === null ? 'no bound promised' : `bound ${lasting(boundMs)}${share}`,
      ...(reason === null ? [] : [`reason told to the application: ${reason}`]),
    ],
  };
}
