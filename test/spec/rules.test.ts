import { describe, expect, test } from 'vitest';
import { problemsOf, specWith } from './helpers.ts';

type Changes = Parameters<typeof specWith>[0];

interface Row {
  /** Just inside what is allowed; each gives no problem. */
  readonly good: readonly Changes[];
  /** Just outside; each gives exactly one problem, at `pointer`, with every one of `says` in its message. */
  readonly bad: readonly (readonly [changes: Changes, pointer: string, ...says: string[]])[];
}

const part = (name: string, clock: Changes = {}): Changes => ({ mcu: { part: name, clock } });
const psc = (prescaler: number, rest: Changes = {}): Changes => ({ timer: { prescaler }, ...rest });
const pins = (wiring: Changes, rest: Changes = {}): Changes => ({ wiring, ...rest });
const net = (network: Changes): Changes => ({ network });
const sockets = (...entries: Changes[]): Changes => ({ sockets: entries });
/** STM32F100 at 24 MHz. */
const F100 = psc(23, part('STM32F100RB'));

/** Limits typed from RM0008, RM0041, the STM32F10x datasheets, both WIZnet datasheets and RFC 791/950/1112. */
const RULES: Readonly<Record<string, Row>> = {
  'timer/prescaler-exact': {
    good: [psc(1), psc(63), psc(71), psc(35_999), psc(35, part('STM32F103C8', { sysclkHz: 36_000_000 })), F100],
    bad: [
      [psc(0), '/timer/prescaler', 'Found 0', '72000000 Hz', 'Nearest: 1.'],
      [psc(70), '/timer/prescaler', 'Found 70', 'Nearest: 63 or 71'],
      [psc(72), '/timer/prescaler', 'Nearest: 71 or 74'],
      [psc(36_000), '/timer/prescaler', 'Nearest: 35999.'],
      [psc(71, part('STM32F100RB')), '/timer/prescaler', '24000000 Hz', 'Nearest: 63 or 74'],
      [
        psc(71, part('STM32F103C8', { hseHz: 7_372_800, sysclkHz: 7_372_800 })),
        '/timer/prescaler',
        'No prescaler does',
      ],
    ],
  },
  'clock/reachable': {
    good: [
      psc(71, part('STM32F103RB', { sysclkHz: 72_000_000 })),
      psc(63, part('STM32F103RB', { source: 'HSI', sysclkHz: 64_000_000 })),
      psc(7, part('STM32F103RB', { source: 'HSI', sysclkHz: 8_000_000 })),
      psc(23, part('STM32F100RB', { sysclkHz: 24_000_000 })),
    ],
    bad: [
      [part('STM32F103RB', { sysclkHz: 71_000_000 }), '/mcu/clock/sysclkHz', 'Nearest: 64000000 or 72000000 Hz'],
      [
        part('STM32F103RB', { source: 'HSI', sysclkHz: 72_000_000 }),
        '/mcu/clock/sysclkHz',
        'HSI',
        'Nearest: 64000000 Hz',
      ],
      [psc(23, part('STM32F100RB', { sysclkHz: 28_000_000 })), '/mcu/clock/sysclkHz', 'Nearest: 24000000 Hz'],
    ],
  },
  'clock/crystal': {
    good: [
      psc(63, part('STM32F103C8', { hseHz: 4_000_000 })),
      psc(71, part('STM32F103C8', { hseHz: 16_000_000 })),
      psc(23, part('STM32F100RB', { hseHz: 24_000_000 })),
      psc(63, part('STM32F103C8', { source: 'HSI', hseHz: 25_000_000 })),
    ],
    bad: [
      [part('STM32F103C8', { hseHz: 3_999_900 }), '/mcu/clock/hseHz', '4000000 to 16000000'],
      [part('STM32F103C8', { hseHz: 16_000_100 }), '/mcu/clock/hseHz', '4000000 to 16000000'],
      [psc(23, part('STM32F100RB', { hseHz: 24_000_100 })), '/mcu/clock/hseHz', '4000000 to 24000000'],
    ],
  },
  'timer/exists': {
    good: [
      { timer: { instance: 'TIM4' } },
      { timer: { instance: 'TIM7' }, ...part('STM32F103RC') },
      { timer: { instance: 'TIM5' }, ...part('STM32F103ZE') },
      { timer: { instance: 'TIM6', prescaler: 23 }, ...part('STM32F100RB') },
    ],
    bad: [
      [{ timer: { instance: 'TIM5' } }, '/timer/instance', 'STM32F103C8', 'TIM2, TIM3 or TIM4'],
      [{ timer: { instance: 'TIM6' }, ...part('STM32F103RB') }, '/timer/instance', 'TIM2, TIM3 or TIM4'],
      [{ timer: { instance: 'TIM5', prescaler: 23 }, ...part('STM32F100RB') }, '/timer/instance', 'TIM6 or TIM7'],
    ],
  },
  'pins/exists': {
    good: [
      pins({ reset: 'PC13' }),
      pins({ reset: 'PC12' }, part('STM32F103RB')),
      pins({ reset: 'PD2' }, part('STM32F103RC')),
      pins({ reset: 'PE15' }, part('STM32F103VE')),
      pins({ reset: 'PG15' }, part('STM32F103ZE')),
    ],
    bad: [
      [pins({ reset: 'PC12' }), '/wiring/reset', 'PC12', 'STM32F103C8'],
      [pins({ cs: 'PD3' }, part('STM32F103RC')), '/wiring/cs', 'PD3'],
      [pins({ interrupt: 'PF0' }, part('STM32F103VE')), '/wiring/interrupt', 'PF0'],
    ],
  },
  'pins/debug': {
    good: [pins({ cs: 'PA12' }), pins({ cs: 'PA15' }), pins({ interrupt: null })],
    bad: [
      [pins({ cs: 'PA13' }), '/wiring/cs', 'SWD'],
      [pins({ interrupt: 'PA14' }), '/wiring/interrupt', 'SWD'],
    ],
  },
  'pins/crystal': {
    good: [
      pins({ reset: 'PD0' }, psc(63, part('STM32F103C8', { source: 'HSI' }))),
      pins({ reset: 'PD1' }, part('STM32F103VE')),
    ],
    bad: [
      [pins({ reset: 'PD0' }), '/wiring/reset', 'crystal'],
      [pins({ cs: 'PD1' }, part('STM32F103RB')), '/wiring/cs', 'crystal'],
    ],
  },
  'pins/used-once': {
    good: [pins({ spi: 'SPI2', cs: 'PA5' }), pins({ cs: 'PB13' }), pins({ cs: 'PB0', reset: 'PA4' })],
    bad: [
      [pins({ cs: 'PB5', reset: 'PB5' }), '/wiring/reset', '"cs" already'],
      [pins({ cs: 'PA5' }), '/wiring/cs', "SPI1's SCK"],
      [pins({ reset: 'PA6' }), '/wiring/reset', "SPI1's MISO"],
      [pins({ interrupt: 'PA7' }), '/wiring/interrupt', "SPI1's MOSI"],
      [pins({ spi: 'SPI2', cs: 'PB13' }), '/wiring/cs', "SPI2's SCK"],
      [pins({ cs: 'PB0' }), '/wiring/cs', 'PB0 is the default of "reset"'],
    ],
  },
  'spi/too-fast': {
    good: [pins({ spiMaxHz: 18_000_000 }), pins({ spiMaxHz: 12_000_000 }, F100)],
    bad: [
      [pins({ spiMaxHz: 18_000_001 }), '/wiring/spiMaxHz', 'up to 18000000', 'STM32F103C8: 18000000, W5500: 33300000'],
      [pins({ spiMaxHz: 12_000_001 }, F100), '/wiring/spiMaxHz', 'up to 12000000', 'STM32F100RB: 12000000'],
      [pins({ spiMaxHz: 80_000_000 }, { chip: 'W5200' }), '/wiring/spiMaxHz', 'W5200: 30000000'],
    ],
  },
  'spi/too-slow': {
    good: [pins({ spiMaxHz: 281_250 }), pins({ spi: 'SPI2', spiMaxHz: 140_625 })],
    bad: [
      [pins({ spiMaxHz: 281_249 }), '/wiring/spiMaxHz', 'at least 281250'],
      [pins({ spi: 'SPI2', spiMaxHz: 140_624 }), '/wiring/spiMaxHz', 'at least 140625'],
    ],
  },
  'network/mac-unicast': {
    good: [net({ mac: '00:00:00:00:00:01' }), net({ mac: 'FE:ff:ff:ff:ff:ff' }), net({ mac: '02:00:00:00:00:00' })],
    bad: [
      [net({ mac: '00:00:00:00:00:00' }), '/network/mac', 'no device'],
      [net({ mac: '01:00:5E:00:00:01' }), '/network/mac', 'multicast', '02:00:5E:00:00:01'],
      [net({ mac: 'ff:ff:ff:ff:ff:ff' }), '/network/mac', 'multicast', 'FE:ff:ff:ff:ff:ff'],
    ],
  },
  'network/ip-host': {
    good: ['1.0.0.1', '126.255.255.253', '128.0.0.1', '223.255.255.253', '169.254.1.1'].map((ip) =>
      net({ ip, gateway: '0.0.0.0' }),
    ),
    bad: [
      [net({ ip: '0.0.0.1', gateway: '0.0.0.0' }), '/network/ip', 'this network'],
      [net({ ip: '127.0.0.1', gateway: '0.0.0.0' }), '/network/ip', 'loopback'],
      [net({ ip: '224.0.0.1', gateway: '0.0.0.0' }), '/network/ip', 'multicast'],
      [net({ ip: '239.255.255.254', gateway: '0.0.0.0' }), '/network/ip', 'multicast'],
      [net({ ip: '240.0.0.1', gateway: '0.0.0.0' }), '/network/ip', 'reserved'],
      [net({ ip: '255.255.255.255', gateway: '0.0.0.0' }), '/network/ip', 'broadcast'],
    ],
  },
  'network/ip-in-subnet': {
    good: [
      net({ ip: '192.168.1.2' }),
      net({ ip: '192.168.1.254' }),
      net({ ip: '10.1.1.255', subnet: '255.255.0.0', gateway: '0.0.0.0' }),
    ],
    bad: [
      [net({ ip: '192.168.1.0' }), '/network/ip', "network's own", '192.168.1.1 to 192.168.1.254'],
      [net({ ip: '192.168.1.255' }), '/network/ip', 'broadcast'],
      [net({ ip: '10.0.0.3', subnet: '255.255.255.252', gateway: '0.0.0.0' }), '/network/ip', '10.0.0.1 to 10.0.0.2'],
    ],
  },
  'network/subnet-mask': {
    good: [net({ subnet: '128.0.0.0' }), net({ ip: '192.168.1.2', subnet: '255.255.255.252' })],
    bad: [
      [net({ subnet: '0.0.0.0' }), '/network/subnet', 'Nearest: 128.0.0.0'],
      [net({ subnet: '255.255.255.254' }), '/network/subnet', 'Nearest: 255.255.255.252'],
      [net({ subnet: '255.255.255.255' }), '/network/subnet', 'Nearest: 255.255.255.252'],
      [net({ subnet: '255.0.255.0' }), '/network/subnet', 'Nearest: 255.0.0.0'],
    ],
  },
  'network/gateway': {
    good: [net({ gateway: '0.0.0.0' }), net({ gateway: '192.168.1.254' }), net({ ip: '192.168.1.2' })],
    bad: [
      [net({ gateway: '192.168.2.1' }), '/network/gateway', '192.168.1.1 to 192.168.1.254'],
      [net({ gateway: '192.168.0.255' }), '/network/gateway', '0.0.0.0 for none'],
      [net({ gateway: '192.168.1.0' }), '/network/gateway', 'Found 192.168.1.0'],
      [net({ gateway: '192.168.1.255' }), '/network/gateway', 'Found 192.168.1.255'],
      [net({ gateway: '192.168.1.20' }), '/network/gateway', "device's own"],
      [net({ ip: '10.0.0.5' }), '/network/gateway', 'No gateway is given', '192.168.1.1'],
    ],
  },
  'retransmission/registers': {
    good: [0.1, 200, 200.1, 6553.5].map((timeoutMs) => ({ retransmission: { timeoutMs } })),
    bad: [[{ retransmission: { timeoutMs: 200.05 } }, '/retransmission/timeoutMs', '0.1 ms']],
  },
  'sockets/total': {
    good: [sockets({ count: 8 }), sockets({ port: 1, count: 7 }, { port: 2 })],
    bad: [[sockets({ port: 1, count: 7 }, { port: 2, count: 2 }), '/sockets', 'Found 9 sockets (7 + 2)', 'Allowed: 8']],
  },
  'sockets/rxKiB-size': {
    good: [sockets({ rxKiB: 16 }), { chip: 'W5200', ...sockets({ rxKiB: 8 }) }],
    bad: [[{ chip: 'W5200', ...sockets({ rxKiB: 16 }) }, '/sockets/0/rxKiB', 'W5200', '1, 2, 4 or 8']],
  },
  'sockets/txKiB-size': {
    good: [sockets({ txKiB: 16 })],
    bad: [[{ chip: 'W5200', ...sockets({ txKiB: 16 }) }, '/sockets/0/txKiB', 'W5200', '1, 2, 4 or 8']],
  },
  'sockets/rxKiB-total': {
    good: [sockets({ port: 1, rxKiB: 8 }, { port: 2, rxKiB: 8 }), sockets({ count: 8, rxKiB: 2 })],
    bad: [[sockets({ port: 1, rxKiB: 16 }, { port: 2, rxKiB: 1 }), '/sockets', '17 KiB', '1 x 16 + 1 x 1']],
  },
  'sockets/txKiB-total': {
    good: [sockets({ count: 4, txKiB: 4 })],
    bad: [[sockets({ count: 5, txKiB: 4 }), '/sockets', '20 KiB of transmit buffer']],
  },
  'sockets/port-once': {
    good: [sockets({ port: 1 }, { port: 2 })],
    bad: [
      [sockets({ port: 7 }, { port: 7 }), '/sockets/1/port', 'port 7', 'entry 1', '"count"'],
      [sockets({ port: 5000 }, {}), '/sockets/1/port', 'port 5000'],
    ],
  },
  'name/safe': {
    good: ['a', '0', 'A.b_c-d', 'a'.repeat(63), 'console', 'com10', 'x.con'].map((name) => ({ name })),
    bad: ['con', 'NUL', 'Com1', 'lpt9.txt', 'aux.', 'a.'].map((name) => [{ name }, '/name', 'Found the name'] as const),
  },
};

describe.each(Object.entries(RULES))('%s', (rule, { good, bad }) => {
  test.each(good.map((changes) => [specWith(changes)]))('allows %s', (text) => {
    expect(problemsOf(text)).toEqual([]);
  });
  test.each(bad.map(([changes, pointer, ...says]) => [specWith(changes), pointer, says] as const))(
    'refuses %s',
    (text, pointer, says) => {
      const problems = problemsOf(text);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatchObject({ pointer, rule });
      for (const words of says) expect(problems[0]?.message).toContain(words);
    },
  );
});
