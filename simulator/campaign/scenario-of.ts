/** A story as a scenario that `simulate` plays. */
import type { WatchedDevice } from '../../contract/device.ts';
import { checkScenario } from '../scenario/format/parse.ts';
import type { Scenario } from '../scenario/format/scenario.generated.ts';
import { takesPeers } from '../scenario/peers/host-config.ts';
import type { StepText } from './faults.ts';
import { faultsIn, type Moment, type Story, type StoryPeer } from './story.ts';

/** The scenario as its file has it: keys with defaults are left out. */
export interface ScenarioText {
  readonly name: string;
  readonly title: string;
  readonly peers: readonly unknown[];
  readonly steps: readonly StepText[];
  readonly expect: { readonly alive: readonly string[] };
}

/** SYNs that nobody answers are repeated at growing intervals: a peer may find a port that is open some seconds later. */
const KNOCKING_MS = 10_000;
const HELLO = { text: 'hello', sample: true };

interface NextPeer {
  readonly name: string;
  /** The place in the spec, from 0. */
  readonly socket: number;
  /** The server of the socket, which serves it again. */
  readonly isServer: boolean;
}

const GROUP = 'next';

/**
 * Peers connect, the faults happen and end, the peers go; then new peers must be served within the recovery bound.
 *
 * Sockets without a bound take part in the faults, and nothing is demanded of them afterwards.
 */
export function scenarioText(plan: WatchedDevice, story: Story, name: string): ScenarioText {
  const { peers, isEarly, moments } = story;
  const next = peers.flatMap((peer) => nextPeer(plan, peer));
  return {
    name,
    title: titleOf(story),
    peers: [...peers.map(peerText), ...newPeers(next, plan)],
    steps: [
      ...(isEarly ? [] : meeting(peers.map((it) => it.name))),
      ...paced(moments, isEarly),
      ...repairs(moments),
      ...farewell(story),
      ...aftermath(story),
      ...proof(plan, next),
    ],
    expect: { alive: next.map((it) => it.name) },
  };
}

function peerText({ name, socket, kind }: StoryPeer) {
  return { name, socket, ...(kind === 'plain' ? {} : { kind }) };
}

function newPeers(next: readonly NextPeer[], { sockets }: WatchedDevice) {
  if (isGroup(next, sockets)) return [{ name: GROUP, socket: 'each' }];
  return next.filter(({ isServer }) => !isServer).map(({ name, socket }) => ({ name, socket }));
}

function nextPeer({ sockets }: WatchedDevice, { name, socket, isServer }: StoryPeer): readonly NextPeer[] {
  if (sockets[socket]?.recovery.boundMs == null) return [];
  return [{ name: isServer ? name : `${GROUP}-${socket}`, socket, isServer }];
}

/** @throws for a scenario that is not valid: a bug in what was drawn. */
export function scenarioFrom(text: ScenarioText): Scenario {
  const checked = checkScenario(text);
  if (checked.ok) return checked.value;
  throw new Error(`a campaign drew a scenario that is not valid: ${JSON.stringify(checked.problems)}`);
}

/** A title is one line of 200 characters at most. */
const MOST_NAMES = 8;

function titleOf(story: Story): string {
  const names = faultsIn(story);
  const more = names.length > MOST_NAMES ? [`and ${names.length - MOST_NAMES} more`] : [];
  return `Faults: ${names.length === 0 ? 'none' : [...names.slice(0, MOST_NAMES), ...more].join(', ')}`;
}

function meeting(names: readonly string[]): readonly StepText[] {
  return [
    ...names.map((peer) => ({ do: 'connect', peer, limit: { s: 60 } })),
    ...names.map((peer) => ({ do: 'send', peer, ...HELLO })),
    { do: 'wait', for: { ms: 500 } },
  ];
}

/** With waits in between. A chip fault that is the first step of all acts from power-on. */
function paced(moments: readonly Moment[], isEarly: boolean): readonly StepText[] {
  let nowMs = isEarly ? (moments[0]?.atMs ?? 0) : 0;
  return moments.flatMap(({ atMs, step }) => {
    const ms = Math.round((atMs - nowMs) * 1000) / 1000;
    nowMs = Math.max(nowMs, atMs);
    return ms > 0 ? [{ do: 'wait', for: { ms } }, step] : [step];
  });
}

/** Ends everything that has begun. */
function repairs(moments: readonly Moment[]): readonly StepText[] {
  const begun = moments.filter(({ fault }) => fault !== undefined).map(({ step }) => step);
  const places = [...new Set(begun.flatMap((step) => (step.do === 'cut' && 'at' in step ? [step.at] : [])))];
  const isCut = begun.some((step) => step.do === 'cut' && !('at' in step));
  const keys = begun.flatMap((step) => (step.do === 'impair' ? Object.keys(step) : []));
  const rates = [...new Set(keys)].filter((key) => key !== 'do' && key !== 'direction');
  return [
    ...(begun.some((step) => step.do === 'chip') ? [{ do: 'chip', is: 'ok' }] : []),
    ...(isCut ? [{ do: 'mend' }] : []),
    ...places.map((at) => ({ do: 'mend', at })),
    ...(rates.length === 0 ? [] : [{ do: 'impair', ...Object.fromEntries(rates.map((key) => [key, 0])) }]),
  ];
}

/** FIN and FIN, and the time that a kernel keeps a connection without a program. */
const PARTING_S = 3;

/**
 * The peers of the faults go. In the end their machines start anew, so that no connection is left of which nobody knows;
 * clients without power stay so.
 */
function farewell({ peers, end }: Story): readonly StepText[] {
  const all = (what: string): readonly StepText[] =>
    peers.map(({ name }) => ({ do: what, peer: name, optional: true }));
  const boots = peers.map(({ name }) => ({ do: 'boot', peer: name }));
  switch (end) {
    case 'cut':
      return [{ do: 'cut' }, { do: 'wait', for: 'bound' }, { do: 'mend' }, ...boots];
    case 'close':
      return [...all('close'), { do: 'wait', for: { s: PARTING_S } }, ...boots];
    case 'abort':
      return [...all('abort'), ...boots];
    case 'power-off':
      return peers.map(({ name, isServer }) => ({ do: isServer ? 'boot' : 'power-off', peer: name }));
    case 'boot':
      return boots;
    default:
      return end satisfies never;
  }
}

/** So long after a fault of the chip no close is held against the firmware. */
const AFTERMATH_S = 1;

/** A device that was reset may accept a peer before it resets its chip, and one wrong register is found by a sweep. */
function aftermath({ moments }: Story): readonly StepText[] {
  const isOfDevice = moments.some(({ fault, step }) => fault !== undefined && ['chip', 'device'].includes(step.do));
  return isOfDevice ? [{ do: 'wait', for: { s: AFTERMATH_S } }] : [];
}

/** New peers; one group where every socket that takes peers has one, so that all connect at once. */
function proof({ sockets }: WatchedDevice, next: readonly NextPeer[]): readonly StepText[] {
  const boundMs = Math.max(0, ...sockets.map(({ recovery }) => recovery.boundMs ?? 0));
  const limit = { ms: Math.ceil(boundMs) + KNOCKING_MS };
  const names = isGroup(next, sockets) ? [GROUP] : next.map(({ name }) => name);
  return [
    ...names.map((peer) => ({ do: 'connect', peer, limit })),
    ...names.map((peer) => ({ do: 'send', peer, bytes: 200 })),
    ...names.map((peer) => ({ do: 'expect-echo', peer })),
  ];
}

function isGroup(next: readonly NextPeer[], sockets: WatchedDevice['sockets']): boolean {
  return next.length === sockets.filter(takesPeers).length && next.every(({ isServer }) => !isServer);
}
