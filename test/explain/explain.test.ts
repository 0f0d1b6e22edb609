import { describe, expect, test } from 'vitest';
import { explainText } from '../../generator/explain/explain.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { type Changes, periods, server, specWith } from '../plan/spec.ts';

const explain = (changes: Changes, given?: readonly string[]): string => {
  const spec = specWith(changes);
  return explainText(planOf(spec), spec, given);
};

/** Runs of blanks, line breaks included, as one blank: the alignment is another test's matter. */
const flat = (text: string): string => text.replace(/\s+/g, ' ');

test('no line breaks between a number and its unit', () => {
  for (const NO_DATA_PERIOD of [1, 10, 100, 1000, 10000]) {
    const text = explain({ keepalive: { NO_DATA_PERIOD, KA_SEND_PERIOD: 5 } });
    expect(text).not.toMatch(/\d\n +(s|ms|us|Hz|kHz|MHz|KiB|bytes)\b/);
  }
});

describe('the numbers of the usual spec, each worked out by hand', () => {
  const text = flat(explain({}));
  test.each([
    'W5500 VERSIONR reads 0x04',
    'RSTn low 2 ms the datasheet asks for 500 us',
    '50 ms later before the first access',
    'STM32F103C8 registers, cortex-m3, -mcpu=cortex-m3 -mthumb',
    'flash 64 KiB from 0x08000000',
    'RAM 20 KiB from 0x20000000',
    '16 + 43',
    'SYSCLK 72 MHz HSE 8 MHz / 1 x 9 by the PLL, at most 72 MHz',
    'PCLK1 36 MHz HCLK / 2, at most 36 MHz',
    'PCLK2 72 MHz HCLK / 1, at most 72 MHz',
    'RCC_CFGR 0x001D0400 then SW = 2',
    'LATENCY 2',
    'clock 72 MHz PCLK1 x 2',
    'TIM2 PSC 71, ARR 999 72 MHz / (71+1) / (999+1) = 1000 Hz, tick 1.000 ms, error 0 ppm',
    'TIM2_IRQHandler line 28',
    'SPI1 18 MHz 72 MHz of APB2 / 4; at most 18 MHz wanted, 18 MHz by the F103, 33.3 MHz by the W5500',
    'SPI_CR1 0x034C',
    'cs PA4',
    'reset PB0',
    'interrupt PB1',
    'sck PA5',
    'miso PA6',
    'mosi PA7',
    'MAC 00:08:DC:01:02:03',
    'IP 192.168.1.20',
    'subnet 255.255.255.0',
    'gateway 192.168.1.1',
    '0 server on port 5000 RX 2 KiB, TX 2 KiB',
    'RTR 2000 200 ms in units of 0.1 ms',
    'RCR 3 retransmissions, so 4 waits',
    'TCP timeout 3 s 200 + 400 + 800 + 1600 ms',
    'ARP timeout 0.8 s 200 ms x (3+1)',
    'first probe 13 s to 14 s after the last data: NO_DATA_PERIOD 10 + KA_SEND_PERIOD 5 - 1 steps of 1 s; the first step may be shorter than 1 s',
    'next probes every 5 s',
    'polling 8 ms a round the registers of one socket are read each 8 ms, also without INTn; 1 in use',
    'reaction time 14 ms',
    // With 8, the hold of 32.613 s leaves 2649 probes: 2649 x 0.19^9.
    '10 % lost each way 23 times a day 17280 probes x (1 - (1 - 0.1)^2)^(3+1); count 8: 0.00085 times',
    'cable-cut at most 18.014 s NO_DATA_PERIOD 10 s + KA_SEND_PERIOD 5 s + TCP timeout 3 s + reaction time 0.014 s',
    'power-cut at most 18.014 s',
    'peer-reboot at most 15.114 s NO_DATA_PERIOD 10 s + KA_SEND_PERIOD 5 s + round trip allowed 0.1 s + reaction time 0.014 s',
    'cut-while-sending at most 3.028 s',
    'orderly-close at most 0.114 s',
    'silent-client not covered a peer connects and never sends',
    'reported as probe-timeout',
    'reported as send-timeout',
    'cable-cut probe 18.014 s (5.5 s)',
    'peer-hung not detected by probe, retransmission of data',
    'probe costs 34560 packets a day',
    'reported as reset',
    'reported as peer-closed',
    'probes 17280 a day 86400 s / KA_SEND_PERIOD',
    'bytes 2211840 a day 128 for a probe',
    'remarks - A peer that connects',
  ])('%s', (claim) => expect(text).toContain(claim));
});

describe('what only some specs have', () => {
  const cases: readonly (readonly [name: string, changes: Changes, claims: readonly string[]])[] = [
    [
      'HSI',
      { clock: { source: 'HSI', sysclkHz: 64_000_000 }, timer: { prescaler: 63 } },
      ['HSI 8 MHz / 2 x 16 by the PLL'],
    ],
    [
      'no PLL',
      { clock: { sysclkHz: 8_000_000 }, timer: { prescaler: 7 } },
      ['SYSCLK 8 MHz HSE itself', 'PCLK1, APB1 not divided'],
    ],
    [
      'F100',
      { part: 'STM32F100RB', clock: { sysclkHz: 24_000_000 }, timer: { prescaler: 23 } },
      ['RCC_CFGR2 0x00000000', 'no wait states RM0041 knows none', '12 MHz by the F100'],
    ],
    [
      'W5200 buffers',
      { chip: 'W5200', sockets: [server({ count: 2 })] },
      ['1 server on port 5000 RX 2 KiB, TX 2 KiB, at 0xC800 and 0x8800', 'the datasheet asks for 2 us'],
    ],
    ['JTAG pin', { wiring: { cs: 'PB3' } }, ['AFIO_MAPR 0x02000000']],
    ['no INTn', { wiring: { interrupt: null } }, ['interrupt not wired']],
    ['no RSTn', { wiring: { reset: null } }, ['reset not wired', 'MR.RST, 50 ms after the start']],
    ['a single wait of its length', { retransmission: { timeoutMs: 100, count: 2 } }, ['0.7 s 100 + 200 + 400 ms']],
    [
      'two waits of one length',
      { retransmission: { timeoutMs: 3276.7, count: 2 } },
      ['16.3835 s 3276.7 + 2 x 6553.4 ms'],
    ],
    ['slow SPI', { wiring: { spiMaxHz: 600_000 } }, ['SPI1 562.5 kHz']],
  ];
  test.each(cases)('%s', (_name, changes, claims) => {
    const text = flat(explain(changes));
    for (const claim of claims) expect(text).toContain(claim);
  });

  test('nothing of it in the usual text', () => {
    expect(explain({})).not.toMatch(/RCC_CFGR2|AFIO_MAPR|not wired|defaults|0xC/);
  });
});

describe('traffic and bad wire of sockets that differ', () => {
  const sockets = [
    server({ count: 2 }),
    server({ port: 5001, keepalive: periods({ NO_DATA_PERIOD: 60, KA_SEND_PERIOD: 35 }) }),
    server({ port: 5002, keepalive: null }),
  ];
  const text = flat(explain({ sockets }));
  test.each([
    'traffic of an idle connection, sockets 0, 1 probes 17280 a day 86400 s / KA_SEND_PERIOD bytes 2211840 a day',
    'traffic of an idle connection, socket 2 probes 2468 a day 86400 s / KA_SEND_PERIOD bytes 315904 a day',
    'traffic of an idle connection, socket 3 probes none "keepalive": null',
    'packet loss, sockets 0, 1: how often',
    '10 % lost each way 23 times a day 17280 probes',
    'packet loss, socket 2: how often',
    '10 % lost each way 3.2 times a day 2468 probes',
  ])('%s', (claim) => expect(text).toContain(claim));

  test('no bad wire for a socket without probes', () => {
    expect(text).not.toContain('packet loss, socket 3');
    expect(explain({ sockets: [server({ keepalive: null })] })).not.toContain('packet loss');
  });

  test('all alike, and not as the top level: one section, with their own numbers', () => {
    const own = periods({ NO_DATA_PERIOD: 60, KA_SEND_PERIOD: 35 });
    const alike = flat(explain({ sockets: [server({ keepalive: own })] }));
    expect(alike).toContain('traffic of an idle connection probes 2468 a day');
    expect(alike).not.toContain('17280');
  });
});

/** Of a connection that is silent for a day; each share of loss hits a probe and its answer alike. */
describe.each([
  [3, 5],
  [8, 32.613], // the hold
  [5, 12.932], // 12.6 s with 2.505 %, 2 ms and a poll of 14 ms
])('what a bad wire costs with count %i', (count, intervalS) => {
  const rows = flat(explain({ retransmission: { timeoutMs: 200, count } }));
  const holdS = { 3: 5, 8: 32.613 } as const;
  const closes = (percent: number, repetitions: number, everyS: number): string => {
    const perDay = Math.floor(86_400 / everyS) * (1 - (1 - percent / 100) ** 2) ** (repetitions + 1);
    return perDay.toPrecision(2);
  };
  // In these ranges a number of two digits is told as JavaScript tells it.
  test.each([10, 20])('%i percent lost each way', (percent) => {
    const others = ([3, 8] as const).filter((it) => it !== count);
    const compared = others.map((it) => `; count ${it}: ${Number(closes(percent, it, holdS[it]))} times`).join('');
    expect(rows).toContain(`${percent} % lost each way ${Number(closes(percent, count, intervalS))} times a day`);
    expect(rows).toContain(`(1 - (1 - ${percent / 100})^2)^(${count}+1)${compared} `);
  });
});

test('defaults are what the user did not give', () => {
  const given = [
    '',
    '/chip',
    '/keepalive',
    '/keepalive/NO_DATA_PERIOD',
    '/keepalive/KA_SEND_PERIOD',
    '/timer/prescaler',
  ];
  const [, list = ''] = explain({}, given).split('\ndefaults\n');
  expect(list).toMatch(/^ {2}\/timer\/instance +"TIM2"$/m);
  expect(list).toMatch(/^ {2}\/sockets\/0\/port +5000$/m);
  expect(list).not.toMatch(/prescaler|\/chip|PERIOD/);
});

test('columns line up, lines end cleanly and stay within 120 columns', () => {
  const lines = explain({ sockets: [server({ count: 8 })] }, []).split('\n');
  expect(lines.at(-1)).toBe('');
  expect(lines.at(-2)).not.toBe('');
  for (const line of lines) {
    expect(line).not.toMatch(/\s$/);
    expect(line.length).toBeLessThanOrEqual(120);
  }
  const pins = lines.slice(lines.indexOf('pins') + 1, lines.indexOf('network') - 1);
  expect(new Set(pins.map((line) => line.search(/ P[A-G]\d/)))).toHaveLength(1);
});

test.each([
  [8, '0.0000021'],
  [10, '0.000000014'],
  [12, 'less than 0.000000001'],
  [40, 'less than 0.000000001'],
])('a small number of closes is told in decimals: %d repetitions', (count, closes) => {
  const text = flat(explain({ retransmission: { timeoutMs: 200, count } }));
  expect(text).toContain(`5 % lost each way ${closes} times a day`);
});
