/** Starts the charts of the page. */
import type { RunModel } from '../model/model.ts';
import { Chart, type ChartMark } from './chart.ts';
import { Keys } from './keys.ts';
import { listenToPointer } from './pointer.ts';
import { createTooltip, spoken } from './tooltip.ts';
import type { View } from './view.ts';
import { lasting, moment } from './words.ts';

/** For paper, in CSS px: the style sheet shrinks the drawing to the sheet, and its text to print size. */
const PAPER_PX = 900;

const HINTS = {
  mouse: 'drag: zoom to a part · wheel with Ctrl: zoom · ← → event to event · + − zoom',
  touch: 'tap a mark: details · + and −: zoom around it',
} as const;
/** Keys that no page uses for scrolling: they need no click on a chart. */
const FREE_KEYS: readonly string[] = ['ArrowLeft', 'ArrowRight', '+', '=', '-', '0'];

interface Shown {
  readonly chart: Chart;
  readonly stage: HTMLElement;
  /** Charts of one group show the same part of the time axis. */
  readonly group: string;
}

function bring(figure: HTMLElement, index: number): Shown {
  const data = figure.querySelector('script')?.textContent ?? 'null';
  const model = JSON.parse(data) as RunModel;
  const stage = element(figure, 'div', 'stage');
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('aria-hidden', 'true');
  stage.append(svg);
  stage.tabIndex = 0;
  stage.setAttribute('role', 'application');
  stage.setAttribute('aria-roledescription', 'timeline');
  stage.setAttribute(
    'aria-label',
    `Timeline of ${model.name}. Arrow keys go from event to event, + and − zoom, Home shows all.`,
  );
  const chart = new Chart(model, svg, `run${index}`);
  const tooltip = createTooltip(stage);
  const live = element(figure, 'p', 'unseen');
  live.setAttribute('aria-live', 'polite');
  const show = (found: ChartMark | null, atMs = found?.hit.atMs ?? 0, xPx = chart.xSeen(atMs)): void => {
    chart.mark(found);
    if (found === null) tooltip.hide();
    else tooltip.show(found.hit, atMs, xPx, found.row.topPx, found.row.topPx + found.row.heightPx);
  };
  const keys = new Keys(chart, (found) => {
    show(found);
    live.textContent = found === null ? '' : spoken(found.row.name, found.hit);
  });
  stage.addEventListener('keydown', (event) => {
    if (!isWithModifier(event) && keys.take(event.key)) event.preventDefault();
    // The arrows scroll the page again.
    if (event.key === 'Escape') stage.blur();
  });
  stage.addEventListener('blur', () => show(null));
  listenToPointer({ chart, stage, found: show });
  addControls(figure, stage, chart, keys);
  return { chart, stage, group: figure.dataset.group ?? '' };
}

function isWithModifier({ altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return altKey || ctrlKey || metaKey;
}

/** Without a click the keys act on the chart of which most is in the window. */
function listenWithoutFocus(charts: readonly Shown[]): void {
  document.addEventListener('keydown', (event) => {
    const isFree = document.activeElement === document.body || document.activeElement === null;
    if (!isFree || isWithModifier(event) || !FREE_KEYS.includes(event.key)) return;
    const [stage] = charts.map(({ stage }) => stage).sort((a, b) => seenPx(b) - seenPx(a));
    if (stage === undefined || seenPx(stage) <= 0) return;
    event.preventDefault();
    stage.focus({ preventScroll: true });
    stage.dispatchEvent(new KeyboardEvent('keydown', { key: event.key }));
  });
}

/** How much of the height of an element is in the window. */
function seenPx(element: HTMLElement): number {
  const { bottom, top } = element.getBoundingClientRect();
  return Math.min(bottom, innerHeight) - Math.max(top, 0);
}

function addControls(figure: HTMLElement, stage: HTMLElement, chart: Chart, keys: Keys): void {
  const bar = element(figure, 'div', 'controls');
  figure.insertBefore(bar, stage);
  const seen = element(bar, 'span', 'seen');
  const hint = element(bar, 'span', 'hint');
  hint.textContent = matchMedia('(hover: none)').matches ? HINTS.touch : HINTS.mouse;
  const button = (text: string, label: string, act: () => void): HTMLButtonElement => {
    const made = element(bar, 'button', '') as HTMLButtonElement;
    made.type = 'button';
    made.textContent = text;
    made.setAttribute('aria-label', label);
    made.title = label;
    made.addEventListener('click', act);
    return made;
  };
  button('−', 'Zoom out (−)', () => keys.zoom(2));
  button('+', 'Zoom in (+)', () => keys.zoom(0.5));
  const whole = button('Whole run', 'Show the whole run (Home)', () => chart.showWhole());
  const describe = ({ fromMs, toMs }: View): void => {
    whole.disabled = chart.isWhole;
    const span = toMs - fromMs;
    seen.textContent = chart.isWhole
      ? `whole run, ${lasting(chart.model.endMs)}`
      : `${moment(fromMs, span)} to ${moment(toMs, span)}`;
  };
  describe(chart.view);
  figure.addEventListener('view', () => describe(chart.view));
}

function element(parent: HTMLElement, name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  parent.append(made);
  return made;
}

function follow(charts: readonly Shown[]): void {
  for (const { chart, stage, group } of charts) {
    chart.onView = (view) => {
      stage.parentElement?.dispatchEvent(new Event('view'));
      for (const other of charts) {
        const { fromMs, toMs } = other.chart.view;
        const isSame = Math.abs(fromMs - view.fromMs) + Math.abs(toMs - view.toMs) < 0.001;
        if (other.chart === chart || other.group !== group || isSame) continue;
        other.chart.view = { fromMs: view.fromMs, toMs: Math.min(view.toMs, other.chart.model.untilMs) };
        other.chart.draw(other.stage.clientWidth);
        other.stage.parentElement?.dispatchEvent(new Event('view'));
      }
    };
  }
}

function start(): void {
  const figures = [...document.querySelectorAll<HTMLElement>('figure.chart')];
  const charts = figures.map(bring);
  follow(charts);
  listenWithoutFocus(charts);
  const resize = (): void => {
    for (const { chart, stage } of charts) chart.draw(stage.clientWidth);
  };
  resize();
  new ResizeObserver(resize).observe(document.body);
  addEventListener('beforeprint', () => {
    for (const { chart } of charts) chart.draw(PAPER_PX);
  });
  addEventListener('afterprint', resize);
}

start();
