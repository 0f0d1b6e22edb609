/** The wire, and the cable of each end that a scenario has cut or mended. */
import type { Direction } from '../../../direction.ts';
import type { Lane, MarkKind } from '../model/model.ts';
import { type Change, ms, type RunData, spansLane } from './lane.ts';

const KINDS: readonly MarkKind[] = [
  { name: 'whole', tone: 'good', shape: 'span' },
  { name: 'cut', tone: 'bad', shape: 'span' },
  { name: 'cut towards the device', tone: 'bad', shape: 'span' },
  { name: 'cut from the device', tone: 'bad', shape: 'span' },
  { name: 'impaired', tone: 'busy', shape: 'span' },
];
const [WHOLE, CUT, CUT_TO_DEVICE, CUT_FROM_DEVICE, IMPAIRED] = [0, 1, 2, 3, 4] as const;

/** A wire, or an end's cable. */
interface Wire {
  readonly cut: Set<Direction>;
  isImpaired: boolean;
  readonly changes: Change[];
}

export function linkLane(run: RunData): readonly Lane[] {
  const wires = new Map<string, Wire>([['wire', newWire(isImpairedFromStart(run))]]);
  for (const { atNs, ...event } of run.timeline) {
    if (event.kind !== 'step' || event.deed === undefined || !('directions' in event.deed)) continue;
    const { text, deed } = event;
    const name = deed.what === 'impair' || deed.at === null ? 'wire' : `at ${deed.at}`;
    const wire = wires.get(name) ?? newWire(false);
    wires.set(name, wire);
    if (deed.what === 'impair') wire.isImpaired = deed.directions.length > 0;
    else for (const direction of deed.directions) wire.cut[deed.what === 'cut' ? 'add' : 'delete'](direction);
    wire.changes.push({ atMs: ms(atNs), kind: kindOf(wire), details: text });
  }
  const rows = new Map([...wires].map(([name, { changes }]) => [name, changes] as const));
  return spansLane({ title: 'Link', help: 'whole, cut or impaired' }, KINDS, rows, run);
}

function newWire(isImpaired: boolean): Wire {
  return { cut: new Set(), isImpaired, changes: [{ atMs: 0, kind: isImpaired ? IMPAIRED : WHOLE }] };
}

/** A wire that is impaired from the start on has no step that says so. */
function isImpairedFromStart({ timeline }: RunData): boolean {
  for (const event of timeline) {
    if (event.kind === 'step' && event.deed?.what === 'impair') return false;
    if (event.kind === 'frame' && (event.lost === 'loss' || 'impaired' in event)) return true;
  }
  return false;
}

function kindOf({ cut, isImpaired }: Wire): number {
  const [to, from] = [cut.has('to-device'), cut.has('from-device')];
  if (to && from) return CUT;
  if (to) return CUT_TO_DEVICE;
  if (from) return CUT_FROM_DEVICE;
  return isImpaired ? IMPAIRED : WHOLE;
}
