/** States over time. */
import type { Item, LaneRow, MarkKind } from '../model/model.ts';
import { describe, type Hit, isSeen, type Pane, xOf } from './pane.ts';
import { draw, fitted } from './svg.ts';

export const SPAN_ROW_PX = 26;
const BAR_PX = 20;
/** Narrower spans cannot be selected individually. */
const TINY_PX = 3;

export function drawSpans(pane: Pane, kinds: readonly MarkKind[], row: LaneRow, topPx: number): readonly Hit[] {
  const hits: Hit[] = [];
  let tiny: Item[] = [];
  const settle = (): void => {
    if (tiny.length > 0) hits.push(tinyHit(pane, kinds, tiny));
    tiny = [];
  };
  for (const item of row.items) {
    const endMs = item.t + (item.d ?? 0);
    if (!isSeen(pane, item.t, endMs)) continue;
    const fromPx = Math.max(pane.leftPx, xOf(pane, item.t));
    const toPx = Math.min(pane.rightPx, xOf(pane, endMs));
    drawSpan(pane, kinds[item.k], item, fromPx, toPx, topPx);
    if (toPx - fromPx < TINY_PX) {
      if (tiny.length > 0 && fromPx - xOf(pane, (tiny[0] as Item).t) > TINY_PX) settle();
      tiny.push(item);
      continue;
    }
    settle();
    hits.push({ fromPx, toPx, atMs: item.t, ...describe(pane, kinds, item) });
  }
  settle();
  return hits;
}

function drawSpan(
  pane: Pane,
  kind: MarkKind | undefined,
  item: Item,
  fromPx: number,
  toPx: number,
  topPx: number,
): void {
  const tone = kind?.tone ?? 'off';
  const widthPx = Math.max(1.5, toPx - fromPx);
  const box = { x: fromPx, y: topPx + 2, width: widthPx, height: BAR_PX };
  const group = draw(pane.parent, 'g', { class: `span t-${tone}`, 'data-kind': kind?.name ?? '' });
  draw(group, 'rect', { ...box, class: 'fill', rx: widthPx > 6 ? 2 : 0 });
  if (tone === 'bad' || tone === 'busy') {
    draw(group, 'rect', { ...box, class: 'hatch', fill: `url(#${pane.id}-${tone})`, rx: widthPx > 6 ? 2 : 0 });
  }
  draw(group, 'rect', { ...box, class: 'edge', width: Math.min(2, widthPx) });
  const text = fitted(item.n === undefined ? (item.s ?? '') : `${item.n} states`, widthPx - 12);
  if (text !== '') draw(group, 'text', { x: fromPx + 7, y: topPx + 16, class: 'label halo' }, text);
}

/** Several spans at one place share a tooltip. */
function tinyHit(pane: Pane, kinds: readonly MarkKind[], items: readonly Item[]): Hit {
  const [first, last] = [items[0] as Item, items.at(-1) as Item];
  const fromPx = Math.min(xOf(pane, first.t), pane.rightPx - 2);
  const place = { fromPx, toPx: Math.max(fromPx + 2, xOf(pane, last.t + (last.d ?? 0))), atMs: first.t };
  if (items.length === 1) return { ...place, ...describe(pane, kinds, first) };
  const shown = items.slice(0, 8).map((item) => {
    const { title, lines } = describe(pane, kinds, item);
    return `${title}, ${lines[0]}`;
  });
  const more = items.length > 8 ? [`and ${items.length - 8} more`] : [];
  return { ...place, title: `${items.length} states; zoom in to see them`, lines: [...shown, ...more] };
}
