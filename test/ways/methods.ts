/** Each method alone and the pairs that meet, as specs; each way in which a peer goes, as scenarios. */
import type { DetectionPlan, Failure } from '../../contract/promises.ts';
import type { Scenario } from '../../simulator/scenario/format/scenario.generated.ts';
import type { Built } from '../whole/firmware.ts';
import { scenario } from '../whole/play.ts';
import { isWhole } from '../whole/share.ts';

export interface Method {
  readonly spec: object;
  readonly chips?: readonly 'W5500'[];
}

/** No probes: what is left must notice by itself. */
const ALONE = { sockets: [{ port: 5000, keepalive: null }] };
const CLIENT = { role: 'client', server: { ip: '192.168.1.10', port: 7000 }, reconnect: { firstMs: 100, jitter: 0 } };
const probes = (more: object = {}): object => ({ keepalive: { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 2, ...more } });
const WEBSOCKET = { port: 80, protocol: 'websocket' };
const ask = { text: 'still there?', afterIdleS: 4, withinS: 1, tries: 2 };

export const METHODS: Readonly<Record<string, Method>> = {
  probe: { spec: probes() },
  'first probe at NO_DATA_PERIOD': { spec: probes({ firstProbe: 'at-NO_DATA_PERIOD' }) },
  'chip timer': { spec: { keepalive: { by: 'chip', NO_DATA_PERIOD: 5, KA_SEND_PERIOD: 5 } }, chips: ['W5500'] },
  'primer and probe': { spec: { ...probes(), primer: { text: 'welcome\n' } } },
  'probe by a client': { spec: { ...probes(), sockets: [CLIENT] } },
  'idle limit': { spec: { ...ALONE, idle: { closeAfterS: 6, checkEveryS: 2 } } },
  'heartbeat of the device': { spec: { ...ALONE, heartbeat: { send: { text: 'device\n', everyS: 4 } } } },
  'heartbeat of the peer': { spec: { ...ALONE, heartbeat: { expect: { withinS: 6, text: 'peer\n' } } } },
  'heartbeat of any data': { spec: { ...ALONE, heartbeat: { expect: { withinS: 6 } } } },
  'question, any answer': { spec: { ...ALONE, ask } },
  'question and answer': { spec: { ...ALONE, ask: { ...ask, answer: { text: 'yes\n' } } } },
  goodbye: { spec: { ...ALONE, goodbye: { text: 'goodbye\n' } } },
  'send timeout': { spec: { ...ALONE, sendTimeoutS: 5, retransmission: { timeoutMs: 1000, count: 8 } } },
  'link, close': { spec: { ...ALONE, link: { onDown: 'close' } } },
  'link, hold': { spec: { ...ALONE, link: { onDown: 'hold', holdS: 3 } } },
  health: { spec: { ...ALONE, health: { everyS: 4 } } },
  'ping of a WebSocket': {
    spec: {
      sockets: [{ ...WEBSOCKET, keepalive: null, websocket: { ping: { afterIdleS: 4, withinS: 1, tries: 2 } } }],
    },
  },
  'question and answer of a WebSocket': {
    spec: { ...ALONE, sockets: [{ ...WEBSOCKET, keepalive: null }], ask: { ...ask, answer: { text: 'yes' } } },
  },
  'goodbye of a WebSocket': { spec: { sockets: [{ ...WEBSOCKET, keepalive: null }], goodbye: { text: 'goodbye' } } },
  // The pairs that meet.
  'heartbeats both ways and ping of a WebSocket': {
    spec: {
      sockets: [{ ...WEBSOCKET, keepalive: null, websocket: { ping: { afterIdleS: 3, withinS: 2 } } }],
      heartbeat: { send: { text: 'device', everyS: 2 }, expect: { withinS: 7, text: 'client' } },
    },
  },
  'probe, ping and idle limit of a WebSocket': {
    spec: {
      ...probes(),
      idle: { closeAfterS: 20, checkEveryS: 3 },
      sockets: [{ ...WEBSOCKET, websocket: { ping: { afterIdleS: 3, withinS: 2 } } }],
    },
  },
  'probe and idle limit': { spec: { ...probes(), idle: { closeAfterS: 9, checkEveryS: 3 } } },
  'heartbeats both ways': {
    spec: { ...ALONE, heartbeat: { send: { text: 'device\n', everyS: 2 }, expect: { withinS: 7, text: 'peer\n' } } },
  },
  'probe and question': { spec: { ...probes(), ask: { ...ask, answer: { text: 'yes\n' } } } },
  'link hold while probing': { spec: { ...probes(), link: { onDown: 'hold', holdS: 4 } } },
  'goodbye, heartbeat and send timeout of a client': {
    spec: {
      ...probes(),
      sockets: [CLIENT],
      goodbye: { text: 'goodbye\n' },
      heartbeat: { send: { text: 'device\n', everyS: 3 } },
      sendTimeoutS: 8,
    },
  },
};

export const HELLO = [
  { do: 'connect', peer: 'client' },
  { do: 'send', peer: 'client', text: 'hello' },
  { do: 'expect-echo', peer: 'client' },
  { do: 'wait', for: { ms: 5 } },
];

/** How a peer goes; the last step is the failure. */
export const FAILURES: Readonly<Record<Exclude<Failure, 'nat-forgot' | 'unfinished-handshake'>, readonly object[]>> = {
  'cable-cut': [...HELLO, { do: 'cut' }],
  'power-cut': [...HELLO, { do: 'power-off', peer: 'client' }],
  'cut-while-sending': [
    ...HELLO,
    { do: 'send', peer: 'client', bytes: 40_000 },
    { do: 'wait-until', peer: 'client', is: 'received', count: 6 },
    { do: 'cut' },
  ],
  'silent-client': [{ do: 'connect', peer: 'client' }, { do: 'wait', for: { ms: 20 } }, { do: 'cut' }],
  'peer-reboot': [...HELLO, { do: 'boot', peer: 'client' }],
  'peer-hung': [...HELLO, { do: 'hang', peer: 'client' }],
  'zero-window': [...HELLO, { do: 'stop-reading', peer: 'client' }, { do: 'send', peer: 'client', bytes: 40_000 }],
  'link-down': [...HELLO, { do: 'cut', at: 'device' }],
  'chip-reset': [...HELLO, { do: 'chip', is: 'reset' }],
  'orderly-close': [...HELLO, { do: 'close', peer: 'client' }],
  goodbye: [...HELLO, { do: 'say-goodbye', peer: 'client' }],
  'tab-hung': [...HELLO, { do: 'hang', peer: 'client' }],
  'cut-in-message': [
    ...HELLO,
    { do: 'ws-message', peer: 'client', text: 'never whole', fragments: 2, stopsAfter: 14 },
    { do: 'wait', for: { ms: 20 } },
    { do: 'cut' },
  ],
};

/** Failures that only some sockets know: a peer has agreed on a word, or speaks WebSocket. */
export const NOT_EVERYWHERE: readonly Failure[] = ['goodbye', 'tab-hung', 'cut-in-message'];

/** What nothing notices must stand for as long. */
const STANDS_MS = isWhole ? 120_000 : 40_000;
/** Idle timeouts in use: 4 minutes by default for Azure's load balancer, 350 s for the NAT gateway of AWS. */
export const NAT_FORGETS_AFTER_S = [240, 350] as const;
/** A silence that is as long as the talk of {@link lives}. */
export const REST_S = 150;

/** What the plan says of a failure on the first socket; absent where it cannot happen. */
export function rowOf({ plan }: Pick<Built, 'plan'>, failure: Failure): DetectionPlan | undefined {
  return plan.sockets[0]?.detection.find((row) => row.failure === failure);
}

/** A scenario document without its name and title. */
export interface Play {
  readonly steps: readonly object[];
  readonly peers?: readonly object[];
  readonly link?: object;
  readonly expect: object;
}

/** A failure, and that it is detected where the plan says so, and not where it says not. */
export function playOf(failure: Failure, { covered, boundMs }: DetectionPlan): Play {
  const limit = { ms: 1.5 * (boundMs ?? 0) + 2000 };
  const end = covered
    ? { do: 'wait-until', peer: 'client', is: 'detected', limit }
    : { do: 'wait', for: { ms: STANDS_MS } };
  const steps = [...FAILURES[failure as keyof typeof FAILURES], end];
  const browser = failure === 'tab-hung' ? { peers: [{ name: 'client', kind: 'browser' }] } : {};
  return { steps, ...browser, expect: { detected: [{ peer: 'client', as: failure }], listening: covered } };
}

export function scenarioOf(failure: Failure, row: DetectionPlan): Scenario {
  return checked(playOf(failure, row));
}

export function checked({ steps, ...more }: Play): Scenario {
  return scenario(steps, more);
}

/** A translator that forgets the connection at once, in its first silence. */
export function natForgets(row: DetectionPlan | undefined): Play {
  const end = row?.covered
    ? { do: 'wait-until', peer: 'client', is: 'detected' }
    : { do: 'wait', for: { ms: STANDS_MS } };
  return {
    link: { nat: { forgetsAfter: { ms: 900 } } },
    steps: [...HELLO, end],
    expect: { detected: [{ peer: 'client', as: 'nat-forgot' }], listening: row?.covered },
  };
}

/** Silence, twice as long as a translator remembers: the device's own traffic keeps the connection, or the loss is noticed. */
export function natOutlived({ plan }: Pick<Built, 'plan'>, forgetsAfterS: number): Play {
  const [socket] = plan.sockets;
  const talks = socket?.costs.length !== 0 || socket?.watch.idle !== null;
  const covered = rowOf({ plan }, 'nat-forgot')?.covered === true;
  return {
    link: { nat: { forgetsAfter: { s: forgetsAfterS } } },
    steps: [...HELLO, { do: 'wait', for: { s: 2 * forgetsAfterS } }],
    expect: talks ? { alive: ['client'] } : { detected: [{ peer: 'client', as: 'nat-forgot' }], listening: covered },
  };
}

/** Minutes of talk, then as long without; the peer's application keeps to the spec all the time. */
export function lives(restS: number): Play {
  const talk = [
    { do: 'wait', for: { s: 5 } },
    { do: 'send', peer: 'client', text: 'chatter' },
    { do: 'expect-echo', peer: 'client' },
  ];
  return {
    steps: [...HELLO, { do: 'repeat', times: 30, steps: talk }, { do: 'wait', for: { s: restS } }],
    expect: { alive: ['client'] },
  };
}
