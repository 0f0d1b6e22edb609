import { describe, expect, test } from 'vitest';
import { parsed, specWith } from './helpers.ts';
import { type Changes, testRules } from './rule-table.ts';

const BY_CHIP = { by: 'chip' };
const chip = (NO_DATA_PERIOD: number, KA_SEND_PERIOD = NO_DATA_PERIOD, rest: Changes = {}): Changes => ({
  keepalive: { NO_DATA_PERIOD, KA_SEND_PERIOD, ...BY_CHIP },
  ...rest,
});
const SERVER = { ip: '192.168.1.10', port: 5000 };
const sockets = (...entries: readonly object[]): Changes => ({ sockets: entries });
const client = (changes: object = {}): object => ({ role: 'client', server: SERVER, ...changes });
const expect_ = (message: object): Changes => ({ heartbeat: { expect: { withinS: 10, ...message } } });

/** Sn_KPALVTR: one byte in units of 5 s (W5500 datasheet p. 57). The W5200's datasheet knows no such register. */
testRules({
  'keepalive/chip-timer': {
    good: [chip(5), { chip: 'W5200' }],
    bad: [
      [chip(5, 5, { chip: 'W5200' }), '/keepalive/by', 'W5200', 'SEND_KEEP', '"timer"'],
      [
        { chip: 'W5200', ...sockets({}, { port: 1, keepalive: { ...BY_CHIP, NO_DATA_PERIOD: 5, KA_SEND_PERIOD: 5 } }) },
        '/sockets/1/keepalive/by',
        'W5200',
      ],
    ],
  },
  'keepalive/chip-period': {
    good: [chip(5), chip(1275), sockets({ keepalive: { ...BY_CHIP, NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 10 } })],
    bad: [
      [chip(4), '/keepalive/NO_DATA_PERIOD', 'Found 4', 'Nearest: 5 or 10'],
      [chip(12, 10), '/keepalive/NO_DATA_PERIOD', 'Nearest: 10 or 15'],
      [chip(1276), '/keepalive/NO_DATA_PERIOD', 'Nearest: 1270 or 1275'],
      [chip(1280), '/keepalive/NO_DATA_PERIOD', 'Nearest: 1270 or 1275'],
      [chip(10, 5), '/keepalive/KA_SEND_PERIOD', 'Found 5, and NO_DATA_PERIOD 10', 'one period'],
      [sockets({ keepalive: BY_CHIP }), '/sockets/0/keepalive', 'Found 5, and NO_DATA_PERIOD 10'],
      [
        sockets({ keepalive: { ...BY_CHIP, NO_DATA_PERIOD: 7 } }),
        '/sockets/0/keepalive/NO_DATA_PERIOD',
        'Nearest: 5 or 10',
      ],
    ],
  },
  'messages/one': {
    good: [
      { primer: { text: 'x'.repeat(64) } },
      { primer: { hex: '00 ff' } },
      { primer: { text: 'ä'.repeat(32) } },
      { goodbye: {} },
      expect_({}),
      { ask: { text: '?', afterIdleS: 1, withinS: 1, answer: null } },
    ],
    bad: [
      [{ primer: {} }, '/primer', 'missing'],
      [{ primer: { text: 'a', hex: '61' } }, '/primer', 'both'],
      [{ primer: { text: 'a\ud800' } }, '/primer/text', 'half a character', '"hex"'],
      [{ primer: { text: 'ä'.repeat(33) } }, '/primer/text', 'Found 66 bytes', '64'],
      [{ ask: { afterIdleS: 1, withinS: 1 } }, '/ask', 'missing'],
      [{ ask: { text: '?', answer: {}, afterIdleS: 1, withinS: 1 } }, '/ask/answer', 'missing'],
      [{ heartbeat: { send: { everyS: 5 } } }, '/heartbeat/send', 'missing'],
      [{ goodbye: { text: 'a', hex: '61' } }, '/goodbye', 'both'],
      [sockets({ primer: {} }), '/sockets/0/primer', 'missing'],
    ],
  },
  'messages/told-apart': {
    good: [
      { goodbye: { text: 'bye' }, ...expect_({ text: 'by' + 'X' }) },
      { goodbye: { text: 'bye' }, heartbeat: { send: { text: 'here', everyS: 9 } } },
      sockets({ goodbye: { text: 'bye' } }, { port: 1, heartbeat: { expect: { withinS: 10, text: 'bye' } } }),
    ],
    bad: [
      [{ goodbye: { text: 'by' }, ...expect_({ text: 'bye' }) }, '/heartbeat/expect', '"bye"', '/goodbye'],
      [{ goodbye: { text: 'bye' }, heartbeat: { send: { text: 'bye', everyS: 9 } } }, '/goodbye', '/heartbeat/send'],
      [{ goodbye: { text: 'e' }, primer: { text: 'hello' } }, '/primer', '"hello"', '/goodbye'],
      [{ goodbye: { text: 'ye' }, ...expect_({ text: 'bye' }) }, '/heartbeat/expect', '"bye"', '/goodbye'],
      [{ goodbye: { text: 'bye' }, ...expect_({ hex: '62 79 65' }) }, '/goodbye', '/heartbeat/expect'],
      [
        {
          goodbye: { text: 'no' },
          ...sockets({ ask: { text: '?', answer: { text: 'nope' }, afterIdleS: 1, withinS: 1 } }),
        },
        '/sockets/0/ask/answer',
        '/goodbye',
      ],
    ],
  },
  'heartbeat/some': {
    good: [{ heartbeat: null }, expect_({})],
    bad: [
      [{ heartbeat: {} }, '/heartbeat', 'neither'],
      [sockets({ heartbeat: { send: null } }), '/sockets/0/heartbeat', 'neither'],
    ],
  },
  'link/hold': {
    good: [{ link: { onDown: 'hold', holdS: 1 } }, { link: { onDown: 'close' } }, { link: null }],
    bad: [
      [{ link: { onDown: 'hold' } }, '/link/holdS', 'missing'],
      [{ link: { onDown: 'ignore', holdS: 3 } }, '/link/holdS', 'Found 3 with "ignore"'],
    ],
  },
  'sockets/client-server': {
    good: [sockets(client())],
    bad: [[sockets({ role: 'client' }), '/sockets/0/server', 'needs its server']],
  },
  'sockets/client-keys': {
    good: [sockets(client({ localPort: 5001, reconnect: {} }), { port: 5001 })],
    bad: [
      [sockets(client({ port: 5000 })), '/sockets/0/port', '"localPort"'],
      [sockets({ server: SERVER }), '/sockets/0/server', '"role": "client"'],
      [sockets({ localPort: 5001 }), '/sockets/0/localPort', 'only a client'],
      [sockets({ reconnect: {} }), '/sockets/0/reconnect', 'only a client'],
    ],
  },
  'sockets/client-waits': {
    good: [sockets(client({ reconnect: { firstMs: 7, maxMs: 7 } }))],
    bad: [
      [
        sockets(client({ reconnect: { firstMs: 8, maxMs: 7 } })),
        '/sockets/0/reconnect/maxMs',
        'firstMs (8) is longer than maxMs (7)',
      ],
      [sockets(client({ reconnect: { firstMs: 60_001 } })), '/sockets/0/reconnect/firstMs', 'maxMs (60000)'],
    ],
  },
  'sockets/server-address': {
    good: [sockets(client({ server: { ip: '10.0.0.1', port: 1 } }))],
    bad: [
      [sockets(client({ server: { ip: '192.168.1.20', port: 1 } })), '/sockets/0/server/ip', "device's own"],
      [sockets(client({ server: { ip: '192.168.1.255', port: 1 } })), '/sockets/0/server/ip', 'broadcast'],
      [sockets(client({ server: { ip: '127.0.0.1', port: 1 } })), '/sockets/0/server/ip', 'loopback'],
      [
        { network: { gateway: '0.0.0.0' }, ...sockets(client({ server: { ip: '10.0.0.1', port: 1 } })) },
        '/sockets/0/server/ip',
        'no gateway',
      ],
    ],
  },
  'sockets/fixed-port': {
    good: [sockets(client({ localPort: 5001 })), sockets(client({ count: 8 }))],
    bad: [[sockets(client({ localPort: 5001, count: 2 })), '/sockets/0/localPort', '2 connections']],
  },
  'sockets/local-port-once': {
    good: [
      sockets(client({ localPort: 5001 }), client({ localPort: 5001, server: { ip: '192.168.1.10', port: 5002 } })),
    ],
    bad: [
      [
        sockets(client({ localPort: 5001 }), client({ localPort: 5001 })),
        '/sockets/1/localPort',
        '/sockets/0 already connects from local port',
      ],
    ],
  },
});

describe('sockets take from the top level what they do not say', () => {
  const spec = parsed(
    specWith({
      keepalive: { NO_DATA_PERIOD: 20, KA_SEND_PERIOD: 6, firstProbe: 'at-NO_DATA_PERIOD' },
      idle: { closeAfterS: 9 },
      primer: { text: 'a' },
      sendTimeoutS: 5,
      sockets: [
        {},
        { port: 1, keepalive: { KA_SEND_PERIOD: 7 }, idle: null, primer: { hex: '62' }, sendTimeoutS: null },
        { port: 2, keepalive: null, idle: { closeAfterS: 1 } },
      ],
    }),
  );
  const [plain, changed, off] = spec.sockets;

  test('all of it, key by key, or nothing with null', () => {
    const top = { NO_DATA_PERIOD: 20, KA_SEND_PERIOD: 6, by: 'timer', firstProbe: 'at-NO_DATA_PERIOD' };
    expect(plain).toMatchObject({ keepalive: top, primer: { text: 'a', hex: null }, sendTimeoutS: 5, goodbye: null });
    expect(changed?.keepalive).toEqual({ ...top, KA_SEND_PERIOD: 7 });
    expect(changed).toMatchObject({ idle: null, primer: { text: null, hex: '62' }, sendTimeoutS: null });
    expect(off?.keepalive).toBeNull();
  });

  test('checks come twice in the time allowed, and every second at the least, unless told', () => {
    expect(plain?.idle).toEqual({ closeAfterS: 9, checkEveryS: 4 });
    expect(off?.idle).toEqual({ closeAfterS: 1, checkEveryS: 1 });
  });

  test('a client’s waits have defaults', () => {
    const [it] = parsed(specWith({ sockets: [client({ reconnect: { maxMs: 5000 } })] })).sockets;
    expect(it?.reconnect).toEqual({ firstMs: 1000, maxMs: 5000, factor: 2, jitter: 0.25 });
    const [bare] = parsed(specWith({ sockets: [client()] })).sockets;
    expect(bare?.reconnect).toEqual({ firstMs: 1000, maxMs: 60_000, factor: 2, jitter: 0.25 });
  });
});
