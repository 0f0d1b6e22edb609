/** A router that would forget later than the device speaks: nothing is forgotten, and the connection lives. */
import { describe, expect, test } from 'vitest';
import { isKeptOpen } from '../../simulator/scenario/testbed/kept-open.ts';
import { built, planOfText } from '../whole/firmware.ts';
import { builtIn, play, scenario } from '../whole/play.ts';

/** The router of `nat-forgets` forgets after 2 s. */
const BASE = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 4 }, timer: { prescaler: 71 } };
const STREAM = { ...BASE, sockets: [{ port: 5000 }] };
const WEBSOCKET = { ...BASE, sockets: [{ port: 80, count: 2, protocol: 'websocket' }] };
const PINGS = (afterIdleS: number) => ({
  ...BASE,
  sockets: [{ ...WEBSOCKET.sockets[0], websocket: { ping: { afterIdleS, withinS: 1 } } }],
});
const SENDS = { heartbeat: { send: { text: 'x', everyS: 1 } } };
const ASKS = { ask: { text: 'x', afterIdleS: 1, withinS: 1, tries: 3 } };
const KEPT = /^client: the NAT router has not forgotten its connection, since the device sends by itself/;
const ENDED = /^client: socket 0 left ESTABLISHED at .*, before the NAT router forgot it\.$/;
const FORGOT = /^client: NAT entry expired at .*, detected: /;

test.each([
  ['pings', PINGS(1), KEPT],
  ['pings that come too late', PINGS(3), FORGOT],
  ['heartbeats', { ...STREAM, ...SENDS }, KEPT],
  ['heartbeats of a WebSocket', { ...WEBSOCKET, ...SENDS }, KEPT],
  ['questions, which a silent peer does not answer', { ...STREAM, ...ASKS }, ENDED],
  ['an idle limit', { ...STREAM, idle: { closeAfterS: 1 } }, ENDED],
] as const)('nat-forgets, %s', async (_name, spec, told) => {
  const { verdict, reasons } = play(await built(spec), builtIn('nat-forgets'));
  expect([verdict, reasons[0]]).toEqual(['pass', expect.stringMatching(told)]);
});

test('a router that had no time to forget excuses nothing', async () => {
  const steps = [
    { do: 'connect', peer: 'client' },
    { do: 'wait-until', peer: 'client', is: 'detected', limit: { s: 5 } },
  ];
  const link = { nat: { forgetsAfter: { s: 60 } } };
  const what = scenario(steps, { link, expect: { detected: [{ peer: 'client', as: 'nat-forgot' }] } });
  const { verdict, reasons } = play(await built(STREAM), what);
  expect([verdict, reasons[0]]).toEqual(['fail', 'A step failed: client not detected within 5 s.']);
});

describe('what counts as kept open', () => {
  const plan = planOfText(JSON.stringify(STREAM));
  const S = 1_000_000_000;
  const isKept = (sendsS: readonly number[], leftS: number | null, what = builtIn('nat-forgets')): boolean => {
    const left = leftS === null ? null : { atNs: leftS * S, to: 'CLOSED', cause: 'command' as const };
    const none = { probes: [], arrivals: [], readsNs: [], retransmissionsNs: [], closedAtNs: null, report: null };
    const session = { ...none, socket: 0, address: '', establishedAtNs: 0, left, sendsNs: sendsS.map((s) => s * S) };
    return isKeptOpen(session, { scenario: what, plan, timeline: [] }, 6 * S);
  };

  test.each([
    ['data each 2 s', [2, 4], null, true],
    ['a silence of 3 s', [2, 5], null, false],
    ['no data', [], null, false],
    ['a silence at the end', [1, 2, 3], null, false],
    ['the end before the router forgets', [], 2, true],
    ['the end after it', [], 3, false],
  ] as const)('%s', (_name, sendsS, leftS, kept) => {
    expect(isKept(sendsS, leftS)).toBe(kept);
  });

  test('no router', () => {
    expect(isKept([2, 4], null, builtIn('echo'))).toBe(false);
  });
});
