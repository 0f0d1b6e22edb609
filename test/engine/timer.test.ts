import { describe, expect, test } from 'vitest';
import { benchPlan, run } from './bench.ts';
import { pollingMain, type RegisterSetup, registerTimer } from './firmware.ts';

const S = 1_000_000_000;
/** Set-up takes some microseconds before the counter starts. */
const SETUP_NS = 50_000;
const waiting = pollingMain('kw_port_wait();');

describe('the period is what the registers say', () => {
  // RM0008 15.3.1: the counter's clock is TIMxCLK / (PSC + 1), an update comes every ARR + 1 counts.
  const cases: readonly (readonly [
    name: string,
    given: RegisterSetup & { timerHz?: number },
    want: { ticks: number; tickNs: number },
  ])[] = [
    ['1 ms from 71 and 999', {}, { ticks: 1000, tickNs: 1_000_000 }],
    ["the application note's 1.001 ms", { arr: 'KW_TIM2->ARR = 1000U;' }, { ticks: 999, tickNs: 1_001_000 }],
    [
      'largest prescaler',
      { psc: 'KW_TIM2->PSC = 0xFFFFU;', arr: 'KW_TIM2->ARR = 10U;' },
      { ticks: 99, tickNs: 10_012_444 },
    ],
    ['a slower timer clock', { timerHz: 24_000_000 }, { ticks: 333, tickNs: 3_000_000 }],
  ];
  test.each(cases)('%s', async (_name, { timerHz, ...setup }, want) => {
    // just over a second, so that the tick that ends it counts in spite of the time before the timer's start
    const { result } = await run(
      { 'main.c': waiting, 'kw_timer.c': registerTimer(setup) },
      { untilNs: S + SETUP_NS, plan: benchPlan(timerHz === undefined ? {} : { timerHz }) },
    );
    expect(result.end).toBe('time');
    expect(result.stats).toMatchObject({ interrupts: want.ticks, tickNs: want.tickNs, overruns: 0 });
  });

  test('fractions of a nanosecond add up: 24 counts of 7 MHz for ten seconds', async () => {
    const setup = { psc: 'KW_TIM2->PSC = 0U;', arr: 'KW_TIM2->ARR = 6999U;' };
    const plan = benchPlan({ timerHz: 6_999_000 });
    const { result } = await run(
      { 'main.c': waiting, 'kw_timer.c': registerTimer(setup) },
      { untilNs: 10 * S + SETUP_NS, plan },
    );
    // 7000 / 6.999 MHz = 1.000142877… ms; 10 s / that = 9998.57
    expect(result.stats.interrupts).toBe(9998);
  });
});

describe('no tick without all that it takes', () => {
  const cases: readonly (readonly [name: string, setup: RegisterSetup, reason: string])[] = [
    ['no clock', { clock: '' }, 'clock is off'],
    ['not started', { start: '' }, 'does not count'],
    ['no update interrupt', { interrupt: '' }, 'DIER.UIE'],
    ['not enabled in the NVIC', { enable: '' }, 'line 28 of the NVIC'],
    ['update events disabled', { source: 'KW_TIM2->CR1 = 2U;' }, 'CR1.UDIS'],
    ['reload of zero', { arr: 'KW_TIM2->ARR = 0U;' }, 'does not count'],
    ['clock taken away again', { start: 'KW_TIM2->CR1 |= 1U; KW_RCC->APB1ENR = 0U;' }, 'clock is off'],
    ['another line enabled', { enable: 'KW_NVIC_ISER(0) = UINT32_C(1) << 29;' }, 'line 28 of the NVIC'],
  ];
  test.each(cases)('%s', async (_name, setup, reason) => {
    const { result } = await run({ 'main.c': waiting, 'kw_timer.c': registerTimer(setup) });
    expect(result).toMatchObject({ end: 'stuck', stats: { interrupts: 0 } });
    expect(result.reason).toContain('nothing can end the wait');
    expect(result.reason).toContain(reason);
    expect(result.where).toContain('main');
  });

  test('writes to a timer without its clock are reported', async () => {
    const { events } = await run({ 'main.c': waiting, 'kw_timer.c': registerTimer({ clock: '' }) });
    expect(events).toEqual([expect.objectContaining({ kind: 'violation', rule: 'mcu/peripheral-clock' })]);
  });

  test('a handler of another name leaves the default handler in the vector', async () => {
    const timer = registerTimer().replaceAll('TIM2_IRQHandler', 'TIM2_Handler');
    const { result } = await run({ 'main.c': waiting, 'kw_timer.c': `void TIM2_Handler(void);\n${timer}` });
    expect(result).toMatchObject({ end: 'stuck', reason: expect.stringContaining('no TIM2_IRQHandler') });
  });
});

describe('the update flag', () => {
  test('never cleared: the handler is entered again without end', async () => {
    const { result, clock } = await run({ 'main.c': waiting, 'kw_timer.c': registerTimer({}, '') });
    expect(result).toMatchObject({ end: 'stuck', reason: expect.stringContaining('UIF is never cleared') });
    expect(result.where).toMatch(/^TIM2_IRQHandler/);
    expect(clock.nowNs).toBeLessThan(5_000_000);
  });

  test('cleared with a read, too', async () => {
    const timer = registerTimer({}, 'KW_TIM2->SR &= ~UINT32_C(1);');
    const { result } = await run({ 'main.c': waiting, 'kw_timer.c': timer }, { untilNs: S + SETUP_NS });
    expect(result.stats.interrupts).toBe(1000);
  });

  test('a 1 does not set it, nor clear it', async () => {
    const { result } = await run({ 'main.c': waiting, 'kw_timer.c': registerTimer({}, 'KW_TIM2->SR = 1U;') });
    expect(result.reason).toContain('UIF is never cleared');
  });

  // RM0008 15.4.6, EGR.UG with URS = 0; the robust order sets URS before UG, or clears UIF after it.
  const early: readonly (readonly [name: string, setup: RegisterSetup, early: boolean])[] = [
    ['URS set', { clear: '', unpend: '' }, false],
    ['URS not set, UIF left', { source: '', clear: '' }, true],
    ['URS not set, UIF cleared after UG', { source: '' }, false],
    ['UIF cleared before UG', { source: '', update: 'KW_TIM2->SR = 0U;', clear: 'KW_TIM2->EGR = 1U;' }, true],
    [
      'cleared after the interrupt was enabled: pending in the NVIC all the same',
      { source: '', clear: '', unpend: '', interrupt: 'KW_TIM2->DIER = 1U; KW_TIM2->SR = 0U;' },
      true,
    ],
    [
      'cleared there as well',
      {
        source: '',
        clear: '',
        unpend: '',
        interrupt: 'KW_TIM2->DIER = 1U; KW_TIM2->SR = 0U; KW_NVIC_ICPR(0) = 1U << 28;',
      },
      false,
    ],
  ];
  test.each(early)('an interrupt before the first period: %s', async (_name, setup, expected) => {
    const { result } = await run({ 'main.c': waiting, 'kw_timer.c': registerTimer(setup) }, { untilNs: 900_000 });
    expect(result.stats.interrupts).toBe(expected ? 1 : 0);
  });
});

describe('buffered registers', () => {
  test('PSC is at work only after an update event', async () => {
    const { result } = await run(
      { 'main.c': waiting, 'kw_timer.c': registerTimer({ update: '' }) },
      { untilNs: 500_000 },
    );
    expect(result.stats.interrupts).toBe(1); // the first period runs at PSC = 0: 1000 / 72 MHz = 13.9 µs
    expect(result.stats.tickNs).toBe(1_000_000);
  });

  test('ARR with preload waits for the update event', async () => {
    const timer = registerTimer({ source: 'KW_TIM2->CR1 = 0x84U;', start: 'KW_TIM2->ARR = 499U; KW_TIM2->CR1 |= 1U;' });
    const { result } = await run({ 'main.c': waiting, 'kw_timer.c': timer }, { untilNs: 2_600_000 });
    expect(result.stats.interrupts).toBe(4); // at 1.0, 1.5, 2.0 and 2.5 ms
  });

  test('CNT counts and can be read back', async () => {
    const main = pollingMain(
      'uint8_t low = kw_count(); send_frame(&low, 1U, &low, 0U); kw_port_wait();',
      'uint8_t kw_count(void);',
    );
    const timer = `${registerTimer()}
uint8_t kw_count(void);
uint8_t kw_count(void)
{
    for (unsigned volatile spin = 0U; spin < 200U; spin++) {
    }
    return (uint8_t)KW_TIM2->CNT;
}
`.replace('#include "kw_timer.h"', '#include "kw_timer.h"\n#include <stdint.h>');
    const { chip } = await run({ 'main.c': main, 'kw_timer.c': timer }, { untilNs: 3_500_000 });
    const counts = chip.notes.filter(({ what }) => what.startsWith('byte')).map(({ what }) => Number(what.slice(5)));
    expect(counts).toHaveLength(4);
    // microseconds since the last tick: 200 turns of a few blocks each
    for (const count of counts) expect(count).toSatisfy((value: number) => value > 10 && value < 120);
  });
});

describe('a program that polls UIF instead of being interrupted', () => {
  const polling = pollingMain(
    'while ((KW_TIM2->SR & 1U) == 0U) { } KW_TIM2->SR = ~UINT32_C(1); uint8_t const b = 1U; send_frame(&b, 1U, &b, 0U);',
  ).replace('#include "frames.h"', '#include "frames.h"\n#include "kw_stm32f1.h"');

  test('sees it set at each overflow, and cleared by its own store', async () => {
    const timer = registerTimer({ interrupt: '', enable: '' });
    const { chip } = await run({ 'main.c': polling, 'kw_timer.c': timer }, { untilNs: 5_500_000 });
    const sinceStartMs = chip.times('select').map((atNs) => atNs / 1_000_000);
    expect(sinceStartMs.map(Math.floor)).toEqual([1, 2, 3, 4, 5]);
    for (const atMs of sinceStartMs) expect(atMs % 1).toBeLessThan(0.01);
  });
});
