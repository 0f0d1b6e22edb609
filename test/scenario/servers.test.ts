import { beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../contract/plan.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { runScenario } from '../../simulator/run-scenario.ts';
import { checkScenario } from '../../simulator/scenario/format/parse.ts';
import type { Run } from '../../simulator/verdict/judged-run.ts';
import { isFew } from '../whole/share.ts';
import { type Firmware, firmwareOf } from './firmware.ts';
import { connectingEngine } from './scripted.ts';

const server = (ip: string, count = 1) => ({ role: 'client', server: { ip, port: 7000 }, count });
const specOf = (chip: string, ...sockets: readonly unknown[]) => ({
  chip,
  keepalive: { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 2 },
  timer: { prescaler: 71 },
  retransmission: { timeoutMs: 100, count: 3 },
  sockets,
});

function planFor(spec: Readonly<Record<string, unknown>>): Plan {
  const parsed = parseSpec(JSON.stringify(spec), { defaultName: 'test' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planOf(parsed.value);
}

const hello = (peer = 'server') => [
  { do: 'connect', peer },
  { do: 'send', peer, text: 'hello' },
  { do: 'expect-echo', peer },
];
const gone = (peer = 'server') => ({ do: 'wait-until', peer, is: 'detected' });
const pause = (s: number) => ({ do: 'wait', for: { s } });

interface Told {
  readonly peers?: readonly unknown[];
  readonly expect?: unknown;
  readonly link?: unknown;
}

function scenario(steps: readonly unknown[], told: Told = {}) {
  const peers = told.peers ?? [{ name: 'server' }];
  const checked = checkScenario({ name: 'mine', title: 'Mine', steps, ...told, peers });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
}

const passed = ({ verdict, reasons }: Run) => expect(verdict, reasons.join('\n')).toBe('pass');
const summaries = ({ timeline }: Run) =>
  timeline.flatMap((event) => (event.kind === 'frame' ? [`${event.from} ${event.summary}`] : []));

// What is told about the firmware is left out (`elfFile`): the test drives the chip itself, and knows no plan.
describe.each(['W5500', 'W5200'])('the %s connects by CONNECT, without firmware', (chip) => {
  const play = (spec: Readonly<Record<string, unknown>>, steps: readonly unknown[], told: Told = {}) => {
    const plan = planFor(spec);
    return runScenario({ plan, engine: connectingEngine(plan), scenario: scenario(steps, told), elfFile: 'none' });
  };

  test('to a server of its subnet, which hears it and gets its echo', () => {
    const run = play(specOf(chip, server('192.168.1.50')), hello(), { expect: { alive: ['server'] } });
    passed(run);
    expect(summaries(run).filter((line) => /SYN\]/.test(line))[0]).toMatch(/^device TCP 192\.168\.1\.20:4001 .*:7000/);
    const up = run.timeline.find((event) => event.kind === 'socket-state' && event.to === 'ESTABLISHED');
    expect(up).toMatchObject({ socket: 0, peer: '192.168.1.50:7000' });
  });

  test('to a server elsewhere by the gateway’s MAC address', () => {
    const run = play(specOf(chip, server('10.9.8.7')), hello(), { expect: { alive: ['server'] } });
    passed(run);
    const asked = summaries(run).filter((line) => line.startsWith('device ARP'));
    expect(asked.every((line) => line.includes('192.168.1.1'))).toBe(true);
  });

  test('from two sockets to one server: each peer gets its own socket’s connection, whichever is first', () => {
    const peers = [{ name: 'second', socket: 1 }, { name: 'first' }];
    const run = play(
      specOf(chip, server('192.168.1.50', 2)),
      [...hello('second'), ...hello('first'), { do: 'close', peer: 'second' }, gone('second')],
      {
        ...{ peers, expect: { alive: ['first'] } },
      },
    );
    passed(run);
    const ended = run.timeline.filter((event) => event.kind === 'socket-state' && event.to === 'CLOSE_WAIT');
    expect(ended).toMatchObject([{ socket: 1 }]);
  });

  test('again after the server has booted, which listens at once', () => {
    const steps = [...hello(), { do: 'close', peer: 'server' }, gone(), { do: 'boot', peer: 'server' }, ...hello()];
    passed(play(specOf(chip, server('192.168.1.50')), steps, { expect: { alive: ['server'] } }));
  });

  test('not while the server has no power', () => {
    const steps = [...hello(), { do: 'close', peer: 'server' }, { do: 'power-off', peer: 'server' }];
    const { reasons } = play(specOf(chip, server('192.168.1.50')), [
      ...steps,
      { do: 'connect', peer: 'server', limit: { s: 3 } },
    ]);
    expect(reasons[0]).toBe('A step failed: server not connected within 3 s.');
  });

  test('through a translator, which knows the connection from the device’s SYN on', () => {
    const link = { nat: { forgetsAfter: { s: 20 } } };
    const run = play(specOf(chip, server('192.168.1.50')), [...hello(), pause(30)], { link });
    expect(run.timeline).toContainEqual(
      expect.objectContaining({ kind: 'step', text: 'the NAT router forgets the connection of server' }),
    );
  });
});

test('two servers beyond the subnet are more than the simulator has a way to', () => {
  const spec = specOf('W5500', server('10.9.8.7'), server('10.9.8.8'));
  const plan = planFor(spec);
  const given = scenario([{ do: 'connect', peer: 'servers' }], { peers: [{ name: 'servers', socket: 'each' }] });
  expect(runScenario({ plan, engine: connectingEngine(plan), scenario: given }).reasons[0]).toBe(
    'Sockets connect to more than one server outside of subnet 255.255.255.0; the simulator models only one, 10.9.8.7.',
  );
});

test('a socket that is a client has one peer', () => {
  const plan = planFor(specOf('W5500', { role: 'server', port: 5000 }, server('192.168.1.50')));
  const peers = [
    { name: 'all', socket: 'each' },
    { name: 'next', socket: 'each' },
  ];
  const given = scenario([{ do: 'connect', peer: 'all' }], { peers });
  expect(runScenario({ plan, engine: connectingEngine(plan), scenario: given }).reasons[0]).toBe(
    'Peers "all-1" and "next-1" are both for socket 1, which is a client and has one server.',
  );
});

describe.each(['W5500', 'W5200'])('generated firmware of a client on the %s', (chip) => {
  let firmware: Firmware;
  beforeAll(async () => {
    firmware = await firmwareOf(specOf(chip, server('192.168.1.50', 2), { role: 'server', port: 5000 }));
  });
  const play = (steps: readonly unknown[], told: Told = {}, seed = 1) =>
    runScenario({ ...firmware, scenario: scenario(steps, told), seed });
  const detected = (as: string, more = {}) => ({ detected: [{ peer: 'server', as, ...more }] });

  test.each([
    ['the server’s power fails', 'power-cut', { do: 'power-off', peer: 'server' }],
    ['the cable is cut', 'cable-cut', { do: 'cut' }],
    ['the server’s own cable is out', 'cable-cut', { do: 'cut', at: 'server' }],
    ['the server restarts', 'peer-reboot', { do: 'boot', peer: 'server' }],
    ['the server closes', 'orderly-close', { do: 'close', peer: 'server' }],
  ])('%s: detected, and connected again', (_name, as, deed) => {
    const run = play([...hello(), pause(0.5), deed, gone()], { expect: detected(as) });
    passed(run);
    expect(run.detections[0]).toMatchObject({ peer: 'server', socket: 0 });
    const ups = run.timeline.filter(
      (event) => event.kind === 'socket-state' && event.socket === 0 && event.to === 'ESTABLISHED',
    );
    expect(ups).toHaveLength(2);
  });

  test('both sockets are on one machine: its power fails for both', () => {
    const peers = [{ name: 'server' }, { name: 'twin', socket: 1 }];
    const steps = [
      ...hello('server'),
      ...hello('twin'),
      { do: 'power-off', peer: 'twin' },
      gone('server'),
      gone('twin'),
    ];
    const expected = ['server', 'twin'].map((peer) => ({ peer, as: 'power-cut' }));
    const run = play(steps, { peers, expect: { detected: expected } });
    passed(run);
    expect(run.detections.map(({ peer, socket }) => `${peer} ${socket}`)).toEqual(['server 0', 'twin 1']);
  });

  test('one that goes because its machine does need not be there at the end', () => {
    const peers = [{ name: 'server' }, { name: 'twin', socket: 1 }];
    const steps = [...hello('server'), ...hello('twin'), { do: 'boot', peer: 'server' }, gone()];
    passed(play(steps, { peers, expect: { ...detected('peer-reboot'), alive: ['twin'], listening: false } }));
    const { reasons } = play(steps, { peers, expect: { alive: ['server'], listening: false } });
    expect(reasons[0]).toBe('server should be connected at the end, but the scenario has ended its connection.');
  });

  test('a server that closes at once sees the device come again', () => {
    const peers = [{ name: 'server', kind: 'closes-at-once' }];
    const run = play([{ do: 'connect', peer: 'server' }, gone()], { peers, expect: detected('orderly-close') });
    passed(run);
    expect(run.detections.length).toBeGreaterThan(1);
  });

  test('servers and clients side by side, one of each socket, live on in silence', () => {
    const peers = [{ name: 'peers', socket: 'each' }];
    passed(play([...hello('peers'), pause(isFew ? 300 : 3600)], { peers, expect: { alive: ['peers'] } }));
  });

  test('a connection that the device ends although its server lives is found', () => {
    const deaf = { peers: [{ name: 'server', kind: 'answers-empty-probes-only' }] };
    passed(play([...hello(), gone()], deaf));
    const slow = scenario([...hello(), { do: 'impair', delayMs: 10_000 }, gone()]);
    const run = runScenario({ ...firmware, scenario: slow });
    expect(run.reasons[0]).toMatch(/^Socket 0 left ESTABLISHED .* although server was alive\.$/);
  });
});
