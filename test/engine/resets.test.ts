/** A firmware that stands still comes back by the watchdog, on both engines; a fault's cause survives on the arm engine. */
import { describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { createArmEngine } from '../../simulator/engine/arm/engine.ts';
import { createHostEngine } from '../../simulator/engine/host/engine.ts';
import type { RunInput } from '../../simulator/run-scenario.ts';
import { runScenario } from '../../simulator/run-scenario.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import { BRISK, built, planOfText } from '../whole/firmware.ts';
import { scenario } from '../whole/play.ts';
import { isWhole } from '../whole/share.ts';
import { main, runBuilt } from './arm/bench.ts';
import { armBuilt } from './arm/build.ts';

const SPEC = { chip: 'W5500', ...BRISK, watchdog: { timeoutMs: 1000 } };
/** For busy waits of seconds: a ninth of the instructions. */
const SLOW = { ...SPEC, mcu: { clock: { source: 'HSI', sysclkHz: 8_000_000 } }, timer: { prescaler: 7 } };
const S = 1_000_000_000;

/** app.c with other statements where a connection sends its first data. */
function app(body: string, spec: Readonly<Record<string, unknown>> = SLOW): string {
  const text = render(planOfText(JSON.stringify(spec))).find(({ path }) => path === 'app.c')?.text ?? '';
  const changed = text
    .replace('#include "kw_loop.h"', '#include "kw_loop.h"\n#include "kw_watchdog.h"')
    .replace('    uint16_t length = kw_socket_room(sn);\n', `    uint16_t length = kw_socket_room(sn);\n    ${body}\n`);
  if (changed === text) throw new Error('app.c is not changed');
  return changed;
}

const HANGS = 'for (;;) { }';
const SHORT = scenario([
  { do: 'connect', peer: 'client' },
  { do: 'send', peer: 'client', text: 'hello' },
  { do: 'wait', for: { s: 2.5 } },
]);
const CLIENT = scenario(
  [
    { do: 'connect', peer: 'a' },
    { do: 'send', peer: 'a', text: 'hello' },
    { do: 'wait', for: { s: 5 } },
    { do: 'connect', peer: 'b' },
    { do: 'send', peer: 'b', text: 'hello' },
    { do: 'wait', for: { s: 4 } },
  ],
  { peers: [{ name: 'a' }, { name: 'b' }] },
);

async function engineOf(name: 'host' | 'arm', files: Readonly<Record<string, string>>) {
  if (name === 'arm') {
    const { image, locate, plan } = await armBuilt(SLOW, files);
    const engine: RunInput['engine'] = (board) => createArmEngine({ ...board, image, locate });
    return { plan, engine };
  }
  const { plan, wasm } = await built(SLOW, files);
  const engine: RunInput['engine'] = (board) => createHostEngine({ ...board, wasm });
  return { plan, engine };
}

const resetsOf = (timeline: readonly TimelineEvent[]) =>
  timeline.flatMap((event) =>
    event.kind === 'violation' && event.rule === 'mcu/reset' ? [{ atNs: event.atNs, text: event.text }] : [],
  );
const faultsOf = (timeline: readonly TimelineEvent[]) =>
  timeline.flatMap((event) => (event.kind === 'firmware' && event.what === 'fault' ? [event.text] : []));

describe.each(['host', 'arm'] as const)('%s engine', (name) => {
  // The watchdog is one and the same below both engines.
  test.each(name === 'host' || isWhole ? [30_000, 40_000, 60_000] : [40_000])(
    'a hook that never returns is ended within the planned times, LSI %i Hz',
    async (lsiHz) => {
      const { plan, engine } = await engineOf(name, { 'app.c': app(HANGS) });
      const { timeline } = runScenario({ plan, scenario: { ...CLIENT, lsiHz }, engine });
      const resets = resetsOf(timeline);
      const { divider, reload } = plan.watchdog ?? { divider: 0, reload: 0 };
      const timeoutNs = ((reload + 1) * divider * S) / lsiHz;
      const told = faultsOf(timeline).filter((text) => text === 'the watchdog has reset the device');
      expect(told).toHaveLength(2); // both peers were accepted; equal violations are told once
      const sentNs = timeline.find(({ kind }) => kind === 'received')?.atNs ?? Number.NaN;
      expect((resets[0]?.atNs ?? 0) - sentNs).toBeGreaterThan(timeoutNs - 20_000_000);
      expect((resets[0]?.atNs ?? 0) - sentNs).toBeLessThan(timeoutNs + 20_000_000);
      expect(resets[0]?.text).toContain('the watchdog resets the device');
      expect(resets[0]?.text).toContain('kw_app_received');
    },
  );

  test('a reset after 15 s is no end of the run', async () => {
    const { plan, engine } = await engineOf(name, { 'app.c': app(HANGS) });
    const steps = CLIENT.steps.slice(0, 3);
    const { timeline, stats } = runScenario({
      plan,
      scenario: scenario([{ do: 'wait', for: { s: 15 } }, ...steps], { peers: [{ name: 'a' }] }),
      engine,
    });
    expect(resetsOf(timeline)).toHaveLength(1);
    expect(faultsOf(timeline)).toEqual(['the watchdog has reset the device']);
    expect(stats.simulatedMs).toBeGreaterThan(20_000);
  });

  test('long work in a hook that feeds, and a firmware as generated, are left alone', async () => {
    const work =
      'for (uint32_t i = 0U; i < 1200U; i++) { uint32_t const t = kw_now_ms(); while (kw_now_ms() == t) { } kw_watchdog_feed(); }';
    for (const files of [{ 'app.c': app(work) }, {}]) {
      const { plan, engine } = await engineOf(name, files);
      const { timeline } = runScenario({ plan, scenario: { ...SHORT, lsiHz: 60_000 }, engine });
      expect(resetsOf(timeline)).toEqual([]);
    }
  });

  // A reset would hide from the user what the simulator has found.
  const places = { host: 'in kw_app_received < deliver < ', arm: 'in kw_app_received (app.c:24): ' };
  test.each(name === 'arm' ? ['__builtin_trap();', '*(uint32_t volatile *)0xA0000000U = 1U;'] : ['__builtin_trap();'])(
    'the fault of %s ends the run with its place, and resets nothing',
    async (body) => {
      const { plan, engine } = await engineOf(name, { 'app.c': app(body) });
      const { reasons, timeline, verdict } = runScenario({ plan, scenario: SHORT, engine });
      expect(reasons[0]).toMatch(/^The firmware trapped at 0\.\d+ s, /);
      expect(reasons[0]).toContain(places[name]);
      expect([verdict, resetsOf(timeline), faultsOf(timeline)]).toEqual(['fail', [], []]);
    },
  );

  test('work that feeds while the tick stands still is ended', async () => {
    const stopped = 'KW_TIM2->CR1 = 0U; for (;;) { kw_watchdog_feed(); }';
    const files = {
      'app.c': app(stopped).replace('#include "kw_loop.h"', '#include "kw_loop.h"\n#include "kw_stm32f1.h"'),
    };
    const { plan, engine } = await engineOf(name, files);
    const { timeline } = runScenario({ plan, scenario: SHORT, engine });
    expect(resetsOf(timeline)[0]?.text).toContain('kw_watchdog_feed');
  });
});

describe('arm engine', () => {
  test('an interrupt without a handler resets, and the application hears which one it was', async () => {
    const pends =
      'if (kw_watchdog_exception() == 0U) { KW_NVIC_ISER(0) = 1UL << 6; *(uint32_t volatile *)0xE000E200U = 1UL << 6; }';
    const text = app(pends).replace('#include "kw_loop.h"', '#include "kw_loop.h"\n#include "kw_stm32f1.h"');
    const { plan, engine } = await engineOf('arm', { 'app.c': text });
    const { timeline } = runScenario({ plan, scenario: CLIENT, engine });
    expect(resetsOf(timeline).map((it) => it.text)).toEqual([expect.stringContaining('kw_watchdog_trap')]);
    expect(resetsOf(timeline)[0]?.text).toContain('kw_app_received');
    expect(faultsOf(timeline)).toEqual(['an exception without a handler has reset the device']);
  });

  /** Takes an interrupt without a handler, unless it has done so before. */
  const TRAPPED = main(
    `kw_watchdog_start();
    if (kw_watchdog_exception() == 0U) {
        KW_NVIC_ISER(0) = 1UL << 6;
        WORD(0xE000E200U) = 1UL << 6;
    }
    for (;;) {
        kw_port_wait();
        kw_watchdog_feed();
    }`,
    '#include "kw_watchdog.h"',
  );
  const TOLD = ['an exception without a handler has reset the device'];

  test.each([
    ['none', false, TOLD],
    ['a debugger', true, []],
  ] as const)(
    'attached: %s; an exception without a handler resets only without one, and no watchdog does',
    async (_name, debuggerAttached, told) => {
      const firmware = await armBuilt(SLOW, { 'main.c': TRAPPED });
      const untilNs = ((firmware.plan.watchdog?.leastMs ?? 0) + 500) * 1_000_000; // LSI at its fastest
      const { events, result } = runBuilt(firmware, { untilNs, debuggerAttached, lsiHz: 60_000 });
      expect(result.end).toBe('time');
      expect(events.filter(({ kind }) => kind === 'violation')).toHaveLength(told.length);
      expect(
        events.flatMap((event) => (event.kind === 'firmware' && event.what === 'fault' ? [event.text] : [])),
      ).toEqual(told);
    },
  );

  test('a debugger that has gone without a word does not keep the device from its reset', async () => {
    const firmware = await armBuilt(SLOW, {
      'main.c': TRAPPED,
      'kw_watchdog.c': (text) => text.replace('DEBUG_TURNS 0xFFFFFFFFUL', 'DEBUG_TURNS 100000UL'),
    });
    const { events } = runBuilt(firmware, { untilNs: S, debuggerAttached: true });
    expect(events.flatMap((event) => (event.kind === 'violation' ? [event.rule] : []))).toEqual(['mcu/reset']);
  });

  test.each([
    ['with the watchdog', SPEC, ['trap', 'SYSCLK']],
    ['without it', { chip: 'W5500', ...BRISK }, ['SYSCLK']],
  ])('a crystal that stops: a reset, then the tick from HSI, %s', async (_name, spec, heard) => {
    const { events, result } = runBuilt(await armBuilt(spec), { crystalStopsNs: 300_000_000, untilNs: 900_000_000 });
    const resets = events.filter((event) => event.kind === 'violation');
    expect(resets.map(({ rule }) => rule)).toEqual(['mcu/reset']);
    expect(result.end).toBe('time');
    expect(result.stats.tickNs).toBe(1_000_000);
    const texts = events.flatMap((event) => (event.kind === 'firmware' && event.what === 'fault' ? [event.text] : []));
    expect(texts.join()).toContain('SYSCLK');
    expect(texts.some((text) => text.includes('exception'))).toBe(heard.includes('trap'));
  });

  test('a firmware that resets itself without end is stuck', async () => {
    const { result } = runBuilt(
      await armBuilt(
        { chip: 'W5500', ...BRISK },
        {
          'main.c': (text) =>
            text
              .replace(
                'int main(void)\n{\n',
                'int main(void)\n{\n    *(uint32_t volatile *)0xE000ED0CU = 0x05FA0004U;\n',
              )
              .replace('#include "kw_timer.h"', '#include "kw_timer.h"\n#include <stdint.h>'),
        },
      ),
      { untilNs: S },
    );
    expect([result.end, result.reason]).toEqual(['stuck', expect.stringContaining('100 resets')]);
  });
});

describe('behind a boot loader', () => {
  const BEHIND = { ...SPEC, mcu: { flashOffset: 8192 } };

  test('the firmware runs from its offset, and its interrupts come by its own vectors', async () => {
    const { result } = runBuilt(await armBuilt(BEHIND), { untilNs: 200_000_000 });
    expect([result.end, result.reason]).toEqual(['time', undefined]);
    expect(result.stats.interrupts).toBeGreaterThan(150);
  });

  test('without VTOR the first interrupt would be the boot loader’s', async () => {
    const changed = await armBuilt(BEHIND, {
      'kw_startup.c': (text) => text.replace(/ {4}KW_SCB_VTOR = .*\n/, ''),
    });
    const { result } = runBuilt(changed, { untilNs: 200_000_000 });
    expect([result.end, result.stats.interrupts]).toEqual(['trap', 0]);
  });
});
