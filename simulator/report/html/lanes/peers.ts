/** The state of each peer as its own side sees it, and when it can no longer be reached. */
import type { PeerEvent, TimelineEvent } from '../../../timeline.ts';
import type { Lane, MarkKind } from '../model/model.ts';
import { type Change, ms, type RunData, spansLane } from './lane.ts';

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
} as const satisfies Readonly<Record<string, MarkKind>>;
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

const BY_ACTION = {
  cut: ['connected', 'unreachable'],
  mend: ['unreachable', 'connected'],
  close: ['connected', 'ending'],
  abort: ['connected', 'ending'],
} as const satisfies Readonly<Record<string, readonly [from: State, to: State]>>;

interface Followed {
  state: State | null;
  readonly changes: Change[];
}

export function peersLane(run: RunData): readonly Lane[] {
  const peers = new Map<string, Followed>();
  for (const event of run.timeline) {
    const atMs = ms(event.atNs);
    if (event.kind === 'step') byStep(peers, event, atMs);
    if (event.kind === 'peer') byItself(peers, event, atMs);
  }
  const rows = new Map([...peers].map(([name, { changes }]) => [name, changes] as const));
  const help = 'as each sees it; red from when it can no longer be reached';
  return spansLane({ title: 'Peers', help }, Object.values(STATES), rows, run);
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

/** A cut affects connected peers, a mend those that were cut off; closing has no event of its own. */
function byStep(
  peers: ReadonlyMap<string, Followed>,
  { text, deed }: TimelineEvent & { readonly kind: 'step' },
  atMs: number,
): void {
  if (deed === undefined || deed.what === 'impair') return;
  const [from, to] = BY_ACTION[deed.what];
  for (const name of deed.peers) {
    const followed = peers.get(name);
    if (followed?.state === from) change(followed, to, atMs, text);
  }
}

function change(followed: Followed, state: State, atMs: number, details: string): void {
  followed.state = state;
  followed.changes.push({ atMs, kind: NAMES.indexOf(state), details });
}
