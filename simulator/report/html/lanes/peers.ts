/** Each peer as its own side sees it, and when it can no longer be reached. */
import type { Detection } from '../../../scenario/verdict/evidence.ts';
import type { PeerEvent, TimelineEvent } from '../../../timeline.ts';
import type { Kind, Lane } from '../model.ts';
import { rounded } from '../thin.ts';
import { type Change, ms, spansLane, type Told } from './lane.ts';
import { cableStep } from './link.ts';

const STATES = {
  connected: { name: 'connected', tone: 'good', shape: 'span' },
  refused: { name: 'refused, tries again', tone: 'busy', shape: 'span' },
  unreachable: { name: 'cut off', tone: 'bad', shape: 'span' },
  off: { name: 'powered off', tone: 'bad', shape: 'span' },
  booted: { name: 'rebooted', tone: 'bad', shape: 'span' },
  ending: { name: 'has ended its side', tone: 'busy', shape: 'span' },
  closed: { name: 'closed', tone: 'off', shape: 'span' },
  reset: { name: 'reset', tone: 'off', shape: 'span' },
  timeout: { name: 'gave up', tone: 'off', shape: 'span' },
} as const satisfies Readonly<Record<string, Kind>>;
type State = keyof typeof STATES;

const NAMES = Object.keys(STATES) as readonly State[];
const AFTER: Readonly<Record<PeerEvent, State | null>> = {
  connected: 'connected',
  received: null,
  closed: 'closed',
  reset: 'reset',
  refused: 'refused',
  timeout: 'timeout',
  'powered-off': 'off',
  booted: 'booted',
};

const ENDS_ITS_SIDE = / (closes its side|resets the connection)\b/;

interface Followed {
  state: State | null;
  readonly changes: Change[];
}

export function peersLane(told: Told, detections: readonly Detection[]): readonly Lane[] {
  const peers = new Map<string, Followed>();
  const endings = new Set<number>();
  const deaths = [...detections].sort((a, b) => a.diedAtMs - b.diedAtMs);
  for (const event of told.timeline) {
    const atMs = ms(event.atNs);
    if (event.kind === 'step') byCable(peers, event.text, atMs);
    if (event.kind === 'step' && ENDS_ITS_SIDE.test(event.text)) endings.add(atMs);
    if (event.kind === 'peer') byItself(peers, event, atMs);
  }
  for (const { peer, diedAtMs } of deaths) {
    if (endings.has(rounded(diedAtMs))) endSide(peers.get(peer), rounded(diedAtMs));
  }
  const rows = new Map([...peers].map(([name, { changes }]) => [name, changes] as const));
  const help = 'as each sees it; red from when it can no longer be reached';
  return spansLane({ title: 'Peers', help }, Object.values(STATES), rows, told);
}

function byItself(
  peers: Map<string, Followed>,
  { peer, what, text }: TimelineEvent & { readonly kind: 'peer' },
  atMs: number,
): void {
  const followed = peers.get(peer) ?? { state: null, changes: [] };
  peers.set(peer, followed);
  const state = AFTER[what];
  if (state !== null && state !== followed.state) change(followed, state, atMs, text);
}

/** A cut concerns those who are connected, a mend those whom a cut has struck. */
function byCable(peers: ReadonlyMap<string, Followed>, text: string, atMs: number): void {
  const step = cableStep(text);
  if (step === null) return;
  const { at } = step;
  const [from, to] = step.isCut ? (['connected', 'unreachable'] as const) : (['unreachable', 'connected'] as const);
  for (const [name, followed] of peers) {
    const isMeant = at === null || at === 'device' || at === name || isOneOf(at, name);
    if (isMeant && followed.state === from) change(followed, to, atMs, text);
  }
}

/** `clients-3` is one of `clients`. */
function isOneOf(group: string, name: string): boolean {
  return name.startsWith(`${group}-`) && /^\d+$/.test(name.slice(group.length + 1));
}

function change(followed: Followed, state: State, atMs: number, details: string): void {
  followed.state = state;
  followed.changes.push({ atMs, kind: NAMES.indexOf(state), details });
}

/** A peer that closes or resets says so in no event of its own: it is connected no more from its death on. */
function endSide(followed: Followed | undefined, diedAtMs: number): void {
  if (followed === undefined) return;
  const index = followed.changes.findLastIndex(({ atMs }) => atMs <= diedAtMs);
  const before = followed.changes[index];
  if (before === undefined || before.kind !== NAMES.indexOf('connected')) return;
  followed.changes.splice(index + 1, 0, { atMs: diedAtMs, kind: NAMES.indexOf('ending') });
}
