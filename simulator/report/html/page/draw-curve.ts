/** Seconds that rise until something resets them, and the thresholds that they cross. */
import type { Curve, Threshold } from '../model/model.ts';
import { type Hit, isSeen, type Pane, viewMs, xOf } from './pane.ts';
import { draw, widthOf } from './svg.ts';
import { lasting, moment, tickStep } from './words.ts';

export const CURVE_PX = 128;
const PAD_TOP_PX = 14;
const PAD_BOTTOM_PX = 12;
/** A long silence is cut off at this multiple of the highest threshold, so that the thresholds stay visible. */
const HEADROOM = 4;

export function drawCurves(
  pane: Pane,
  curves: readonly Curve[],
  thresholds: readonly Threshold[],
  topPx: number,
): readonly Hit[] {
  const highest = highestOf(pane, curves, thresholds);
  const basePx = topPx + CURVE_PX - PAD_BOTTOM_PX;
  const yOf = (seconds: number): number =>
    basePx - (Math.min(seconds, highest) / highest) * (CURVE_PX - PAD_TOP_PX - PAD_BOTTOM_PX);
  drawScale(pane, highest, yOf);
  const hits = curves.flatMap((curve, index) =>
    curve.spans.flatMap((span) => drawSpan(pane, curve, span, curves.length, index === 0, highest, yOf)),
  );
  for (const [index, threshold] of thresholds.entries()) drawThreshold(pane, threshold, index > 0, yOf);
  return hits.sort((a, b) => a.fromPx - b.fromPx);
}

function highestOf(pane: Pane, curves: readonly Curve[], thresholds: readonly Threshold[]): number {
  const seen = curves.flatMap(({ spans }) =>
    spans
      .filter(([from, to]) => isSeen(pane, from, to))
      .map(([from, to]) => (Math.min(to, pane.view.toMs) - from) / 1000),
  );
  const threshold = thresholds.reduce((most, { seconds }) => Math.max(most, seconds), 0);
  const most = Math.max(...seen, threshold * 1.25, 0.001);
  return threshold === 0 ? most : Math.min(most, threshold * HEADROOM);
}

function drawScale({ parent, leftPx, rightPx }: Pane, highest: number, yOf: (seconds: number) => number): void {
  const step = tickStep(highest * 1000, 3);
  for (let seconds = 0; seconds <= highest + 1e-9; seconds += step) {
    const y = yOf(seconds);
    draw(parent, 'line', { x1: leftPx, x2: rightPx, y1: y, y2: y, class: seconds === 0 ? 'base' : 'grid' });
    draw(
      parent,
      'text',
      { x: leftPx - 6, y: y + 4, 'text-anchor': 'end', class: 'label dim' },
      `${Number(seconds.toPrecision(6))} s`,
    );
  }
}

function drawSpan(
  pane: Pane,
  { name }: Curve,
  [fromMs, toMs]: Curve['spans'][number],
  curves: number,
  isFirst: boolean,
  highest: number,
  yOf: (seconds: number) => number,
): readonly Hit[] {
  if (!isSeen(pane, fromMs, toMs)) return [];
  const [seenFrom, seenTo] = [Math.max(fromMs, pane.view.fromMs), Math.min(toMs, pane.view.toMs)];
  const cappedMs = Math.min(seenTo, Math.max(seenFrom, fromMs + highest * 1000));
  const point = (ms: number): string => `${xOf(pane, ms).toFixed(1)} ${yOf((ms - fromMs) / 1000).toFixed(1)}`;
  const rise = `M${point(seenFrom)}L${point(cappedMs)}`;
  const group = draw(pane.parent, 'g', { class: 'curve t-calm', 'data-kind': name });
  const end = `${xOf(pane, seenTo).toFixed(1)} `;
  if (curves === 1) {
    draw(group, 'path', {
      d: `${rise}L${point(seenTo)}L${end}${yOf(0)}L${xOf(pane, seenFrom).toFixed(1)} ${yOf(0)}Z`,
      class: 'area',
    });
  }
  draw(group, 'path', { d: rise, class: 'line' });
  if (cappedMs < seenTo) {
    draw(group, 'path', { d: `M${point(cappedMs)}L${point(seenTo)}`, class: 'line beyond' });
    const text = `rises on to ${lasting(toMs - fromMs)}`;
    const fits = xOf(pane, cappedMs) + 14 + widthOf(text) < xOf(pane, seenTo);
    const place = { x: xOf(pane, cappedMs) + 10, y: yOf(highest) + 16, class: 'label halo' };
    if (fits && isFirst) draw(group, 'text', place, text);
  }
  if (toMs <= pane.view.toMs) draw(group, 'path', { d: `M${point(toMs)}L${end}${yOf(0)}`, class: 'line drop' });
  return [
    {
      fromPx: xOf(pane, seenFrom),
      toPx: xOf(pane, seenTo),
      atMs: toMs,
      title: `${name}: silent for ${lasting(toMs - fromMs)}`,
      lines: [`last data at ${moment(fromMs, viewMs(pane))}`],
      lineAt: (ms) => `${lasting(Math.max(0, Math.min(ms, toMs) - fromMs))} without data here`,
    },
  ];
}

/** The label of the lower threshold is below its line, that of the upper one above, because they may be close. */
function drawThreshold(
  { parent, leftPx, rightPx }: Pane,
  { name, seconds }: Threshold,
  isUpper: boolean,
  yOf: (seconds: number) => number,
): void {
  const y = yOf(seconds);
  const group = draw(parent, 'g', { class: `threshold t-${isUpper ? 'bad' : 'busy'}`, 'data-seconds': seconds });
  draw(group, 'line', { x1: leftPx, x2: rightPx, y1: y, y2: y, class: 'line' });
  const long = `${seconds} s  ${name}`;
  const text = widthOf(long) < rightPx - leftPx - 12 ? long : `${seconds} s`;
  draw(group, 'text', { x: rightPx - 4, y: isUpper ? y - 4 : y + 12, 'text-anchor': 'end', class: 'label halo' }, text);
}
