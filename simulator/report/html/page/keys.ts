/** The keyboard: arrows from event to event, plus and minus for the time axis. */
import type { Chart, ChartMark } from './chart.ts';
import type { Hit, HitRow } from './pane.ts';
import { within, zoomed } from './view.ts';

const ZOOM_STEP = 0.5;

export class Keys {
  readonly #chart: Chart;
  readonly #found: (found: ChartMark | null) => void;
  #row = 0;
  #atMs: number | null = null;

  constructor(chart: Chart, found: (found: ChartMark | null) => void) {
    this.#chart = chart;
    this.#found = found;
  }

  /** Whether the key has a meaning here. */
  take(key: string): boolean {
    switch (key) {
      case 'ArrowRight':
      case 'ArrowLeft':
        this.#along(key === 'ArrowRight' ? 1 : -1);
        return true;
      case 'ArrowDown':
      case 'ArrowUp':
        this.#across(key === 'ArrowDown' ? 1 : -1);
        return true;
      case '+':
      case '=':
        this.zoom(ZOOM_STEP);
        return true;
      case '-':
        this.zoom(1 / ZOOM_STEP);
        return true;
      case 'Home':
      case '0':
        this.#chart.showWhole();
        this.#describe();
        return true;
      case 'Escape':
        this.#found(null);
        return true;
      default:
        return false;
    }
  }

  /** Around the selected event, otherwise around the middle. */
  zoom(factor: number): void {
    const { view, model } = this.#chart;
    const isSeen = this.#atMs !== null && this.#atMs >= view.fromMs && this.#atMs <= view.toMs;
    const around = isSeen && this.#atMs !== null ? this.#atMs : (view.fromMs + view.toMs) / 2;
    this.#chart.show(zoomed(view, factor, around, model.untilMs));
    if (isSeen) this.#describe();
  }

  /** To the next event of the row; the view follows. */
  #along(by: 1 | -1): void {
    if (this.#atMs === null && (this.#chart.rows[this.#row]?.hits.length ?? 0) === 0) this.#across(1);
    const { view, rows } = this.#chart;
    const beyond = by > 0 ? { fromMs: view.toMs, toMs: this.#chart.model.untilMs } : { fromMs: 0, toMs: view.fromMs };
    const near = this.#next(rows, by);
    const far = near === null && beyond.toMs > beyond.fromMs ? this.#next(this.#chart.peek(beyond), by) : null;
    if (far !== null) {
      const half = (view.toMs - view.fromMs) / 2;
      this.#chart.show(within(far - half, far + half, this.#chart.model.untilMs));
    }
    // When zoomed in there may be an earlier one that was merged with it.
    this.#atMs = near ?? (far === null ? null : this.#next(this.#chart.rows, by)) ?? far ?? this.#atMs;
    this.#describe();
  }

  #next(rows: readonly HitRow[], by: 1 | -1): number | null {
    const from = this.#atMs;
    const times = (rows[this.#row]?.hits ?? []).map(({ atMs }) => atMs).sort((a, b) => a - b);
    const isNext = (atMs: number): boolean => from === null || (by > 0 ? atMs > from : atMs < from);
    return (by > 0 ? times.find(isNext) : times.findLast(isNext)) ?? null;
  }

  /** To the nearest item in time of the next row that has items in view. */
  #across(by: 1 | -1): void {
    const { rows, view } = this.#chart;
    const from = this.#atMs ?? view.fromMs;
    let row = this.#atMs === null ? this.#row : this.#row + by;
    while (rows[row]?.hits.length === 0) row += by;
    if (rows[row] === undefined) return;
    this.#row = row;
    const distance = ({ atMs }: Hit): number => Math.abs(atMs - from);
    const nearest = [...(rows[row]?.hits ?? [])].sort((a, b) => distance(a) - distance(b))[0];
    this.#atMs = nearest?.atMs ?? from;
    this.#describe();
  }

  #describe(): void {
    const row = this.#chart.rows[this.#row];
    const hit = row?.hits.find(({ atMs }) => atMs === this.#atMs);
    if (row !== undefined && hit !== undefined) this.#found({ row, hit });
  }
}
