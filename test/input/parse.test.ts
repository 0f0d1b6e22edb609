import { describe, expect, test } from 'vitest';
import { MINIMAL, outline, parsed, problemsOf, specWith } from './helpers.ts';

const KEEPALIVE = { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5, by: 'timer', firstProbe: 'note' };
const NOTHING = {
  primer: null,
  idle: null,
  heartbeat: null,
  ask: null,
  goodbye: null,
  sendTimeoutS: 120,
  traffic: 'echo',
  protocol: null,
  websocket: null,
};

test('three keys are enough; the rest has defaults', () => {
  expect(parsed(JSON.stringify(MINIMAL), 'w5500-minimal')).toEqual({
    name: 'w5500-minimal',
    files: {},
    chip: 'W5500',
    keepalive: KEEPALIVE,
    ...NOTHING,
    link: null,
    health: null,
    detection: null,
    out: null,
    counters: false,
    sentHook: false,
    timer: { source: 'timer', instance: 'TIM2', prescaler: 71, namePrefix: null },
    mcu: {
      part: 'STM32F103C8',
      platform: 'registers',
      flashOffset: 0,
      cubemx: null,
      clock: { source: 'HSE', hseHz: 8_000_000, sysclkHz: 72_000_000 },
    },
    wiring: { spi: 'SPI1', spiMaxHz: 18_000_000, cs: 'PA4', reset: 'PB0', interrupt: 'PB1', sharedBus: false },
    network: {
      source: 'spec',
      mac: '00:08:DC:01:02:03',
      ip: '192.168.1.20',
      subnet: '255.255.255.0',
      gateway: '192.168.1.1',
    },
    retransmission: { timeoutMs: 200, count: 3 },
    trace: null,
    watchdog: null,
    callEveryMs: null,
    watched: null,
    sockets: [
      {
        role: 'server',
        port: 5000,
        server: null,
        reconnect: null,
        localPort: 'rotate',
        count: 1,
        number: 0,
        rxKiB: 2,
        txKiB: 2,
        keepalive: KEEPALIVE,
        ...NOTHING,
      },
    ],
  });
});

describe('defaults that depend on other values', () => {
  const f100 = { mcu: { part: 'STM32F100RB' }, timer: { prescaler: 23 } };
  test.each([
    ['the usual clock of an STM32F100', f100, 24_000_000, 12_000_000],
    ['HSI tops out at 64 MHz', { mcu: { clock: { source: 'HSI' } }, timer: { prescaler: 63 } }, 64_000_000, 18_000_000],
    [
      'a crystal that 72 MHz cannot be made of',
      { mcu: { clock: { hseHz: 10_000_000 } }, timer: { prescaler: 69 } },
      70_000_000,
      18_000_000,
    ],
    ['the W5200 allows 30 MHz, the part less', { chip: 'W5200' }, 72_000_000, 18_000_000],
  ])('%s', (_name, changes, sysclkHz, spiMaxHz) => {
    const spec = parsed(specWith(changes));
    expect([spec.mcu.clock.sysclkHz, spec.wiring.spiMaxHz]).toEqual([sysclkHz, spiMaxHz]);
  });
});

test('what is given is kept, null included, and $schema is dropped', () => {
  const spec = parsed(
    specWith({ $schema: 'x', name: 'a', wiring: { interrupt: null }, sockets: [{ port: 80 }, { port: 81 }] }),
    'b',
  );
  expect(spec).not.toHaveProperty('$schema');
  expect(spec.name).toBe('a');
  expect(spec.wiring.interrupt).toBeNull();
  expect(spec.sockets.map((it) => it.port)).toEqual([80, 81]);
});

test('two parses share nothing that could be changed', () => {
  const [first, second] = [parsed(specWith({})), parsed(specWith({}))];
  expect(first.sockets).not.toBe(second.sockets);
  expect(first.sockets[0]).not.toBe(second.sockets[0]);
});

describe('the name from the file is held to the same rule', () => {
  test.each([['door'], ['w5500-minimal'], ['a.b']])('%s is fine', (name) => {
    expect(problemsOf(specWith({}), name)).toEqual([]);
  });
  test.each([[''], ['my spec'], ['türe'], ['.hidden'], ['con'], ['a*/b'], ['../a'], ['a'.repeat(64)]])(
    '%j is not',
    (name) => {
      const problems = problemsOf(specWith({}), name);
      expect(outline(problems)).toEqual(['1:1 /name name/safe']);
      expect(problems[0]?.message).toContain('give a "name"');
    },
  );
  test('unless the spec gives a better one', () => {
    expect(problemsOf(specWith({ name: 'device' }), 'my spec')).toEqual([]);
  });
});

test('all problems come at once, in the order of the text, one for each mistake', () => {
  const text = `{
  // every line but the first has something wrong
  "chip": "W5500",
  "keepalive": { "NO_DATA_PERIOD": 0, "KA_SEND_PERIOD": "5" },
  "timer": { "prescaler": 70, "instance": "TIM5" },
  "mcu": { "part": "STM32F103C8", "flashOfset": 8192 },
  "wiring": { "cs": "PA5", "reset": "PA13", "interrupt": "PD0", "spiMaxHz": 99 },
  "network": { "mac": "01:00:00:00:00:00", "ip": "192.168.1.255", "gateway": "10.0.0.1" },
  "retransmission": { "timeoutMs": 0.15, "count": 300 },
  "sockets": [{ "port": 1, "count": 5 }, { "port": 1, "count": 4 }, { "port": 70000 }],
  "foo": 1
}`;
  expect(outline(problemsOf(text))).toEqual([
    '4:36 /keepalive/NO_DATA_PERIOD shape/minimum',
    '4:57 /keepalive/KA_SEND_PERIOD shape/type',
    '5:27 /timer/prescaler timer/prescaler-exact',
    '5:43 /timer/instance timer/exists',
    '6:35 /mcu/flashOfset shape/unknown-key',
    '7:21 /wiring/cs pins/used-once',
    '7:37 /wiring/reset pins/debug',
    '7:58 /wiring/interrupt pins/crystal',
    '7:77 /wiring/spiMaxHz spi/too-slow',
    '8:23 /network/mac network/mac-unicast',
    '8:50 /network/ip network/ip-in-subnet',
    '8:78 /network/gateway network/gateway',
    '9:36 /retransmission/timeoutMs retransmission/registers',
    '9:51 /retransmission/count shape/maximum',
    '10:14 /sockets sockets/total',
    '10:52 /sockets/1/port sockets/port-once',
    '10:79 /sockets/2/port shape/maximum',
    '11:3 /foo shape/unknown-key',
  ]);
});

describe('rules keep quiet about what rests on a wrong value', () => {
  test.each([
    [
      'a wrong clock says nothing of the prescaler',
      { mcu: { clock: { sysclkHz: 71_000_000 } }, timer: { prescaler: 70 } },
      ['/mcu/clock/sysclkHz'],
    ],
    [
      'a misspelt part says nothing of its timers',
      { mcu: { part: 'STM32F103' }, timer: { instance: 'TIM7' } },
      ['/mcu/part'],
    ],
    ['nor does a misspelt key', { mcu: { prat: 'STM32F103RC' }, timer: { instance: 'TIM7' } }, ['/mcu/prat']],
    [
      'a wrong mask says nothing of the gateway',
      { network: { subnet: '255.0.255.0', gateway: '10.0.0.1' } },
      ['/network/subnet'],
    ],
    ['too many sockets say nothing of the buffers', { sockets: [{ count: 8 }, { port: 1 }] }, ['/sockets']],
    [
      'a wrong count says nothing of the sums',
      { sockets: [{ count: '1' }, { port: 1, count: 8 }] },
      ['/sockets/0/count'],
    ],
    ['a wrong list says nothing of its sums', { sockets: 8 }, ['/sockets']],
    [
      'a wrong pin leaves the others judged',
      { wiring: { cs: 'PA99', reset: 'PA13' } },
      ['/wiring/cs', '/wiring/reset'],
    ],
    [
      'a wrong SPI leaves the pins judged',
      { wiring: { spi: 'SPI3', cs: 'PB9', reset: 'PB9' } },
      ['/wiring/spi', '/wiring/reset'],
    ],
  ])('%s', (_name, changes, pointers) => {
    expect(problemsOf(specWith(changes)).map((it) => it.pointer)).toEqual(pointers);
  });
});

test('a missing key stands at the object that lacks it', () => {
  const text =
    '{\n  "chip": "W5500",\n  "keepalive": {\n    "NO_DATA_PERIOD": 10\n  },\n  "timer": { "prescaler": 71 }\n}';
  expect(outline(problemsOf(text))).toEqual(['3:16 /keepalive/KA_SEND_PERIOD shape/required']);
});
