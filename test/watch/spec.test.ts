/** What a spec of watched sockets may hold. */
import { describe, expect, test } from 'vitest';
import { parseSpec } from '../../generator/input/index.ts';
import { starterSpec } from '../../generator/input/starter.ts';
import { planOfText } from '../whole/firmware.ts';
import { PERIODS, WATCH } from './firmware.ts';

function problemsOf(spec: Readonly<Record<string, unknown>>): readonly string[] {
  const parsed = parseSpec(JSON.stringify({ chip: 'W5500', ...PERIODS, ...WATCH, ...spec }));
  return parsed.ok ? [] : parsed.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
}

describe('refused, with the place and the reason', () => {
  test.each([
    [
      { timer: { prescaler: 71 } },
      '/timer/prescaler: Found "prescaler". With platform iolibrary your application owns the timers.',
    ],
    [{ timer: { source: 'millis', prescaler: 71 } }, '/timer/prescaler: Found "prescaler" beside "source": "millis".'],
    [{ timer: { source: 'millis', instance: 'TIM3' } }, '/timer/instance: Found "instance" beside'],
    [{ watchdog: { timeoutMs: 2000 } }, '/watchdog: "watchdog" does not work with platform'],
    [{ trace: 'usart1' }, '/trace: "trace" does not work with platform'],
    [{ sentHook: true }, '/sentHook: "sentHook" does not work with platform'],
    [{ counters: true }, '/counters: "counters" does not work with platform'],
    [
      { ask: { text: 'a', afterIdleS: 5, withinS: 1, tries: 2 } },
      '/ask: Found "ask". With platform iolibrary your application serves',
    ],
    [
      { primer: { text: 'hi' } },
      '/primer: Found "primer". With platform iolibrary your application serves the socket, and keepwire does not see',
    ],
    [{ goodbye: { text: 'bye' } }, '/goodbye: Found "goodbye".'],
    [{ heartbeat: { send: { text: 'a', everyS: 5 } } }, '/heartbeat: Found "heartbeat".'],
    [{ heartbeat: { expect: { text: 'a', withinS: 5 } } }, '/heartbeat: Found "heartbeat".'],
    [{ sockets: [{ protocol: 'websocket', port: 80 }] }, '/sockets/0/protocol: Found "websocket".'],
    [
      { keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 10, by: 'chip' } },
      '/keepalive/by: Found "chip". Watching a socket whose chip probes by itself is not offered yet.',
    ],
  ])('%j', (spec, begin) => {
    expect(problemsOf(spec)).toContainEqual(expect.stringContaining(begin));
  });

  test('"watched" with a platform that owns its board', () => {
    const spec = { mcu: { platform: 'registers' } };
    expect(problemsOf({ ...spec, watched: {} })).toContainEqual(expect.stringContaining('/watched: Found "watched".'));
    expect(problemsOf(spec)).toEqual([]);
  });
});

test('the least that a spec needs, and its defaults', () => {
  expect(problemsOf({})).toEqual([]);
  const plan = planOfText(JSON.stringify({ chip: 'W5500', ...PERIODS, ...WATCH }));
  expect(plan.watching).toMatchObject({ onDeath: 'close', locks: false, callEveryMs: 10, mostSpiBytes: 32 });
});

test('other platforms watch nothing', () => {
  const plan = planOfText(JSON.stringify({ chip: 'W5500', ...PERIODS, timer: { prescaler: 71 } }));
  expect(plan.watching).toBeNull();
});

test('a part whose clock makes no counts of 1 us has an exact millisecond all the same', () => {
  const mcu = { platform: 'iolibrary', part: 'STM32F100RB', clock: { sysclkHz: 16_000_000 } };
  expect(problemsOf({ mcu })).toEqual([]);
});

test('init writes a valid spec for it', () => {
  const parsed = parseSpec(starterSpec({ platform: 'iolibrary' }));
  expect(parsed.ok).toBe(true);
});
