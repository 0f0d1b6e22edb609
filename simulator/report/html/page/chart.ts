/** The drawing of one run, and the part of it that is in view. */
import type { RunModel } from '../model/model.ts';
import { AXIS_PX, drawAxis, drawShade, drawStrip, STRIP_PX } from './draw-axis.ts';
import { drawLanes, namesPx } from './draw-lanes.ts';
import type { Hit, HitRow, Pane } from './pane.ts';
import { draw } from './svg.ts';
import type { View } from './view.ts';
import { within } from './view.ts';

const NARROW_PX = 640;
const GUTTER_PX = { narrow: 64, wide: 150 } as const;
/** Longer names are shortened, so that the plot keeps most of the width. */
const MOST_GUTTER = 0.35;
const RIGHT_PX = 10;
/** A mark within this distance of the pointer is selected. */
const REACH_PX = 7;

export interface ChartMark {
  readonly row: HitRow;
  readonly hit: Hit;
}

export class Chart {
  view: View;
  /** Called after each change of the view by the user. */
  onView: (view: View) => void = () => {};
  #pane: Pane | null = null;
  #widthPx = 0;
  #stripPx = 0;
  #current: SVGElement | null = null;

  constructor(
    readonly model: RunModel,
    readonly svg: SVGSVGElement,
    readonly id: string,
  ) {
    this.view = this.#whole;
  }

  get #whole(): View {
    return { fromMs: 0, toMs: this.model.untilMs };
  }

  get isWhole(): boolean {
    return this.view.fromMs === 0 && this.view.toMs === this.model.untilMs;
  }

  get rows(): readonly HitRow[] {
    return this.#pane?.rows ?? [];
  }

  /** The rows as they would be with another part of the axis in view. */
  peek(view: View): readonly HitRow[] {
    const present = this.view;
    this.view = view;
    this.draw(this.#widthPx);
    const { rows } = this;
    this.view = present;
    this.draw(this.#widthPx);
    return rows;
  }

  get plot(): { readonly leftPx: number; readonly rightPx: number } {
    return { leftPx: this.#pane?.leftPx ?? 0, rightPx: this.#pane?.rightPx ?? 1 };
  }

  isOnStrip(yPx: number): boolean {
    return yPx >= this.#stripPx;
  }

  isOnAxis(yPx: number): boolean {
    return yPx < AXIS_PX;
  }

  msAt(xPx: number): number {
    const { leftPx, rightPx } = this.plot;
    return this.view.fromMs + ((xPx - leftPx) / (rightPx - leftPx)) * (this.view.toMs - this.view.fromMs);
  }

  /** The position of a moment, or the nearest that is in view. */
  xSeen(ms: number): number {
    const { leftPx, rightPx } = this.plot;
    const share = (ms - this.view.fromMs) / (this.view.toMs - this.view.fromMs);
    return leftPx + Math.min(1, Math.max(0, share)) * (rightPx - leftPx);
  }

  show(view: View): void {
    this.view = within(view.fromMs, view.toMs, this.model.untilMs);
    this.draw(this.#widthPx);
    this.onView(this.view);
  }

  showWhole(): void {
    this.show(this.#whole);
  }

  draw(widthPx: number): void {
    this.#widthPx = widthPx;
    this.svg.replaceChildren();
    const leastPx = GUTTER_PX[widthPx < NARROW_PX ? 'narrow' : 'wide'];
    const leftPx = Math.max(leastPx, Math.min(namesPx(this.model), widthPx * MOST_GUTTER));
    const rightPx = Math.max(leftPx + 50, widthPx - RIGHT_PX);
    const { untilMs, endMs } = this.model;
    const { view, id } = this;
    drawPatterns(this.svg, id);
    const back = draw(this.svg, 'g');
    const front = draw(this.svg, 'g');
    const pane: Pane = { parent: front, view, untilMs, endMs, leftPx, rightPx, id, rows: [] };
    const bottomPx = drawLanes(pane, this.model, AXIS_PX);
    drawShade({ ...pane, parent: back }, this.model, AXIS_PX, bottomPx);
    drawAxis({ ...pane, parent: back }, AXIS_PX, bottomPx);
    drawStrip(pane, bottomPx);
    this.#stripPx = bottomPx;
    this.#pane = pane;
    this.#current = null;
    const heightPx = bottomPx + STRIP_PX;
    this.svg.setAttribute('viewBox', `0 0 ${widthPx} ${heightPx}`);
    this.svg.setAttribute('width', String(widthPx));
    this.svg.setAttribute('height', String(heightPx));
  }

  /** The item at a position: a mark near it has precedence over a span. */
  find(xPx: number, yPx: number): ChartMark | null {
    const row = this.rows.find(({ topPx, heightPx }) => yPx >= topPx && yPx < topPx + heightPx);
    if (row === undefined) return null;
    const distance = ({ fromPx, toPx }: Hit): number => Math.max(0, fromPx - xPx, xPx - toPx);
    const width = ({ fromPx, toPx }: Hit): number => toPx - fromPx;
    const near = row.hits.filter((hit) => distance(hit) <= REACH_PX);
    const best = near.sort((a, b) => width(a) - width(b) || distance(a) - distance(b));
    const hit = best.find((each) => distance(each) === 0) ?? best[0];
    return hit === undefined ? null : { row, hit };
  }

  /** Draws a frame around the selected item. */
  mark(found: ChartMark | null): void {
    this.#current?.remove();
    this.#current = null;
    if (found === null) return;
    const { row, hit } = found;
    const fromPx = Math.max(this.plot.leftPx, hit.fromPx) - 2;
    const width = Math.max(6, Math.min(this.plot.rightPx, hit.toPx) + 2 - fromPx);
    const box = { x: fromPx, y: row.topPx, width, height: row.heightPx - 2 };
    this.#current = draw(this.svg, 'rect', { ...box, rx: 3, class: 'current' });
  }
}

/** Hatchings, so that colour is not the only difference between bad and good. */
function drawPatterns(svg: SVGSVGElement, id: string): void {
  const defs = draw(svg, 'defs');
  for (const [tone, turn] of [
    ['bad', 45],
    ['busy', -45],
  ] as const) {
    const box = { id: `${id}-${tone}`, width: 6, height: 6, patternUnits: 'userSpaceOnUse' };
    const pattern = draw(defs, 'pattern', { ...box, patternTransform: `rotate(${turn})` });
    draw(pattern, 'line', { x1: 0, x2: 0, y1: 0, y2: 6, class: `hatching t-${tone}` });
  }
}
