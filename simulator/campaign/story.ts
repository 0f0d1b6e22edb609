/** What happens in one run of a campaign: drawn, and small enough to be shrunk. */
import type { WatchedDevice } from '../../contract/device.ts';
import { takesPeers } from '../scenario/peers/host-config.ts';
import { type Dice, diceFrom } from './dice.ts';
import { type CampaignFault, drawFault, type StepText } from './faults.ts';

/** A step at its time after the beginning; steps that wait for something delay those behind them. */
export interface Moment {
  readonly atMs: number;
  readonly step: StepText;
  /** The fault that begins here; absent: traffic, or the end of a fault. */
  readonly fault?: CampaignFault;
}

export interface StoryPeer {
  readonly name: string;
  /** As scenarios count it: the place in the spec. */
  readonly socket: number;
  readonly kind: string;
  /** The device connects to it. */
  readonly isServer: boolean;
}

export interface Story {
  /** Those that meet the faults: a client for each server socket that takes one, the server of each client socket. */
  readonly peers: readonly StoryPeer[];
  /** The faults begin with the power, and no connection stands before them. */
  readonly isEarly: boolean;
  readonly moments: readonly Moment[];
  /** How the peers go when the faults are over. */
  readonly end: PeersEnd;
}

export type PeersEnd = 'power-off' | 'boot' | 'close' | 'abort' | 'cut';

/** Mostly few: half of the runs have four or fewer. */
const MOST_FAULTS = 20;
const MOST_MESSAGES = 6;
const MOST_ATTEMPTS = 2;
const NEAR = 0.5;
/** From the time of an SPI frame to that of an echo with its repetitions. */
const NEAR_MS = [0.01, 500] as const;
/** Longer than a chunk of the loop, and than a chip's smallest buffer. */
const MOST_BYTES = 3000;

export function drawStory(plan: WatchedDevice, seed: number): Story {
  const dice = diceFrom(seed);
  const peers = drawPeers(plan, dice);
  const isEarly = dice.is(0.2);
  const spanMs = dice.magnitude(20, longestBoundMs(plan));
  const talk = traffic(peers, spanMs, dice);
  const moments = [...talk, ...faults(plan, peers, spanMs, talk, dice)];
  const end = dice.pick<PeersEnd>('power-off', 'boot', 'close', 'abort', 'cut');
  return { peers, isEarly, moments: moments.toSorted((a, b) => a.atMs - b.atMs), end };
}

/** Of a server's machine only the plain kind is played: several sockets may have one. */
function drawPeers({ sockets }: WatchedDevice, dice: Dice): readonly StoryPeer[] {
  return sockets.flatMap((planned, socket): readonly StoryPeer[] => {
    if (!takesPeers(planned)) return [];
    return planned.role === 'client'
      ? [{ name: `server-${socket}`, socket, kind: 'plain', isServer: true }]
      : [{ name: `first-${socket}`, socket, kind: drawKind(dice), isServer: false }];
  });
}

function drawKind(dice: Dice): string {
  return dice.is(0.6) ? 'plain' : dice.pick('linux-keepalive', 'node-keepalive', 'same-port', 'never-reads');
}

function longestBoundMs({ detection }: WatchedDevice): number {
  return Math.max(1000, ...detection.map(({ boundMs }) => boundMs ?? 0));
}

/** Most can go wrong while something is under way: half of the faults begin right after something was sent. */
function faults(
  plan: WatchedDevice,
  peers: Story['peers'],
  spanMs: number,
  talk: readonly Moment[],
  dice: Dice,
): readonly Moment[] {
  const [first, ...others] = talk.map(({ atMs }) => atMs);
  const busyMs = (): number | null => (first === undefined ? null : dice.pick(first, ...others));
  const targets = { peers: namesIn(peers), tcpTimeoutMs: plan.retransmission.tcpTimeoutMs };
  return times(Math.round(dice.magnitude(1, MOST_FAULTS)), () => {
    const { name, begin, end } = drawFault(dice, targets);
    const sentMs = dice.is(NEAR) ? busyMs() : null;
    const atMs = sentMs === null ? within(spanMs, dice) : rounded(sentMs + dice.magnitude(...NEAR_MS));
    const endMs = rounded(atMs + dice.magnitude(0.05, spanMs));
    const begun = { atMs, step: begin, fault: name };
    return end === null ? [begun] : [begun, { atMs: endMs, step: end }];
  });
}

function traffic(peers: Story['peers'], spanMs: number, dice: Dice): readonly Moment[] {
  const names = namesIn(peers);
  const messages = times(dice.integer(0, MOST_MESSAGES), () => {
    const bytes = Math.round(dice.magnitude(1, MOST_BYTES));
    return [{ atMs: within(spanMs, dice), step: { do: 'send', peer: dice.pick(...names), bytes, optional: true } }];
  });
  const attempts = times(dice.integer(0, MOST_ATTEMPTS), () => {
    const limit = { ms: dice.magnitude(20, 3000) };
    return [{ atMs: within(spanMs, dice), step: { do: 'connect', peer: dice.pick(...names), limit, optional: true } }];
  });
  return [...messages, ...attempts];
}

function times(count: number, draw: () => readonly Moment[]): readonly Moment[] {
  return Array.from({ length: count }, draw).flat();
}

export function namesIn(peers: Story['peers']): readonly [string, ...string[]] {
  const [first = 'none', ...others] = peers.map(({ name }) => name);
  return [first, ...others];
}

function within(spanMs: number, dice: Dice): number {
  return rounded(spanMs * (dice.integer(0, 1_000_000) / 1_000_000));
}

/** To microseconds. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** How many faults of which name. */
export function faultsIn({ moments }: Story): readonly CampaignFault[] {
  return moments.flatMap(({ fault }) => fault ?? []);
}
