/** Scenarios on sockets that nothing watches: what they show, they show; the rest is a gap of the spec. */
import { describe, expect, test } from 'vitest';
import { BRISK, built } from '../whole/firmware.ts';
import { builtIn, play, scenario } from '../whole/play.ts';

const UNWATCHED = { ...BRISK, chip: 'W5500', sockets: [{ port: 5000, keepalive: null }] };
const MIXED = { ...BRISK, chip: 'W5500', sockets: [{ port: 5000 }, { port: 5001, keepalive: null }] };

/** What each scenario cannot show where nothing watches its client. */
const UNSHOWN = {
  'cable-cut': 'cable-cut',
  'power-cut': 'power-cut',
  'peer-reboot': 'peer-reboot',
  'one-way-cut': 'cable-cut',
  'all-slots-dead': 'power-cut',
  'noisy-spi': 'power-cut',
  'nat-forgets': 'nat-forgot',
  'nat-kept-open': 'nat-forgot',
};

describe('one socket, not watched', () => {
  test.each(Object.entries(UNSHOWN))('%s is not covered', async (name, failure) => {
    const { verdict, reasons } = play(await built(UNWATCHED), builtIn(name));
    expect(verdict, reasons.join('\n')).toBe('not-covered');
    expect(reasons.join('\n')).toMatch(`Nothing in the spec covers ${failure}.`);
    expect(reasons.join('\n')).toMatch(/To cover it, add "keepalive", /);
  });

  test.each(['echo', 'orderly-close', 'cut-while-sending', 'chip-reset', 'same-port'])('%s passes', async (name) => {
    const { verdict, reasons } = play(await built(UNWATCHED), builtIn(name));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });
});

describe('one socket watched, the other not', () => {
  test.each(['all-slots-dead', 'noisy-spi'])('%s shows the watched one, and leaves the other out', async (name) => {
    const { verdict, reasons } = play(await built(MIXED), builtIn(name));
    expect(verdict, reasons.join('\n')).toBe('not-covered');
    expect(reasons).toContainEqual(
      expect.stringMatching(/^next-1 was left out, since socket 1 still holds .* clients-1/),
    );
    expect(reasons).toContainEqual(expect.stringMatching(/^next-0 was connected /));
  });

  test('a client that does not get in for another reason fails', async () => {
    const steps = [
      { do: 'connect', peer: 'one' },
      { do: 'connect', peer: 'two', limit: { s: 2 } },
    ];
    const peers = [
      { name: 'one', socket: 1 },
      { name: 'two', socket: 1 },
    ];
    const { verdict, reasons } = play(await built(MIXED), scenario(steps, { peers }));
    expect([verdict, reasons[0]]).toEqual(['fail', 'A step failed: two not connected within 2 s.']);
  });

  test('a dead client of the watched socket excuses nothing', async () => {
    const steps = [
      { do: 'connect', peer: 'one' },
      { do: 'send', peer: 'one', text: 'hello' },
      { do: 'expect-echo', peer: 'one' },
      { do: 'power-off', peer: 'one' },
      { do: 'connect', peer: 'two', limit: { s: 1 } },
    ];
    const peers = [{ name: 'one' }, { name: 'two' }];
    const { verdict, reasons } = play(await built(MIXED), scenario(steps, { peers }));
    expect([verdict, reasons[0]]).toEqual(['fail', 'A step failed: two not connected within 1 s.']);
  });
});

describe('a peer that goes while its cable is cut, so that no word of it arrives', () => {
  const story = (what: string, hello: boolean) => [
    { do: 'connect', peer: 'one' },
    ...(hello
      ? [
          { do: 'send', peer: 'one', text: 'hello' },
          { do: 'expect-echo', peer: 'one' },
        ]
      : []),
    ...[{ do: 'wait', for: { ms: 100 } }, { do: 'cut' }, { do: what, peer: 'one' }],
    ...[{ do: 'wait', for: { s: 200 } }, { do: 'mend' }],
    ...[
      { do: 'boot', peer: 'one' },
      { do: 'connect', peer: 'two' },
    ],
  ];
  const peers = [{ name: 'one' }, { name: 'two' }];

  test.each([
    ['close', true, UNWATCHED, 'cable-cut'],
    ['abort', true, UNWATCHED, 'cable-cut'],
    ['close', false, { ...BRISK, chip: 'W5500' }, 'silent-client'],
    ['abort', false, { ...BRISK, chip: 'W5500' }, 'silent-client'],
  ] as const)('%s, data before: %s', async (what, hello, spec, failure) => {
    const { verdict, reasons } = play(await built(spec), scenario(story(what, hello), { peers }));
    expect(verdict, reasons.join('\n')).toBe('not-covered');
    expect(reasons.join('\n')).toContain(`Nothing in the spec covers ${failure}`);
  });

  test.each(['close', 'abort'])('%s: a spec that covers it is judged', async (what) => {
    const { verdict } = play(await built({ ...BRISK, chip: 'W5500' }), scenario(story(what, true), { peers }));
    expect(verdict).toBe('pass');
  });
});

describe('a router that forgets sooner than the spec notices', () => {
  const idle = (closeAfterS: number, more = {}) => ({ ...UNWATCHED, idle: { closeAfterS }, ...more });
  const LATER =
    /^client was left out, since socket 0 still holds its connection, .* The spec detects this within 5400\.\d+ s, but nothing in it keeps the connection open\. To keep it open, add "keepalive" to the spec\.$/;

  test.each([
    ['echo', {}],
    ['none', { traffic: 'none' }],
  ])('an idle limit of an hour keeps nothing open, traffic %s', async (_name, more) => {
    const { verdict, reasons } = play(await built(idle(3600, more)), builtIn('nat-kept-open'));
    expect([verdict, ...reasons]).toEqual(['not-covered', expect.stringMatching(LATER)]);
  });

  test('nothing excuses an idle limit that should have closed the socket', async () => {
    const late = builtIn('nat-kept-open');
    const { plan, ...rest } = await built(idle(3600));
    const bound = plan.detection.map((row) => (row.failure === 'nat-forgot' ? { ...row, boundMs: 60_000 } : row));
    const sockets = plan.sockets.map((socket) => ({ ...socket, detection: bound }));
    const { verdict } = play({ ...rest, plan: { ...plan, detection: bound, sockets } }, late);
    expect(verdict).toBe('fail');
  });
});

test('a silent client whose machine starts anew while the chip cannot be read is a gap, too', async () => {
  const steps = [
    { do: 'connect', peer: 'one' },
    { do: 'chip', is: 'miso-low' },
    { do: 'boot', peer: 'one' },
    { do: 'chip', is: 'ok' },
    { do: 'connect', peer: 'two', limit: { s: 2 } },
  ];
  const peers = [{ name: 'one' }, { name: 'two' }];
  const { verdict, reasons } = play(await built({ ...BRISK, chip: 'W5500' }), scenario(steps, { peers }));
  expect(verdict, reasons.join('\n')).toBe('not-covered');
  expect(reasons.join('\n')).toMatch('Nothing in the spec covers silent-client');
});
