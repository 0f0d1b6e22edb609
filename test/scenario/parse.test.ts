import { expect, test } from 'vitest';
import { parseScenario } from '../../simulator/scenario/format/parse.ts';

const CONNECT = { do: 'connect', peer: 'client' };

function text(change: Record<string, unknown>): string {
  return JSON.stringify({ name: 'mine', title: 'Mine', steps: [CONNECT], ...change });
}

function problems(source: string): readonly string[] {
  const result = parseScenario(source);
  return result.ok ? [] : result.problems.map(({ pointer, rule }) => `${pointer} ${rule}`);
}

const refused: readonly (readonly [name: string, given: string, want: readonly string[]])[] = [
  ['nothing', '', [' text/empty']],
  ['truncated', '{"name": "mine", ', [' text/syntax']],
  ['an array', '[]', [' shape/type']],
  ['a comma at the end of a list', text({}).replace(']', ',]'), [' text/trailing-comma']],
  ['a NUL', '\0', [' text/binary']],
  ['nested 10,000 deep', '['.repeat(10_000), [' text/depth']],
  ['10 MB', ' '.repeat(10_000_000), [' text/size']],
  ['missing keys, all at once', '{}', ['/name shape/required', '/title shape/required', '/steps shape/required']],
  [
    'a key twice',
    '{"name": "a", "name": "b", "title": "t", "steps": []}',
    ['/name text/duplicate-key', '/steps shape/minItems'],
  ],
  ['a key misspelt', text({ expct: {} }), ['/expct shape/unknown-key']],
  ['a slash in a key', text({ 'a/b~c': 1 }), ['/a~1b~0c shape/unknown-key']],
  ['a name with a path', text({ name: '../up' }), ['/name shape/pattern']],
  ['a title with a newline', text({ title: 'a\nb' }), ['/title shape/pattern']],
  ['no steps', text({ steps: [] }), ['/steps shape/minItems']],
  ['an unknown step', text({ steps: [{ do: 'conect' }] }), ['/steps/0/do shape/discriminator']],
  ['a step that is text', text({ steps: ['connect'] }), ['/steps/0 shape/type']],
  ['a step without peer', text({ steps: [{ do: 'close' }] }), ['/steps/0/peer shape/required']],
  ['a key of another step', text({ steps: [{ ...CONNECT, text: 'a' }] }), ['/steps/0/text shape/unknown-key']],
  [
    'inside a repetition',
    text({ steps: [{ do: 'repeat', times: 2, steps: [{ do: 'wait' }] }] }),
    ['/steps/0/steps/0/for shape/required'],
  ],
  ['a duration of nothing', text({ steps: [{ do: 'wait', for: {} }] }), ['/steps/0/for shape/anyOf']],
  ['a duration as a number', text({ steps: [{ do: 'wait', for: 5 }] }), ['/steps/0/for shape/anyOf']],
  ['a duration of an unknown word', text({ steps: [{ do: 'wait', for: 'bund' }] }), ['/steps/0/for shape/anyOf']],
  ['a negative duration', text({ steps: [{ do: 'wait', for: { s: -1 } }] }), ['/steps/0/for/s shape/minimum']],
  [
    'a bad term of a sum',
    text({ steps: [{ do: 'wait', for: ['bound', { s: 'x' }] }] }),
    ['/steps/0/for/1/s shape/type'],
  ],
  ['an unknown rule to accept', text({ accept: ['reset/pulse', 'reset/pluse'] }), ['/accept/1 scenario/accept']],
  ['an unknown kind of peer', text({ peers: [{ name: 'client', kind: 'swool' }] }), ['/peers/0/kind shape/enum']],
  [
    'settings of Swoole for another',
    text({ peers: [{ name: 'client', heartbeatIdleTimeS: 5 }] }),
    ['/peers/0 scenario/peer-kind'],
  ],
  ['an impairment of nothing', text({ steps: [{ do: 'impair', direction: 'both' }] }), ['/steps/0 scenario/impair']],
  [
    'a plug pulled one way',
    text({ steps: [{ do: 'cut', at: 'device', direction: 'both' }] }),
    ['/steps/0 scenario/cut'],
  ],
  ['a rate for a reset', text({ steps: [{ do: 'chip', is: 'reset', rate: 0.1 }] }), ['/steps/0 scenario/chip']],
  ['a count for all well', text({ steps: [{ do: 'chip', is: 'ok', count: 1 }] }), ['/steps/0 scenario/chip']],
  ['a data line for a reset', text({ steps: [{ do: 'chip', is: 'reset', on: 'mosi' }] }), ['/steps/0 scenario/chip']],
  [
    'one wrong bit at a rate',
    text({ steps: [{ do: 'chip', is: 'bit-errors', rate: 0.1, at: { byte: 1, bit: 1 } }] }),
    ['/steps/0 scenario/chip'],
  ],
  [
    'a wrong bit before the frame is known',
    text({ steps: [{ do: 'chip', is: 'bit-errors', at: { frame: '000104', byte: 1, bit: 1 } }] }),
    ['/steps/0 scenario/chip'],
  ],
  ['a rate beyond 1', text({ steps: [{ do: 'impair', lossRate: 1.1 }] }), ['/steps/0/lossRate shape/maximum']],
  ['an unknown direction', text({ steps: [{ do: 'cut', direction: 'up' }] }), ['/steps/0/direction shape/enum']],
  ['a translator that never forgets', text({ link: { nat: {} } }), ['/link/nat/forgetsAfter shape/required']],
  ['socket 8', text({ peers: [{ name: 'client', socket: 8 }] }), ['/peers/0/socket shape/anyOf']],
  [
    'two peers of one name',
    text({ peers: [{ name: 'client' }, { name: 'client' }] }),
    ['/peers/1/name scenario/peer-name'],
  ],
  [
    'a peer called device',
    text({ peers: [{ name: 'client' }, { name: 'device' }] }),
    ['/peers/1/name scenario/peer-name'],
  ],
  [
    'a peer called like the DHCP server',
    text({ dhcp: {}, peers: [{ name: 'client' }, { name: 'dhcp' }] }),
    ['/peers/1/name scenario/peer-name'],
  ],
  ['a lease of no time', text({ dhcp: { leaseS: 0 } }), ['/dhcp/leaseS shape/minimum']],
  [
    'a peer named like a member',
    text({ peers: [{ name: 'client', socket: 'each' }, { name: 'client-1' }] }),
    ['/peers/1/name scenario/peer-name'],
  ],
  ['an unknown peer', text({ steps: [{ do: 'connect', peer: 'clint' }] }), ['/steps/0/peer scenario/peer-unknown']],
  [
    'an unknown peer in a cut',
    text({ steps: [CONNECT, { do: 'cut', at: 'x' }] }),
    ['/steps/1/at scenario/peer-unknown'],
  ],
  [
    'a member of no group',
    text({ steps: [{ do: 'connect', peer: 'client-0' }] }),
    ['/steps/0/peer scenario/peer-unknown'],
  ],
  [
    'an unknown peer expected',
    text({ expect: { alive: ['x'], detected: [{ peer: 'y', as: 'cable-cut' }] } }),
    ['/expect/alive/0 scenario/peer-unknown', '/expect/detected/0/peer scenario/peer-unknown'],
  ],
  [
    'an unknown failure',
    text({ expect: { detected: [{ peer: 'client', as: 'cable-cutt' }] } }),
    ['/expect/detected/0/as shape/enum'],
  ],
  ['nothing to send', text({ steps: [{ do: 'send', peer: 'client' }] }), ['/steps/0 scenario/send']],
  [
    'two things to send',
    text({ steps: [{ do: 'send', peer: 'client', text: 'a', bytes: 1 }] }),
    ['/steps/0 scenario/send'],
  ],
  ['half a byte', text({ steps: [{ do: 'send', peer: 'client', hex: '0' }] }), ['/steps/0/hex shape/pattern']],
  [
    'repetitions of repetitions',
    text({ steps: [{ do: 'repeat', times: 1000, steps: [{ do: 'repeat', times: 1000, steps: [CONNECT] }] }] }),
    ['/steps scenario/steps'],
  ],
];
test.each(refused)('refuses %s', (_name, given, want) => expect(problems(given)).toEqual(want));

test('says where, and what was probably meant', () => {
  const source =
    '{\n  "name": "mine",\n  "title": "t",\n  "steps": [\n    { "do": "conect", "peer": "client" }\n  ]\n}';
  expect(parseScenario(source)).toMatchObject({
    problems: [{ line: 5, column: 13, message: expect.stringContaining('Did you mean "connect"?') }],
  });
});

const WORDS: readonly (readonly [given: string, message: string])[] = [
  ['', 'The file is empty. A scenario is a JSON object: { "name": "mine", "title": "Mine", "steps": [ … ] }.'],
  [
    text({ steps: [{ do: 'wait', for: 'bund' }] }),
    'Found "bund". Allowed: "NO_DATA_PERIOD", "KA_SEND_PERIOD", "tcpTimeout", "bound", "slowest", "handshakeS", "closeS", { "ms": … }, { "s": … }, { "times": …, "of": … } or an array of 1 to 8 entries. Did you mean "bound"?',
  ],
  [text({ steps: [{ ...CONNECT, limt: 'bound' }] }), 'Unknown key "limt". Did you mean "limit"?'],
  [
    text({ steps: [{ ...CONNECT, text: 'a' }] }),
    'Unknown key "text". It belongs in an entry of /steps with "do": "send", an entry of /steps with "do": "ws-message" or an entry of /steps with "do": "ws-ping".',
  ],
  [text({ steps: [{ do: 'close' }] }), 'The key "peer" is missing (Peer name). Needed: for example "peer": "client".'],
  [
    text({ steps: [{ do: 'send', peer: 'client', hex: 'xy' }] }),
    'Found "xy". Allowed: 1 to 65536 pairs of hexadecimal digits, with or without spaces between them.',
  ],
];
test.each(WORDS)('of %s it says so', (given, message) => {
  expect(parseScenario(given)).toMatchObject({ problems: [{ message }] });
});

test('a comma at the end hides nothing else; a key given twice leaves the rules across keys unjudged', () => {
  const peer = '"steps": [{ "do": "connect", "peer": "x" }]';
  expect(problems(`{ "name": "a", "title": "b", ${peer}, }`)).toEqual([
    '/steps/0/peer scenario/peer-unknown',
    ' text/trailing-comma',
  ]);
  expect(
    problems(`{ "name": "a", "title": "b", ${peer}, "peers": [{"name": "y"}], "peers": [{"name": "x"}] }`),
  ).toEqual(['/peers text/duplicate-key']);
});

test('knows the nearest peer', () => {
  const result = parseScenario(text({ steps: [{ do: 'connect', peer: 'clint' }] }));
  expect(result).toMatchObject({ problems: [{ message: expect.stringContaining('Did you mean "client"?') }] });
});

test('a byte order mark and comments are no problem', () => {
  expect(problems(`\uFEFF// mine\n${text({})}`)).toEqual([]);
});

test('fills in what was left out', () => {
  expect(parseScenario(text({ expect: { detected: [{ peer: 'client', as: 'cable-cut' }] } }))).toEqual({
    ok: true,
    value: {
      name: 'mine',
      title: 'Mine',
      accept: [],
      peers: [{ name: 'client', socket: 0, kind: 'plain', speaks: true }],
      link: {
        ...{ latencyMs: 0.1, lossRate: 0, duplicateRate: 0, reorderRate: 0, corruptRate: 0 },
        ...{ delayMs: 0, jitterMs: 0 },
      },
      steps: [{ do: 'connect', peer: 'client', limit: { s: 10 }, optional: false }],
      expect: {
        detected: [{ peer: 'client', as: 'cable-cut' }],
        alive: [],
        listening: true,
        echoed: [],
        probesAnswered: [],
      },
    },
  });
});

test('every kind of step can be written', () => {
  const steps = [
    CONNECT,
    { do: 'send', peer: 'client', text: 'hello' },
    { do: 'send', peer: 'client', hex: '00 ff' },
    { do: 'send', peer: 'client', bytes: 1460 },
    { do: 'expect-echo', peer: 'client', limit: { s: 1 } },
    ...[{ s: 5 }, { ms: 0.5 }, 'bound', { times: 1.5, of: 'tcpTimeout' }, ['NO_DATA_PERIOD', { s: 1 }]].map(
      (duration) => {
        return { do: 'wait', for: duration };
      },
    ),
    { do: 'wait-until', peer: 'client', is: 'probed', count: 3, limit: 'bound' },
    { do: 'cut' },
    { do: 'mend', at: 'device' },
    { do: 'cut', at: 'client' },
    { do: 'cut', direction: 'to-device' },
    { do: 'mend', direction: 'both' },
    { do: 'impair', lossRate: 0.1, duplicateRate: 1, reorderRate: 0.5, corruptRate: 0.01, delayMs: 20, jitterMs: 3 },
    { do: 'impair', jitterMs: 0, direction: 'from-device' },
    ...['reset', 'absent', 'miso-low', 'miso-high', 'bit-errors', 'ok'].map((is) => ({ do: 'chip', is })),
    { do: 'chip', is: 'bit-errors', rate: 0.001 },
    { do: 'chip', is: 'bit-errors', rate: 0.001, count: 1 },
    { do: 'chip', is: 'bit-errors', on: 'mosi', rate: 0.001 },
    { do: 'chip', is: 'bit-errors', on: 'mosi', at: { frame: '00 01 0c 20', nth: 2, byte: 3, bit: 5 } },
    { do: 'chip', is: 'bit-errors', on: 'miso', at: { byte: 0, bit: 7 } },
    ...['power-off', 'boot', 'close', 'abort', 'stop-reading', 'start-reading'].map((deed) => ({
      do: deed,
      peer: 'client',
    })),
    { do: 'repeat', times: 2, steps: [{ do: 'wait', for: { s: 1 } }] },
  ];
  expect(problems(text({ steps }))).toEqual([]);
});
