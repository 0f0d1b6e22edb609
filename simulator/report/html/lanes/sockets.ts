/** The chip: state and commands of each socket in the datasheet's names, and the seconds without received data. */
import type { KeepalivePlan } from '../../../../contract/device.ts';
import type { Curve, Item, Lane, MarkKind, Tone } from '../model/model.ts';
import { type Change, into, marksLane, ms, type RunData, spansLane } from './lane.ts';

const TONES: Readonly<Record<string, Tone>> = {
  ESTABLISHED: 'good',
  LISTEN: 'calm',
  CLOSED: 'off',
};

export function socketsLane(run: RunData): readonly Lane[] {
  const kinds: MarkKind[] = [];
  const rows = new Map<string, Change[]>();
  for (const event of run.timeline) {
    if (event.kind !== 'socket-state') continue;
    const { socket, from, to, cause, peer } = event;
    const name = `socket ${socket}`;
    const changes = rows.get(name) ?? [{ atMs: 0, kind: kindOf(kinds, from) }];
    const details = `from ${from} (${cause})${peer === undefined ? '' : `\nwith ${peer}`}`;
    rows.set(name, [...changes, { atMs: ms(event.atNs), kind: kindOf(kinds, to), details }]);
  }
  return spansLane({ title: 'Sockets', help: 'Sn_SR of the chip' }, kinds, sorted(rows), run);
}

function kindOf(kinds: MarkKind[], name: string): number {
  const known = kinds.findIndex((kind) => kind.name === name);
  return known >= 0 ? known : kinds.push({ name, tone: TONES[name] ?? 'busy', shape: 'span' }) - 1;
}

/** Commands that the firmware wrote to Sn_CR. */
export function commandsLane(run: RunData): readonly Lane[] {
  const kinds: MarkKind[] = [];
  const rows = new Map<string, Item[]>();
  for (const event of run.timeline) {
    if (event.kind !== 'command') continue;
    const known = kinds.findIndex(({ name }) => name === event.command);
    const tone: Tone = event.command === 'SEND_KEEP' ? 'probe' : 'note';
    const kind = known >= 0 ? known : kinds.push({ name: event.command, tone, shape: 'tick' }) - 1;
    into(rows, `socket ${event.socket}`, { t: ms(event.atNs), k: kind, s: event.command });
  }
  return marksLane('marks', { title: 'Commands', help: 'Sn_CR, written by the firmware' }, kinds, sorted(rows), run);
}

/** From each arrival of data until the next, or until the connection has ended. */
export function silenceLane(
  { sessions, endMs, untilMs }: RunData,
  keepalives: readonly (KeepalivePlan | null)[],
): readonly Lane[] {
  const curves = new Map<number, Curve['spans'][number][]>();
  for (const { socket, left, arrivals } of sessions) {
    const overMs = left === null ? endMs : ms(left.atNs);
    for (const [index, { atNs }] of arrivals.entries()) {
      const next = arrivals[index + 1];
      const toMs = Math.min(overMs, next === undefined ? overMs : ms(next.atNs));
      // Spans shorter than half a pixel of a wide screen would only enlarge the page.
      if (toMs - ms(atNs) < untilMs / 4000) continue;
      curves.set(socket, [...(curves.get(socket) ?? []), [ms(atNs), toMs]]);
    }
  }
  if (curves.size === 0) return [];
  const help = 's since data was last received';
  const named = [...curves].sort(([a], [b]) => a - b).map(([socket, spans]) => ({ name: `socket ${socket}`, spans }));
  return [{ type: 'curve', title: 'Silence', help, curves: named, thresholds: thresholdsOf(keepalives) }];
}

/** None if sockets differ: the curves share one axis. */
function thresholdsOf(keepalives: readonly (KeepalivePlan | null)[]) {
  const [keepalive] = keepalives;
  const isOne = new Set(keepalives.map((it) => JSON.stringify(it))).size === 1;
  if (!isOne || keepalive == null) return [];
  const { by, firstProbe, NO_DATA_PERIOD, firstProbeLatestMs } = keepalive;
  const seconds = firstProbeLatestMs / 1000;
  if (by === 'chip') return [{ name: 'Sn_KPALVTR: probe', seconds }];
  if (firstProbe === 'at-NO_DATA_PERIOD') return [{ name: 'NO_DATA_PERIOD: first probe', seconds }];
  return [
    { name: 'NO_DATA_PERIOD', seconds: NO_DATA_PERIOD },
    { name: 'NO_DATA_PERIOD + KA_SEND_PERIOD − 1: first probe', seconds },
  ];
}

/** Rows in the order of their sockets. */
export function sorted<T>(rows: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const number = (name: string): number => Number(name.split(' ')[1]);
  return new Map([...rows].sort(([a], [b]) => number(a) - number(b)));
}
