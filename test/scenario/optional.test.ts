/** Steps that are marked as optional, and what peers do that are told to do what they cannot. */
import { beforeAll, expect, test } from 'vitest';
import { BRISK, type Built, built } from '../whole/firmware.ts';
import { play, scenario } from '../whole/play.ts';

let firmware: Built;
beforeAll(async () => {
  firmware = await built({ chip: 'W5500', ...BRISK });
});

const CONNECT = { do: 'connect', peer: 'client' };
const SEND = { do: 'send', peer: 'client', text: 'hello' };
const ECHO = { do: 'expect-echo', peer: 'client' };

/** The verdict's reasons, short of the command that repeats the run. */
function reasonsOf(steps: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): readonly string[] {
  const { verdict, reasons } = play(firmware, scenario(steps, more));
  return verdict === 'fail' ? reasons.slice(0, -1) : [];
}

function textsOf(steps: readonly unknown[]): readonly string[] {
  const { timeline } = play(firmware, scenario(steps));
  return timeline.flatMap((event) => (event.kind === 'step' ? [event.text] : []));
}

test.each(['close', 'abort', 'hang', 'unhang', 'stop-reading', 'start-reading'])(
  '%s: a peer without a connection fails the run, and is left out when the step is optional',
  (what) => {
    expect(reasonsOf([{ do: what, peer: 'client' }])).toHaveLength(1);
    expect(reasonsOf([{ do: what, peer: 'client', optional: true }])).toEqual([]);
  },
);

test('send: the same; also after the peer has closed, with data still to go', () => {
  const closed = [CONNECT, { do: 'send', peer: 'client', bytes: 20_000 }, { do: 'close', peer: 'client' }];
  for (const before of [[], closed]) {
    expect(reasonsOf([...before, SEND])).toEqual(['A step failed: client has no open connection to send on.']);
    expect(reasonsOf([...before, { ...SEND, optional: true }])).toEqual([]);
  }
});

test('connect: an optional attempt may fail, and is not made by peers that are connected or without power', () => {
  const optional = { ...CONNECT, limit: { ms: 500 }, optional: true };
  expect(reasonsOf([{ do: 'cut' }, { ...CONNECT, limit: { ms: 500 } }])).toHaveLength(1);
  expect(reasonsOf([{ do: 'cut' }, optional, { do: 'mend' }, CONNECT, SEND, ECHO])).toEqual([]);
  const connections = (texts: readonly string[]): number => texts.filter((text) => text.includes('connects to')).length;
  expect(connections(textsOf([CONNECT, optional, SEND, ECHO]))).toBe(1);
  expect(connections(textsOf([{ do: 'power-off', peer: 'client' }, optional]))).toBe(0);
});

test('an attempt that was given up does not connect later', () => {
  const steps = [
    ...[{ do: 'cut' }, { ...CONNECT, limit: { ms: 500 }, optional: true }, { do: 'mend' }],
    { do: 'wait', for: { s: 20 } },
  ];
  const { timeline } = play(firmware, scenario(steps));
  expect(timeline.filter((event) => event.kind === 'socket-state' && event.to === 'ESTABLISHED')).toEqual([]);
});

test('a peer that closes while the cable is cut has closed when it is mended', () => {
  const steps = [
    ...[CONNECT, SEND, ECHO, { do: 'cut' }, { do: 'close', peer: 'client' }, { do: 'wait', for: { ms: 300 } }],
    ...[{ do: 'mend' }, { do: 'wait', for: { s: 3 } }],
  ];
  expect(reasonsOf(steps)).toEqual([]);
});

test('an attempt from the port of a connection that the peer has forgotten is no living connection', () => {
  const again = { ...CONNECT, limit: { ms: 200 }, optional: true };
  const steps = [CONNECT, SEND, ECHO, { do: 'boot', peer: 'client' }, again, { do: 'boot', peer: 'client' }];
  const peers = [{ name: 'client', kind: 'same-port' }];
  expect(reasonsOf([...steps, { do: 'wait', for: { s: 3 } }], { peers })).toEqual([]);
});
