/** What colours and marks of a run's chart mean: an entry for each kind that the chart draws. */
import { html } from './escape.ts';
import type { Lane, MarkKind, RunModel, Shape, Tone } from './model/model.ts';

type KindsLane = Lane & { readonly type: 'spans' | 'marks' | 'flags' };

interface Entry {
  readonly name: string;
  readonly tone: Tone | 'ink' | 'shade';
  readonly shape: Shape | 'bar' | 'line' | 'dashes' | 'area';
}

/** A list by lane, folded unless it `isOpen`; HTML. */
export function legend(model: RunModel, isOpen: boolean): string {
  const lanes = model.lanes.map((lane) => group(lane.title, entriesOf(lane)));
  const isShaded = model.lanes.some((lane) => lane.type === 'latency');
  const all = isShaded
    ? [...lanes, group('All lanes', [{ name: 'the time from failure to detection', tone: 'shade', shape: 'area' }])]
    : lanes;
  return `<details class="legend"${isOpen ? ' open' : ''}><summary>Colours and marks</summary><dl>
${all.join('\n')}
</dl></details>`;
}

function group(title: string, entries: readonly Entry[]): string {
  const items = entries.map(
    (entry) =>
      `<dd data-of="${html(title)}" data-kind="${html(entry.name)}">${key(entry)}<span>${html(entry.name)}</span></dd>`,
  );
  return `<div><dt>${html(title)}</dt>${items.join('')}</div>`;
}

function entriesOf(lane: Lane): readonly Entry[] {
  switch (lane.type) {
    case 'latency':
      return latencyEntries(lane.latencies);
    case 'curve':
      return [
        { name: 'seconds without received data', tone: 'calm', shape: 'line' },
        ...lane.thresholds.map(({ name, seconds }, index): Entry => {
          return { name: `${seconds} s: ${name}`, tone: index > 0 ? 'bad' : 'busy', shape: 'dashes' };
        }),
      ];
    case 'bars':
      return [{ name: 'bytes in a time', tone: 'note', shape: 'bar' }];
    default:
      return usedKinds(lane).map(({ name, tone, shape }) => ({ name, tone, shape }));
  }
}

function latencyEntries(latencies: (Lane & { type: 'latency' })['latencies']): readonly Entry[] {
  const isGood = ({ latencyMs, boundMs }: (typeof latencies)[number]): boolean =>
    latencyMs !== null && (boundMs === null || latencyMs <= boundMs);
  const has = (isMeant: (latency: (typeof latencies)[number]) => boolean): boolean => latencies.some(isMeant);
  const entries: Entry[] = [];
  if (has(isGood)) entries.push({ name: 'detected in time', tone: 'good', shape: 'bar' });
  if (has((one) => !isGood(one) && one.boundMs !== null))
    entries.push({ name: 'detected too late, or not detected', tone: 'bad', shape: 'bar' });
  if (has((one) => !isGood(one) && one.boundMs === null))
    entries.push({ name: 'not detected, and no bound was promised', tone: 'off', shape: 'bar' });
  entries.push({ name: 'the failure', tone: 'bad', shape: 'tick' });
  if (has(({ boundMs }) => boundMs !== null)) entries.push({ name: 'the bound', tone: 'ink', shape: 'tick' });
  return entries;
}

/** In the order of the lane's kinds. */
function usedKinds({ kinds, rows }: Pick<KindsLane, 'kinds' | 'rows'>): readonly MarkKind[] {
  const used = new Set(rows.flatMap(({ items }) => items.map(({ k }) => k)));
  return kinds.filter((_, index) => used.has(index));
}

const SHAPES: Readonly<Record<Entry['shape'], string>> = {
  span: '<g class="span"><rect class="fill" x="1" y="1" width="18" height="12" rx="2"/><rect class="edge" x="1" y="1" width="2" height="12"/></g>',
  dot: '<circle class="dot" cx="10" cy="7" r="4"/>',
  ring: '<circle class="ring" cx="10" cy="7" r="3.2"/>',
  tick: '<path class="tick" d="M10 1v12"/>',
  cross: '<path class="cross" d="M5.5 2.5l9 9m0 -9l-9 9"/>',
  bar: '<rect class="dot" x="1" y="2" width="18" height="10"/>',
  line: '<path class="tick" d="M1 12L19 2"/>',
  dashes: '<path class="tick" stroke-dasharray="5 3" d="M1 7h18"/>',
  area: '<rect class="shade" x="1" y="1" width="18" height="12"/><path class="shade-edge" d="M1 1v12m18 -12v12"/>',
};

function key({ tone, shape }: Entry): string {
  return `<svg class="key t-${tone}" width="20" height="14" viewBox="0 0 20 14" aria-hidden="true">${SHAPES[shape]}</svg>`;
}
