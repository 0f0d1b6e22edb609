/** What a spec for a project on HAL, or of another kind, may hold. */
import { describe, expect, test } from 'vitest';
import { defaultedValues } from '../../generator/explain/defaults.ts';
import { givenPointers, parseSpec } from '../../generator/input/index.ts';
import { starterSpec } from '../../generator/input/starter.ts';
import { CHIPS, planOfText } from '../whole/firmware.ts';
import { GUESTS, guest } from './specs.ts';

const LEAST = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { source: 'millis' } };
const HAL = { ...LEAST, mcu: { platform: 'hal' } };

function problemsOf(spec: Readonly<Record<string, unknown>>): readonly string[] {
  const parsed = parseSpec(JSON.stringify(spec));
  return parsed.ok ? [] : parsed.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
}

describe('refused, with the place and what to do', () => {
  const cs = { cs: 'W5500_CS' };
  test.each([
    [{}, '/wiring/cs: The key "cs" is missing (Chip select pin). Needed: the label that the pin has in CubeMX'],
    [
      { wiring: { cs: 'PL3' } },
      '/wiring/cs: Found PL3, which is no pin. Allowed: a pin from PA0 to PK15, or the label',
    ],
    [{ wiring: { cs: 'PA16' } }, '/wiring/cs: Found PA16, which is no pin.'],
    [{ wiring: { ...cs, reset: 'PB99' } }, '/wiring/reset: Found PB99, which is no pin.'],
    [{ wiring: { ...cs, interrupt: 'pb1' } }, '/wiring/interrupt: Found pb1, which is no pin.'],
    [
      { wiring: { cs: 'W5500 CS' } },
      '/wiring/cs: Found "W5500 CS". Allowed: a pin from PA0 to PG15, for example "PA4"; with platform hal one from PA0 to PK15, or a label',
    ],
    [{ wiring: { cs: 'W5500_CS_Pin' } }, '/wiring/cs: Found W5500_CS_Pin. CubeMX adds _Pin and _GPIO_Port to a label'],
    [{ wiring: { ...cs, reset: 'RST_GPIO_Port' } }, 'Allowed: the label alone, "RST".'],
    [{ wiring: { ...cs, spi: 'spi3' } }, 'for example "SPI3" or "hspi3".'],
    [{ wiring: { ...cs, reset: 'W5500_CS' } }, '/wiring/reset: Found W5500_CS for "reset". This pin is already "cs".'],
    [{ wiring: { ...cs, spi: 'hspi 1' } }, '/wiring/spi: Found "hspi 1".'],
    [
      { wiring: cs, timer: { source: 'timer' } },
      '/timer/source: Found a timer. With platform hal your project owns the timers',
    ],
    [
      { wiring: cs, timer: { prescaler: 71 } },
      '/timer/prescaler: Found "prescaler". With platform hal your project owns the timers. Remove "prescaler".',
    ],
    [
      { wiring: cs, timer: { instance: 'TIM3' } },
      '/timer/instance: Found "instance". With platform hal your project owns the timers',
    ],
    [
      { wiring: cs, timer: { source: 'millis', prescaler: 71 } },
      '/timer/prescaler: Found "prescaler" beside "source": "millis".',
    ],
    [
      { wiring: cs, trace: 'usart1' },
      '/trace: "trace" does not work with platform hal: there the board is your project\'s.',
    ],
    [{ wiring: cs, watched: {} }, '/watched: Found "watched". Allowed with platform iolibrary only.'],
    [{ wiring: cs, chip: 'W5200' }, '/wiring/reset: Found null; a W5200 needs a pulse on nRESET'],
  ])('hal: %j', (spec, begin) => {
    expect(problemsOf({ ...HAL, ...spec })).toContainEqual(expect.stringContaining(begin));
  });

  test.each(['default', 'main', 'SPI0', 'spi1', 'SPI7', 'SPI10'])('hal: %s is neither an SPI nor a handle', (spi) => {
    expect(problemsOf({ ...HAL, wiring: { ...cs, spi } })).toEqual([
      expect.stringContaining(
        `/wiring/spi: Found ${spi}, which is neither an SPI nor the name of a handle. Allowed: SPI1`,
      ),
    ]);
  });

  test.each(['SPI1', 'SPI6', 'hspi1', 'EthSpi', 'wizbus'])('hal: %s is an SPI, or may be a handle', (spi) => {
    expect(problemsOf({ ...HAL, wiring: { cs: 'W5500_CS', spi } })).toEqual([]);
  });

  test.each([0, 1001, 1.5])('hal: a pause of %s ms', (callEveryMs) => {
    expect(problemsOf({ ...HAL, wiring: cs, callEveryMs })).toEqual([expect.stringContaining('/callEveryMs: Found')]);
  });

  test.each(['registers', 'spl'])("%s: a pause, where the main loop is the firmware's", (platform) => {
    const timer = { prescaler: 71 };
    expect(problemsOf({ ...LEAST, timer, mcu: { platform }, callEveryMs: 100 })).toEqual([
      `/callEveryMs: Found 100. "callEveryMs" works only with platforms hal, custom, iolibrary and iolibrary-owned. With platform ${platform} the firmware has its own main loop. Remove the key.`,
    ]);
    expect(problemsOf({ ...LEAST, timer, mcu: { platform }, callEveryMs: null })).toEqual([]);
  });

  test('custom: a timer, and marks', () => {
    const spec = { ...LEAST, mcu: { platform: 'custom' } };
    expect(problemsOf({ ...spec, timer: { source: 'timer' } })).toContainEqual(
      expect.stringContaining('/timer/source: Found a timer. With platform custom your project owns the timers'),
    );
    expect(problemsOf({ ...spec, trace: 'usart1' })).toContainEqual(
      expect.stringContaining('/trace: "trace" does not work with platform'),
    );
  });

  test.each(['registers', 'spl', 'iolibrary'])('%s: a label, a handle, a shared bus', (platform) => {
    const timer = platform === 'iolibrary' ? { source: 'millis' } : { prescaler: 71 };
    const wiring = { cs: 'W5500_CS', spi: 'hspi1', sharedBus: true };
    const problems = problemsOf({ ...LEAST, timer, mcu: { platform }, wiring });
    for (const begin of ['/wiring/cs: Found W5500_CS', '/wiring/spi: Found hspi1.', '/wiring/sharedBus: Found true.']) {
      expect(problems).toContainEqual(expect.stringContaining(begin));
    }
  });
});

test.each(GUESTS)("%s: a part that is not in the list is the project's", (platform) => {
  const spec = { ...LEAST, mcu: { platform, part: 'STM32F407VG' }, wiring: guest(platform).wiring };
  expect(problemsOf(spec)).toEqual([
    expect.stringContaining(
      `/mcu/part: Found "STM32F407VG". With platform ${platform} your project has the part, of any STM32 family: leave "part" out.`,
    ),
  ]);
});

test('registers: a part that is not in the list, and which platforms have it', () => {
  const spec = { ...LEAST, timer: { prescaler: 71 }, mcu: { part: 'STM32F407VG' } };
  expect(problemsOf(spec)).toEqual([
    expect.stringContaining(
      'For any other STM32, set "platform" to "hal", "custom", "iolibrary" or "iolibrary-owned", and remove "part".',
    ),
  ]);
});

test.each(GUESTS)('%s: explain lists no default of a board or timer', (platform) => {
  const text = JSON.stringify({ ...LEAST, mcu: { platform }, wiring: guest(platform).wiring });
  const parsed = parseSpec(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const keys = defaultedValues(parsed.value, givenPointers(text)).map(([pointer]) => pointer);
  expect(keys.filter((key) => /instance|prescaler|\/mcu\/(part|clock|flash)|trace|watched/.test(key))).toEqual([]);
  expect(keys).toContain('/callEveryMs');
  expect(keys.includes('/wiring/spi')).toBe(platform === 'hal');
});

test('the least that a spec needs; pins that it does not name are not wired', () => {
  const least = { ...HAL, wiring: { cs: 'W5500_CS' } };
  expect(problemsOf(least)).toEqual([]);
  expect(problemsOf({ ...LEAST, mcu: { platform: 'custom' } })).toEqual([]);
  const plan = planOfText(JSON.stringify(least));
  expect(plan.platform).toMatchObject({
    names: { spi: 'hspi1', cs: 'W5500_CS', reset: null, interrupt: null, sharedBus: false },
  });
  expect([plan.gpio.reset, plan.gpio.interrupt, plan.chip.resetLowMs, plan.timer.source]).toEqual([
    ...[null, null, null, 'millis'],
  ]);
});

test.each([
  ['SPI3', 'hspi3'],
  ['hspi2', 'hspi2'],
  ['ethernet_spi', 'ethernet_spi'],
])('SPI %s is the handle %s', (spi, handle) => {
  const plan = planOfText(JSON.stringify({ ...HAL, wiring: { cs: 'PK7', spi } }));
  expect(plan.platform).toMatchObject({ names: { spi: handle } });
});

test.each(GUESTS)('%s: no warning or remark speaks of a board that is not there', (platform) => {
  const { warnings, remarks } = planOfText(JSON.stringify({ ...LEAST, ...guest(platform, { interrupt: null }) }));
  const keys = [...warnings, ...remarks].map(({ key }) => key);
  const library = platform === 'iolibrary-owned' ? ['burst-functions'] : [];
  expect(keys).toEqual(['silent-client', 'one-client-a-port', 'shared-retransmission', ...library, 'no-interrupt-pin']);
});

test.each(GUESTS.flatMap((platform) => CHIPS.map((chip) => [platform, chip] as const)))(
  'init writes a valid spec for %s and a %s',
  (platform, chip) => {
    const text = starterSpec({ platform, chip });
    const parsed = parseSpec(text);
    expect(parsed.ok ? [] : parsed.problems).toEqual([]);
    expect(text).toContain(`"platform": "${platform}"`);
  },
);
