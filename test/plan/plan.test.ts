import { describe, expect, test } from 'vitest';
import { reachableSysclksHz } from '../../generator/hardware/clock.ts';
import { PARTS } from '../../generator/hardware/parts.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { periods, server, specWith } from './spec.ts';

const MHZ = 1_000_000;

test('the usual spec', () => {
  expect(planOf(specWith())).toMatchObject({
    name: 'door',
    chip: { name: 'W5500', version: 4 },
    mcu: {
      part: 'STM32F103C8',
      family: 'F1',
      core: 'cortex-m3',
      coreFlags: ['-mcpu=cortex-m3', '-mthumb'],
      flash: { origin: 0x08000000, bytes: 65_536 },
      ram: { origin: 0x20000000, bytes: 20_480 },
      line: 'F103',
      density: 'MD',
      irqCount: 43,
    },
    platform: { name: 'registers', library: null, words: { rcc: { flashLatency: 2 }, spi: { br: 1 } } },
    clock: { sysclkHz: 72 * MHZ, pclk1Hz: 36 * MHZ },
    timer: { instance: 'TIM2', clockHz: 72 * MHZ, psc: 71, arr: 999, tickNs: 1_000_000, errorPpm: 0 },
    spi: { instance: 'SPI1', clockHz: 18 * MHZ, requestedMaxHz: 18 * MHZ, divider: 4 },
    network: {
      mac: [0x00, 0x08, 0xdc, 0x01, 0x02, 0x03],
      ip: [192, 168, 1, 20],
      subnet: [255, 255, 255, 0],
      gateway: [192, 168, 1, 1],
    },
    retransmission: { rtr: 2000, rcr: 3, tcpTimeoutMs: 3000, arpTimeoutMs: 800 },
    loop: { sweepMs: 8, sweepRoundMs: 8, chunkBytes: 1460, worstPollMs: 14 },
    sockets: [
      {
        ...{ number: 0, role: 'server', port: 5000, rxKiB: 2, txKiB: 2, rxBase: null, txBase: null },
        keepalive: { firstProbeEarliestMs: 13_000, firstProbeLatestMs: 14_000, probeIntervalMs: 5000 },
        traffic: { probesPerDay: 17_280, bytesPerProbe: 128, bytesPerDay: 2_211_840 },
        // 17280 x 0.0975^4, 0.19^4, 0.36^4, 0.51^4
        badWire: [
          { lossPercent: 5, closesPerDay: 1.6 },
          { lossPercent: 10, closesPerDay: 23 },
          { lossPercent: 20, closesPerDay: 290 },
          { lossPercent: 30, closesPerDay: 1200 },
        ],
      },
    ],
  });
});

test('the least spec, through the parser, is the same', () => {
  const text =
    '{ "chip": "W5500", "keepalive": { "NO_DATA_PERIOD": 10, "KA_SEND_PERIOD": 5 }, "timer": { "prescaler": 71 }, "sendTimeoutS": null }';
  const spec = parseSpec(text, { defaultName: 'door' });
  expect(spec.ok && planOf(spec.value)).toEqual(planOf(specWith()));
});

test('one spec, one plan', () => expect(planOf(specWith())).toEqual(planOf(specWith())));

describe('SPI never exceeds the wish, the chip or the part', () => {
  test.each([
    ['F103 at 18 MHz by its datasheet', {}, 80, 18],
    ['F103 at 48 MHz, where half would be within the chip', { clock: { sysclkHz: 48 * MHZ } }, 80, 12],
    ['the wish', {}, 5, 4.5],
    ['F100 at 12 MHz by its datasheet', { part: 'STM32F100RB', clock: { sysclkHz: 24 * MHZ } }, 18, 12],
    ['W5200', { chip: 'W5200' }, 80, 18],
  ] as const)('%s', (_name, changes, maxMhz, mhz) => {
    const timer = { prescaler: 7 };
    const plan = planOf(specWith({ ...changes, timer, wiring: { spiMaxHz: maxMhz * MHZ } }));
    expect([plan.spi.clockHz, plan.spi.requestedMaxHz]).toEqual([mhz * MHZ, maxMhz * MHZ]);
  });
});

test('part of a day that is no whole number of probes is dropped', () => {
  const keepalive = { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 7 };
  expect(planOf(specWith({ keepalive })).sockets[0]?.traffic).toEqual({
    probesPerDay: 12_342, // 86,400 / 7 = 12,342.86
    bytesPerProbe: 128,
    bytesPerDay: 1_579_776,
  });
});

describe('each socket has the traffic and the bad wire of its own periods', () => {
  const top = { NO_DATA_PERIOD: 60, KA_SEND_PERIOD: 35 };
  const own = periods({ NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 });
  const { sockets } = planOf(
    specWith({
      keepalive: top,
      sockets: [
        server({ keepalive: own }),
        server({ port: 5001, keepalive: periods(top) }),
        server({ port: 5002, keepalive: null }),
      ],
    }),
  );

  test('traffic', () => {
    expect(sockets.map(({ traffic }) => traffic?.probesPerDay ?? null)).toEqual([17_280, 2468, null]);
  });

  test('bad wire', () => {
    // 17280 and 2468 x 0.51^9
    expect(sockets.map(({ badWire }) => badWire.at(-1)?.closesPerDay ?? null)).toEqual([1200, 170, null]);
  });
});

/** Every part, timer, oscillator and clock gives a whole plan, and what is in it hangs together. */
describe.each(Object.values(PARTS))('$name', (part) => {
  const clocks = (['HSE', 'HSI'] as const).flatMap((source) =>
    reachableSysclksHz(part, source, 8 * MHZ).map((sysclkHz) => ({ source, hseHz: 8 * MHZ, sysclkHz })),
  );

  test('at every clock with every timer', () => {
    for (const clock of clocks) {
      for (const instance of part.timers) {
        const plan = planOf(
          specWith({
            part: part.name as 'STM32F103C8',
            clock,
            timer: { instance, prescaler: 7 }, // each of these clocks is a multiple of 8 kHz
            sockets: [server({ count: 8 })],
          }),
        );
        expect(plan.timer.arr).toBe(clock.sysclkHz / 8000 - 1);
        expect(plan.timer.clockHz).toBe(clock.sysclkHz);
        expect(plan.timer.irqNumber).toBeLessThan(plan.mcu.irqCount);
        expect(plan.spi.clockHz * plan.spi.divider).toBe(plan.clock.pclk2Hz);
        expect(plan.sockets).toHaveLength(8);
        expect(JSON.stringify(plan)).not.toMatch(/NaN|undefined/);
      }
    }
  });
});

describe('what validation must have refused is called a bug', () => {
  test.each([
    ['an unreachable clock', { clock: { sysclkHz: 71 * MHZ } }, 'clock'],
    ['an inexact prescaler', { timer: { prescaler: 72 } }, 'PSC 72'],
    ['retransmission beyond RTR', { retransmission: { timeoutMs: 7000, count: 8 } }, 'retransmission'],
    ['SPI slower than it can be', { wiring: { spiMaxHz: 1000 } }, 'SPI'],
    ['a pin of another package', { wiring: { cs: 'PE1' } }, 'PE1'],
  ])('%s', (_name, changes, message) => expect(() => planOf(specWith(changes))).toThrow(message));
});
