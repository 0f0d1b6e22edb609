/** The wire, and each end's own cable where a scenario touched it. */
import type { Kind, Lane } from '../model.ts';
import { type Change, ms, spansLane, type Told } from './lane.ts';

const KINDS: readonly Kind[] = [
  { name: 'whole', tone: 'good', shape: 'span' },
  { name: 'cut', tone: 'bad', shape: 'span' },
  { name: 'cut towards the device', tone: 'bad', shape: 'span' },
  { name: 'cut from the device', tone: 'bad', shape: 'span' },
  { name: 'impaired', tone: 'busy', shape: 'span' },
];
const [WHOLE, CUT, CUT_TO_DEVICE, CUT_FROM_DEVICE, IMPAIRED] = [0, 1, 2, 3, 4] as const;

/** What a step says about cutting and mending; null for steps about something else. */
export interface CableStep {
  /** Whose own cable; null: the wire between all. */
  readonly at: string | null;
  readonly towardsDevice: boolean;
  readonly fromDevice: boolean;
  readonly isCut: boolean;
}

export function cableStep(text: string): CableStep | null {
  const [, where = '', deed] = /^cable( towards the device| from the device| at .+?)? (cut|mended)\b/.exec(text) ?? [];
  if (deed === undefined) return null;
  return {
    at: where.startsWith(' at ') ? where.slice(4) : null,
    towardsDevice: where !== ' from the device',
    fromDevice: where !== ' towards the device',
    isCut: deed === 'cut',
  };
}

/** A wire, or an end's cable. */
interface Wire {
  cutTo: boolean;
  cutFrom: boolean;
  /** Which directions are impaired, by the words of the step. */
  readonly impaired: Set<string>;
  readonly changes: Change[];
}

export function linkLane(told: Told): readonly Lane[] {
  const wires = new Map<string, Wire>([['wire', newWire(isImpairedFromStart(told))]]);
  for (const event of told.timeline) {
    if (event.kind !== 'step') continue;
    const step = cableStep(event.text);
    const name = step === null || step.at === null ? 'wire' : `at ${step.at}`;
    const wire = wires.get(name) ?? newWire(false);
    wires.set(name, wire);
    if (step !== null) {
      if (step.towardsDevice) wire.cutTo = step.isCut;
      if (step.fromDevice) wire.cutFrom = step.isCut;
    } else if (!impair(wire, event.text)) continue;
    wire.changes.push({ atMs: ms(event.atNs), kind: kindOf(wire), details: event.text });
  }
  const rows = new Map([...wires].map(([name, { changes }]) => [name, changes] as const));
  return spansLane({ title: 'Link', help: 'whole, cut or impaired' }, KINDS, rows, told);
}

function newWire(isImpaired: boolean): Wire {
  const impaired = new Set(isImpaired ? [''] : []);
  return { cutTo: false, cutFrom: false, impaired, changes: [{ atMs: 0, kind: isImpaired ? IMPAIRED : WHOLE }] };
}

/** What is worse from the start on has no step of its own. */
function isImpairedFromStart({ timeline }: Told): boolean {
  for (const event of timeline) {
    if (event.kind === 'step' && /^wire\b/.test(event.text)) return false;
    if (event.kind === 'frame' && (event.lost === 'loss' || 'impaired' in event)) return true;
  }
  return false;
}

/** Takes a step about rates and delays in; false for other steps. */
function impair(wire: Wire, text: string): boolean {
  if (text.startsWith('wire made whole')) wire.impaired.clear();
  else {
    const [, direction, what] = /^wire( towards the device| from the device)?: (.+)$/.exec(text) ?? [];
    if (what === undefined) return false;
    if (/[1-9]/.test(what)) wire.impaired.add(direction ?? '');
    else if (direction === undefined) wire.impaired.clear();
    else wire.impaired.delete(direction);
  }
  return true;
}

function kindOf({ cutTo, cutFrom, impaired }: Wire): number {
  if (cutTo && cutFrom) return CUT;
  if (cutTo) return CUT_TO_DEVICE;
  if (cutFrom) return CUT_FROM_DEVICE;
  return impaired.size > 0 ? IMPAIRED : WHOLE;
}
