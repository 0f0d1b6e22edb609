/** A rate over time. */
import { type Hit, isSeen, type Pane, viewMs, xOf } from './pane.ts';
import { draw } from './svg.ts';
import { lasting, moment } from './words.ts';

export const BARS_PX = 56;
const COLUMN_PX = 3;

interface Column {
  fromMs: number;
  toMs: number;
  bytes: number;
}

/** Bytes in slices of `bucketMs`, drawn as bytes per ms, which are kB/s. */
export function drawBars(pane: Pane, bucketMs: number, values: readonly number[], topPx: number): readonly Hit[] {
  const columns = columnsOf(pane, bucketMs, values);
  const rate = ({ bytes, fromMs, toMs }: Column): number => bytes / (toMs - fromMs);
  const most = Math.max(0, ...columns.map(rate));
  const basePx = topPx + BARS_PX - 6;
  const fullPx = BARS_PX - 16;
  draw(pane.parent, 'line', { x1: pane.leftPx, x2: pane.rightPx, y1: basePx, y2: basePx, class: 'base' });
  if (most === 0) return [];
  const scale = { x: pane.leftPx - 6, 'text-anchor': 'end', class: 'label dim' };
  draw(pane.parent, 'text', { ...scale, y: basePx - fullPx + 8 }, `${Number(most.toPrecision(3))}`);
  draw(pane.parent, 'text', { ...scale, y: basePx + 4 }, '0');
  const parts: string[] = [];
  const hits = columns.flatMap((column): readonly Hit[] => {
    if (column.bytes === 0) return [];
    const fromPx = Math.max(pane.leftPx, xOf(pane, column.fromMs));
    const toPx = Math.min(pane.rightPx, Math.max(fromPx + 1.5, xOf(pane, column.toMs) - 0.5));
    const heightPx = Math.max(1.5, (rate(column) / most) * fullPx);
    parts.push(`M${fromPx.toFixed(1)} ${basePx}v${(-heightPx).toFixed(1)}h${(toPx - fromPx).toFixed(1)}V${basePx}Z`);
    return [{ fromPx, toPx, atMs: column.fromMs, ...describeColumn(pane, column) }];
  });
  draw(pane.parent, 'path', { d: parts.join(''), class: 'bars t-note' });
  return hits;
}

function describeColumn(pane: Pane, { fromMs, toMs, bytes }: Column) {
  const lengthMs = toMs - fromMs;
  const title = `${bytes} ${bytes === 1 ? 'byte' : 'bytes'} over SPI`;
  const when = `in ${lasting(lengthMs)} from ${moment(fromMs, viewMs(pane))}`;
  return { title, lines: [when, `${Number((bytes / lengthMs).toPrecision(3))} kB/s`] };
}

function columnsOf(pane: Pane, bucketMs: number, values: readonly number[]): readonly Column[] {
  const first = Math.max(0, Math.floor(pane.view.fromMs / bucketMs));
  const last = Math.min(values.length - 1, Math.floor(pane.view.toMs / bucketMs));
  const pxPerBucket = (bucketMs / viewMs(pane)) * (pane.rightPx - pane.leftPx);
  const buckets = Math.max(1, Math.ceil(COLUMN_PX / pxPerBucket));
  const columns: Column[] = [];
  for (let from = first - (first % buckets); from <= last; from += buckets) {
    const bytes = values.slice(from, from + buckets).reduce((sum, value) => sum + value, 0);
    const column = { fromMs: from * bucketMs, toMs: (from + buckets) * bucketMs, bytes };
    if (isSeen(pane, column.fromMs, column.toMs)) columns.push(column);
  }
  return columns;
}
