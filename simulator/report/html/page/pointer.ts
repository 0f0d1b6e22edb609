/** Mouse, pen and finger: hover for details, drag for a part of the time axis, wheel for more or less of it. */
import type { Chart, ChartMark } from './chart.ts';
import { draw } from './svg.ts';
import { within, zoomed } from './view.ts';

export interface Pointing {
  readonly chart: Chart;
  /** The element that receives wheel events and the focus. */
  readonly stage: HTMLElement;
  found(found: ChartMark | null, atMs: number, xPx: number): void;
}

/** Shorter drags are clicks. */
const DRAG_PX = 5;
const WHEEL_STEP = 0.0016;

type Drag = { readonly fromPx: number; readonly fromMs: number; readonly isStrip: boolean; box: SVGElement | null };

export function listenToPointer({ chart, stage, found }: Pointing): void {
  const { svg } = chart;
  let drag: Drag | null = null;
  const at = (event: MouseEvent): readonly [xPx: number, yPx: number] => {
    const { left, top } = svg.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  svg.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.pointerType === 'touch') return;
    const [xPx, yPx] = at(event);
    if (xPx < chart.plot.leftPx) return;
    drag = { fromPx: xPx, fromMs: chart.view.fromMs, isStrip: chart.isOnStrip(yPx), box: null };
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener('pointermove', (event) => {
    const [xPx, yPx] = at(event);
    if (drag === null) {
      found(chart.find(xPx, yPx), chart.msAt(xPx), xPx);
    } else if (drag.isStrip) {
      pan(chart, drag, xPx);
    } else if (Math.abs(xPx - drag.fromPx) > DRAG_PX) {
      found(null, 0, 0);
      drag.box = brush(chart, drag, xPx);
    }
  });
  svg.addEventListener('pointerup', (event) => {
    const [xPx, yPx] = at(event);
    const ended = drag;
    drag = null;
    ended?.box?.remove();
    if (event.pointerType === 'touch') found(chart.find(xPx, yPx), chart.msAt(xPx), xPx);
    if (ended === null || ended.isStrip) return;
    if (ended.box === null) found(chart.find(xPx, yPx), chart.msAt(xPx), xPx);
    else select(chart, ended.fromPx, xPx);
  });
  svg.addEventListener('pointercancel', () => {
    drag?.box?.remove();
    drag = null;
  });
  svg.addEventListener('pointerleave', (event) => {
    // A finger leaves when it is lifted; what it has tapped on stays told.
    if (drag === null && event.pointerType !== 'touch') found(null, 0, 0);
  });
  svg.addEventListener('dblclick', () => chart.showWhole());
  // Not passive, in order to be able to prevent the page from scrolling.
  stage.addEventListener('wheel', (event) => turn(chart, stage, event, at(event)), { passive: false });
}

/** The page scrolls, unless the chart has the focus, Ctrl is pressed, or the pointer is over the axis. */
function turn(chart: Chart, stage: HTMLElement, event: WheelEvent, [xPx, yPx]: readonly [number, number]): void {
  const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
  const isMeant = event.ctrlKey || event.metaKey || stage.contains(document.activeElement) || chart.isOnAxis(yPx);
  if (isSideways && !chart.isWhole) {
    event.preventDefault();
    const shareOfView = event.deltaX / (chart.plot.rightPx - chart.plot.leftPx);
    const byMs = shareOfView * (chart.view.toMs - chart.view.fromMs);
    chart.show(within(chart.view.fromMs + byMs, chart.view.toMs + byMs, chart.model.untilMs));
  } else if (!isSideways && isMeant) {
    event.preventDefault();
    chart.show(zoomed(chart.view, Math.exp(event.deltaY * WHEEL_STEP), chart.msAt(xPx), chart.model.untilMs));
  }
}

function pan(chart: Chart, { fromPx, fromMs }: Drag, xPx: number): void {
  const { leftPx, rightPx } = chart.plot;
  const { untilMs } = chart.model;
  const lengthMs = chart.view.toMs - chart.view.fromMs;
  const from = fromMs + ((xPx - fromPx) / (rightPx - leftPx)) * untilMs;
  chart.show(within(from, from + lengthMs, untilMs));
}

function brush(chart: Chart, { fromPx, box }: Drag, xPx: number): SVGElement {
  const { leftPx, rightPx } = chart.plot;
  const toPx = Math.min(rightPx, Math.max(leftPx, xPx));
  const rect = box ?? draw(chart.svg, 'rect', { y: 0, height: chart.svg.clientHeight, class: 'brush' });
  rect.setAttribute('x', String(Math.min(fromPx, toPx)));
  rect.setAttribute('width', String(Math.abs(toPx - fromPx)));
  return rect;
}

function select(chart: Chart, aPx: number, bPx: number): void {
  const { leftPx, rightPx } = chart.plot;
  const [from, to] = [Math.max(leftPx, Math.min(aPx, bPx)), Math.min(rightPx, Math.max(aPx, bPx))];
  chart.show({ fromMs: chart.msAt(from), toMs: chart.msAt(to) });
}
