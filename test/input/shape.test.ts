import { describe, expect, test } from 'vitest';
import { problemsOf, specWith } from './helpers.ts';

type Changes = Parameters<typeof specWith>[0];

/** Both sides of every range and pattern; a bad value gives one problem at its own pointer. */
const VALUES: readonly (readonly [pointer: string, good: readonly unknown[], bad: readonly unknown[]])[] = [
  ['/chip', ['W5200'], ['W5100', 'w5500', 5500, null, ['W5500']]],
  ['/keepalive/NO_DATA_PERIOD', [1, 86_400], [0, -1, 86_401, 1.5, '10', null]],
  ['/keepalive/KA_SEND_PERIOD', [1, 86_400], [0, 86_401, 0.5, true]],
  ['/timer/prescaler', [71], [-1, 65_536, 71.5, '71']],
  ['/mcu', [{}], [[], 'STM32F103C8', null]],
  ['/mcu/part', ['STM32F103CB'], ['STM32F103', 'stm32f103cb', 1]],
  ['/mcu/platform', ['spl'], ['cube', 'SPL']],
  ['/mcu/clock/hseHz', [8_000_000], [999_900, 25_000_100, 8_000_050, '8MHz']],
  ['/mcu/clock/sysclkHz', [72_000_000], [999_999, 72_000_001]],
  ['/wiring/spiMaxHz', [300_000], [0, -1, 80_000_001, 'BIG']],
  ['/wiring/cs', ['PA0', 'PB15'], ['A4', 'PA16', 'PH0', 'pa4', 'PA04', null]],
  ['/wiring/interrupt', [null, 'PA1'], ['', 'PA16', false]],
  [
    '/network/mac',
    ['00:08:dc:0a:0B:0c'],
    ['00-08-DC-01-02-03', '00:08:DC:01:02', '00:08:DC:01:02:03:04', '0:8:DC:1:2:3'],
  ],
  ['/network/ip', ['192.168.1.199'], ['192.168.1', '192.168.1.256', '192.168.01.2', '192.168.1.2/24', ' 192.168.1.2']],
  ['/retransmission/timeoutMs', [0.1, 6553.5], [0, 0.05, 6553.6, -200, '200']],
  ['/retransmission/count', [1, 255], [0, 256, 2.5]],
  ['/sockets', [[{}]], [[], [{}, {}, {}, {}, {}, {}, {}, {}, {}], {}, null]],
  ['/sockets/0/role', ['server'], ['listener', 'Server']],
  ['/sockets/0/port', [1, 65_535], [0, 65_536, '80']],
  ['/sockets/0/count', [1, 8], [0, 9]],
  ['/sockets/0/rxKiB', [1, 2, 4, 8], [0, 3, 17, '2']],
  ['/sockets/0/txKiB', [1, 2, 4, 8, 16], [0, 32]],
  [
    '/name',
    ['a', 'A-1_b.c'],
    ['', '.a', '-a', 'a b', 'a/b', '../a', 'a*/b', 'ä', 'a\n', 'a'.repeat(64), '??/', 'a"b', 7],
  ],
  ['/$schema', ['x', ''], [1, null]],
];

function changes(pointer: string, value: unknown): Changes {
  return pointer
    .split('/')
    .slice(1)
    .reduceRight<unknown>((inner, key) => (key === '0' ? [inner] : { [key]: inner }), value) as Changes;
}

describe.each(VALUES)('%s', (pointer, good, bad) => {
  // JSON has no Infinity, but 1e999 in a text is read as one; no literal of this language writes it.
  const text = (value: unknown): string => specWith(changes(pointer, value)).replace('"BIG"', '1e999');
  test.each(good.map((value) => [value]))('allows %j', (value) => {
    expect(problemsOf(text(value))).toEqual([]);
  });
  test.each(bad.map((value) => [value]))('refuses %j', (value) => {
    expect(problemsOf(text(value)).map((it) => it.pointer)).toEqual([pointer]);
  });
});

const MESSAGES: readonly (readonly [name: string, text: string, pointer: string, message: string])[] = [
  [
    'a misspelt value',
    specWith({ chip: 'W550' }),
    '/chip',
    'Found "W550". Allowed: "W5200" or "W5500". Did you mean "W5500"?',
  ],
  [
    'a value in the wrong case',
    specWith({ mcu: { part: 'stm32f103rb' } }),
    '/mcu/part',
    'Found "stm32f103rb". Allowed with platform registers: STM32F100RB, STM32F103C8, STM32F103CB, STM32F103RB, STM32F103RC, STM32F103VE or STM32F103ZE. For any other STM32, set "platform" to "hal", "custom", "iolibrary" or "iolibrary-owned", and remove "part". Did you mean "STM32F103RB"?',
  ],
  [
    'another chip, which is no misspelling',
    specWith({ chip: 'W5100' }),
    '/chip',
    'Found "W5100". Allowed: "W5200" or "W5500".',
  ],
  [
    'a value far from any word',
    specWith({ mcu: { platform: 'zephyr' } }),
    '/mcu/platform',
    'Found "zephyr". Allowed: "registers", "spl", "hal", "custom", "iolibrary" or "iolibrary-owned".',
  ],
  [
    'a quoted number',
    specWith({ timer: { prescaler: '71' } }),
    '/timer/prescaler',
    'Found "71". Allowed: a whole number from 0 to 65535. Numbers stand without quotes.',
  ],
  ['a misspelt key', specWith({ wirring: {} }), '/wirring', 'Unknown key "wirring". Did you mean "wiring"?'],
  [
    'two letters exchanged',
    specWith({ timer: { isntance: 'TIM2' } }),
    '/timer/isntance',
    'Unknown key "isntance". Did you mean "instance"?',
  ],
  [
    'a key in the wrong place',
    specWith({ port: 80 }),
    '/port',
    'Unknown key "port". It belongs in an entry of /sockets or /sockets/0/server.',
  ],
  ['a key one level up', specWith({ sysclkHz: 1 }), '/sysclkHz', 'Unknown key "sysclkHz". It belongs in /mcu/clock.'],
  [
    'an unknown key',
    specWith({ timer: { banana: 1 } }),
    '/timer/banana',
    'Unknown key "banana". Allowed here: "source", "instance", "prescaler" or "namePrefix".',
  ],
  ['a key with a slash and a tilde', specWith({ 'a/b~c': 1 }), '/a~1b~0c', 'Unknown key "a/b~c". Remove it; the '],
  [
    'too many entries',
    specWith({ sockets: Array.from({ length: 9 }, () => ({})) }),
    '/sockets',
    'Found 9 entries. Allowed: an array of 1 to 8 entries.',
  ],
  [
    'terminal codes in a value',
    specWith({ chip: '\u001b[31m\u202ered\u009b' }),
    '/chip',
    'Found "\\u001b[31m\\u202ered\\u009b". ',
  ],
  ['a long value', specWith({ chip: 'x'.repeat(500) }), '/chip', `Found "${'x'.repeat(40)}…". `],
  [
    'nothing but braces',
    '{}',
    '/keepalive',
    'The key "keepalive" is missing (Keepalive). Needed: for example "keepalive": {"NO_DATA_PERIOD":10,"KA_SEND_PERIOD":5}.',
  ],
];

test.each(MESSAGES)('says of %s', (_name, text, pointer, message) => {
  const problem = problemsOf(text).find((it) => it.pointer === pointer);
  expect(problem?.message.slice(0, message.length)).toBe(message);
});

test.each([
  [
    'a misspelt required key is one mistake',
    '{"chpi":"W5500","keepalive":{"NO_DATA_PERIOD":1,"KA_SEND_PERIOD":1},"timer":{"prescaler":71}}',
    ['/chpi'],
  ],
  [
    'as are two that are missing',
    '{"chip":"W5500","keepalive":{},"timer":{"prescaler":71}}',
    ['/keepalive/NO_DATA_PERIOD', '/keepalive/KA_SEND_PERIOD'],
  ],
  [
    'keys that objects inherit are unknown',
    '{"__proto__":1,"constructor":2,"chip":"W5500","keepalive":{"NO_DATA_PERIOD":1,"KA_SEND_PERIOD":1},"timer":{"prescaler":71,"toString":3}}',
    ['/__proto__', '/constructor', '/timer/toString'],
  ],
])('%s', (_name, text, pointers) => {
  expect(problemsOf(text).map((it) => it.pointer)).toEqual(pointers);
});
