/** Moments, shown by their shape as well as by their colour. */
import type { Item, LaneRow, MarkKind } from '../model/model.ts';
import { describe, type Hit, isSeen, type Pane, viewMs, xOf } from './pane.ts';
import { draw } from './svg.ts';
import { moment } from './words.ts';

export const MARK_ROW_PX = 24;
/** Moments of one kind that are closer than this are drawn as one mark. */
const TOGETHER_PX = 5;

/** From the lowest to the topmost. */
const LEVELS: readonly MarkKind['shape'][] = ['tick', 'dot', 'ring', 'cross'];

/** Neighbours of one kind that share a mark. */
export interface Cluster {
  readonly first: Item;
  lastMs: number;
  count: number;
  readonly atPx: number;
  /** The first few, for the tooltip. */
  readonly items: Item[];
  readonly all: Item[];
}

export function clustersOf(
  pane: Pane,
  items: readonly Item[],
  togetherPx: number,
  byKind: boolean,
): readonly Cluster[] {
  const clusters: Cluster[] = [];
  const open = new Map<number, Cluster>();
  for (const item of items) {
    const endMs = item.t + (item.d ?? 0);
    if (!isSeen(pane, item.t, endMs)) continue;
    const key = byKind ? item.k : 0;
    const atPx = Math.max(pane.leftPx, xOf(pane, item.t));
    const last = open.get(key);
    if (last !== undefined && atPx - last.atPx < togetherPx) {
      last.count += item.n ?? 1;
      last.lastMs = endMs;
      last.all.push(item);
      if (last.items.length < 10) last.items.push(item);
      continue;
    }
    const cluster = { first: item, lastMs: endMs, count: item.n ?? 1, atPx, items: [item], all: [item] };
    open.set(key, cluster);
    clusters.push(cluster);
  }
  return clusters;
}

export function drawMarks(pane: Pane, kinds: readonly MarkKind[], row: LaneRow, topPx: number): readonly Hit[] {
  const onlyTicks = kinds.every(({ shape }) => shape === 'tick');
  // Marks that must not be hidden are drawn last.
  const level = ({ first }: Cluster): number => LEVELS.indexOf(kinds[first.k]?.shape ?? 'tick');
  const clusters = [...clustersOf(pane, row.items, TOGETHER_PX, true)].sort((a, b) => level(a) - level(b));
  return clusters.map((cluster) => {
    const kind = kinds[cluster.first.k];
    const attributes = {
      class: `mark t-${kind?.tone ?? 'off'}`,
      'data-kind': kind?.name ?? '',
      'data-count': cluster.count,
    };
    const group = draw(pane.parent, 'g', attributes);
    if (kind !== undefined) drawShape(group, kind, cluster.atPx, topPx, onlyTicks);
    return {
      fromPx: cluster.atPx - 4,
      toPx: cluster.atPx + 4,
      atMs: cluster.first.t,
      ...describeCluster(pane, kinds, cluster),
    };
  });
}

function drawShape(group: SVGElement, { shape }: MarkKind, x: number, topPx: number, onlyTicks: boolean): void {
  const y = topPx + 10;
  switch (shape) {
    case 'dot':
      draw(group, 'circle', { cx: x, cy: y, r: 4, class: 'dot' });
      break;
    case 'ring':
      draw(group, 'circle', { cx: x, cy: y, r: 3.2, class: 'ring' });
      break;
    case 'cross':
      draw(group, 'path', { d: `M${x - 4.5} ${y - 4.5}l9 9m0 -9l-9 9`, class: 'cross' });
      break;
    default: {
      const [from, to] = onlyTicks ? [topPx + 4, topPx + 18] : [topPx + 12, topPx + 21];
      draw(group, 'line', { x1: x, x2: x, y1: from, y2: to, class: 'tick' });
    }
  }
}

export function describeCluster(pane: Pane, kinds: readonly MarkKind[], { first, lastMs, count, items }: Cluster) {
  if (count === 1) return describe(pane, kinds, first);
  const span = viewMs(pane);
  if (items.length === count) {
    const shown = items.map((item) => {
      const { title, lines } = describe(pane, kinds, item);
      const details = lines.slice(1).join(', ');
      return `${moment(item.t, Math.min(span, 999))}  ${details === '' ? title : details}`;
    });
    return { title: `${count} × ${nameOf(kinds, items)}`, lines: shown };
  }
  return {
    title: `${count} × ${nameOf(kinds, items)}`,
    lines: [`from ${moment(first.t, span)} to ${moment(lastMs, span)}`, 'zoom in to see them one by one'],
  };
}

function nameOf(kinds: readonly MarkKind[], items: readonly Item[]): string {
  return [...new Set(items.map(({ k }) => kinds[k]?.name ?? ''))].join(', ');
}
