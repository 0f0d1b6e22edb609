/** A clock tree that is not the planned one: it shows as a violation, or as a tick of another length. */
import { describe, expect, test } from 'vitest';
import { createArmEngine } from '../../../simulator/engine/arm/engine.ts';
import { runScenario } from '../../../simulator/run-scenario.ts';
import type { EventBody } from '../../../simulator/timeline.ts';
import { BRISK } from '../../whole/firmware.ts';
import { builtIn } from '../../whole/play.ts';
import { type BenchRun, runBuilt } from './bench.ts';
import { type ArmBuilt, armBuilt, type Changes } from './build.ts';

const SPEC = { chip: 'W5500', ...BRISK };

/** RCC_CFGR with the PLL fed by HSE; `ppre1` as in the register (RM0008 7.3.2). */
const PLANNED = { multiplier: 9, ppre1: 0b100, waitStates: 2 };
function clockTree(change: Partial<typeof PLANNED>): Changes {
  const { multiplier, ppre1, waitStates } = { ...PLANNED, ...change };
  const cfgr = (1 << 16) | ((multiplier - 2) << 18) | (ppre1 << 8);
  const word = `0x${cfgr.toString(16).toUpperCase().padStart(8, '0')}U`;
  const changed = (text: string): string =>
    text.replaceAll('0x001D0400U', word).replace('KW_FLASH_ACR_PRFTBE | 2U', `KW_FLASH_ACR_PRFTBE | ${waitStates}U`);
  return { 'kw_clock.c': changed };
}

/** With another crystal on the board than the firmware was generated for; null: none. */
function withCrystal(built: ArmBuilt, hseHz: number | null): ArmBuilt {
  return { ...built, plan: { ...built.plan, clock: { ...built.plan.clock, hseHz } } };
}

const told = (events: readonly EventBody[], kind: 'violation' | 'firmware'): readonly string[] =>
  events.flatMap((event) => {
    if (event.kind !== kind) return [];
    return [event.kind === 'violation' ? `${event.rule}: ${event.text}` : JSON.stringify(event)];
  });

function seen({ events, result }: BenchRun) {
  return { tickNs: result.stats.tickNs, violations: told(events, 'violation') };
}

const trees: readonly (readonly [
  name: string,
  change: Partial<typeof PLANNED>,
  tickNs: number,
  rules: readonly string[],
])[] = [
  ['PLL x8: everything 9/8 as slow', { multiplier: 8 }, 1_125_000, []],
  ['PLL x6 with one wait state, the fastest it is good for', { multiplier: 6, waitStates: 1 }, 1_500_000, []],
  ['PLL x3 without wait states, the fastest it is good for', { multiplier: 3, waitStates: 0 }, 3_000_000, []],
  [
    'PLL x7 with one wait state',
    { multiplier: 7, waitStates: 1 },
    1_285_714,
    ['56 MHz with 1 flash wait states where 2'],
  ],
  [
    'PLL x4 without wait states',
    { multiplier: 4, waitStates: 0 },
    2_250_000,
    ['32 MHz with 0 flash wait states where 1'],
  ],
  ['one wait state at 72 MHz', { waitStates: 1 }, 1_000_000, ['72 MHz with 1 flash wait states where 2 are needed']],
  ['the timer’s bus divided by four', { ppre1: 0b101 }, 2_000_000, []],
  ['the timer’s bus divided by eight', { ppre1: 0b110 }, 4_000_000, []],
  ['the timer’s bus not divided', { ppre1: 0 }, 1_000_000, ['PCLK1 is 72 MHz, above its limit of 36 MHz']],
];

describe('another clock tree', () => {
  test.each(trees)('%s', async (_name, change, tickNs, rules) => {
    const found = seen(runBuilt(await armBuilt(SPEC, clockTree(change))));
    expect(found).toEqual({ tickNs, violations: rules.map((rule) => expect.stringContaining(rule)) });
  });

  test('PLL x10: beyond what the part is made for', async () => {
    const { violations } = seen(runBuilt(await armBuilt(SPEC, clockTree({ multiplier: 10 }))));
    expect(violations).toContainEqual('mcu/clock-limit: SYSCLK is 80 MHz, above its limit of 72 MHz');
    expect(violations).toContainEqual('mcu/clock-limit: PCLK1 is 40 MHz, above its limit of 36 MHz');
  });

  test('the planned one', async () => {
    expect(seen(runBuilt(await armBuilt(SPEC)))).toEqual({ tickNs: 1_000_000, violations: [] });
  });
});

describe('another crystal', () => {
  // HSI / 2 x 16 = 64 MHz; HSI / 2 x 6 = 24 MHz; HSI itself; HSI with HCLK halved
  test.each([
    ['72 MHz', SPEC],
    ['24 MHz on an F100', { ...SPEC, mcu: { part: 'STM32F100RB' }, timer: { prescaler: 23 } }],
    ['8 MHz without PLL', { ...SPEC, mcu: { clock: { sysclkHz: 8_000_000 } }, timer: { prescaler: 7 } }],
    ['5 MHz', { ...SPEC, mcu: { clock: { hseHz: 5_000_000, sysclkHz: 5_000_000 } }, timer: { prescaler: 4 } }],
    ['a reload value that HSI cannot keep', { ...SPEC, timer: { prescaler: 8 } }],
  ])('none, planned %s: the firmware says so, and the tick from HSI is exact', async (_name, spec) => {
    const run = runBuilt(withCrystal(await armBuilt(spec), null), { untilNs: 500_000_000 });
    expect(told(run.events, 'firmware')[0]).toContain('SYSCLK is not what was planned');
    expect(seen(run)).toEqual({ tickNs: 1_000_000, violations: [] });
  });

  test.each([
    [4_000_000, 2_000_000],
    [6_000_000, 1_333_333],
  ])('%i Hz', async (hseHz, tickNs) => {
    expect(seen(runBuilt(withCrystal(await armBuilt(SPEC), hseHz)))).toEqual({ tickNs, violations: [] });
  });

  test('12 MHz: beyond what the part is made for', async () => {
    const { violations } = seen(runBuilt(withCrystal(await armBuilt(SPEC), 12_000_000)));
    expect(violations).toContainEqual('mcu/clock-limit: SYSCLK is 108 MHz, above its limit of 72 MHz');
  });
});

/** What ran before main: it leaves SYSCLK and the PLL as given. */
const BOOT_LOADERS = {
  'PLL x6 from the crystal': 'boot(0x00110400U, 2U);',
  'PLL x9, the planned settings': 'boot(0x001D0400U, 2U);',
  'the crystal itself, the PLL on': 'boot(0x00110400U, 1U);',
  'PLL x12 from HSI': 'boot(0x00280400U, 2U);',
};

/** main.c that first does what a boot loader does. */
function after(call: string) {
  return (text: string): string =>
    text.replace('#include "kw_timer.h"', '#include "kw_timer.h"\n#include "kw_stm32f1.h"').replace(
      'int main(void)\n{\n',
      `static void boot(uint32_t cfgr, uint32_t source)
{
    KW_RCC->CR |= KW_RCC_CR_HSEON;
    while ((KW_RCC->CR & (KW_RCC_CR_HSEON << 1)) == 0U) { }
    KW_FLASH_ACR = KW_FLASH_ACR_PRFTBE | 2U;
    KW_RCC->CFGR = cfgr;
    KW_RCC->CR |= KW_RCC_CR_PLLON;
    while ((KW_RCC->CR & (KW_RCC_CR_PLLON << 1)) == 0U) { }
    KW_RCC->CFGR = cfgr | source;
}

int main(void)
{
    ${call}
`,
    );
}

describe('after a boot loader that has set a clock of its own', () => {
  test.each(Object.entries(BOOT_LOADERS))('%s: the planned clock, and no fault', async (_name, call) => {
    const run = runBuilt(await armBuilt(SPEC, { 'main.c': after(call) }));
    expect(seen(run)).toEqual({ tickNs: 1_000_000, violations: [] });
    expect(told(run.events, 'firmware').join()).not.toContain('SYSCLK');
  });
});

describe('in a scenario', () => {
  const play = ({ image }: ArmBuilt, plan: ArmBuilt['plan']) =>
    runScenario({ plan, scenario: builtIn('cable-cut'), engine: (board) => createArmEngine({ ...board, image }) });

  test('a tick of 4 ms detects too late', async () => {
    const built = await armBuilt(SPEC, clockTree({ ppre1: 0b110 }));
    const { reasons, verdict } = play(built, built.plan);
    expect([verdict, reasons.join('\n')]).toEqual(['fail', expect.stringMatching(/the bound is/)]);
  });

  test('wait states that are missing fail a run that is right in all else', async () => {
    const built = await armBuilt(SPEC, clockTree({ waitStates: 0 }));
    const { reasons, verdict, violations } = play(built, built.plan);
    expect(verdict).toBe('fail');
    expect(violations.map(({ rule }) => rule)).toEqual(['mcu/flash-latency']);
    expect(reasons[0]).toMatch(/^Violation \(mcu\/flash-latency\)/);
  });
});
