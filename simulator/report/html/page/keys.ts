/** The keyboard: arrows from event to event, plus and minus for the time axis. */
import type { Chart, Found } from './chart.ts';
import { within, zoomed } from './view.ts';

const ZOOM_STEP = 0.5;
/** Of the view, when the next event lies outside it. */
const PAN_SHARE = 0.5;

export class Keys {
  readonly #chart: Chart;
  readonly #found: (found: Found | null) => void;
  #row = 0;
  #atMs: number | null = null;

  constructor(chart: Chart, found: (found: Found | null) => void) {
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
        this.#tell();
        return true;
      case 'Escape':
        this.#found(null);
        return true;
      default:
        return false;
    }
  }

  /** Round the event that is told about, else round the middle. */
  zoom(factor: number): void {
    const { view, model } = this.#chart;
    const isSeen = this.#atMs !== null && this.#atMs >= view.fromMs && this.#atMs <= view.toMs;
    const around = isSeen && this.#atMs !== null ? this.#atMs : (view.fromMs + view.toMs) / 2;
    this.#chart.show(zoomed(view, factor, around, model.untilMs));
    if (isSeen) this.#tell();
  }

  /** To the next event of the row; the view follows. */
  #along(by: 1 | -1): void {
    for (;;) {
      const hits = this.#chart.rows[this.#row]?.hits ?? [];
      const from = this.#atMs;
      const next =
        by > 0
          ? hits.find(({ atMs }) => from === null || atMs > from)
          : hits.findLast(({ atMs }) => from === null || atMs < from);
      if (next !== undefined) {
        this.#atMs = next.atMs;
        break;
      }
      if (!this.#pan(by)) break;
    }
    this.#tell();
  }

  /** False at the end of the axis. */
  #pan(by: 1 | -1): boolean {
    const { view, model } = this.#chart;
    const step = by * PAN_SHARE * (view.toMs - view.fromMs);
    const next = within(view.fromMs + step, view.toMs + step, model.untilMs);
    if (Math.abs(next.fromMs - view.fromMs) < 1e-6) return false;
    this.#chart.show(next);
    return true;
  }

  /** To the neighbouring row, there to what is nearest in time. */
  #across(by: 1 | -1): void {
    const { rows } = this.#chart;
    if (this.#atMs !== null) this.#row = Math.min(rows.length - 1, Math.max(0, this.#row + by));
    const from = this.#atMs ?? this.#chart.view.fromMs;
    const nearest = [...(rows[this.#row]?.hits ?? [])].sort(
      (a, b) => Math.abs(a.atMs - from) - Math.abs(b.atMs - from),
    )[0];
    this.#atMs = nearest?.atMs ?? from;
    this.#tell();
  }

  #tell(): void {
    const row = this.#chart.rows[this.#row];
    const hit = row?.hits.find(({ atMs }) => atMs === this.#atMs);
    if (row !== undefined && hit !== undefined) this.#found({ row, hit });
  }
}
