import { describe, expect, test } from 'vitest';
import { main, run } from './bench.ts';

const MS = 1_000_000;

/** Bodies of main, what the run must end with, and the function with the line that is to blame. */
const traps: readonly (readonly [name: string, body: string, reason: RegExp])[] = [
  ['a null pointer', 'WORD(0) = 1U;', /writes 4 bytes at 0x00000000, where nothing is: a null pointer/],
  ['a read where nothing is', '(void)WORD(0x10000000U);', /0x10000000/],
  ['a read behind RAM', '(void)WORD(0x20005000U);', /0x20005000/],
  ['a read behind flash', '(void)WORD(0x08010000U);', /0x08010000/],
  ['a reserved peripheral', '(void)WORD(0x40022400U);', /0x40022400/],
  [
    'two words that are not aligned',
    '__asm volatile("ldrd r0, r1, [%0]" ::"r"(place) : "r0", "r1");',
    /reads 4 bytes at 0x20000002, which is not aligned/,
  ],
  [
    'several words that are not aligned',
    '__asm volatile("stmia %0, {r0, r1}" ::"r"(place + 1U) : "memory");',
    /writes 4 bytes at 0x20000003, which is not aligned/,
  ],
  ['a write to flash', 'WORD(0x08000100U) = 1U;', /writes 4 bytes at 0x08000100, which is flash/],
  ['an undefined instruction', '__asm volatile(".hword 0xde00");', /undefined instruction/],
  [
    'an instruction of the Cortex-M4 alone',
    '__asm volatile(".hword 0xfa90, 0xf041");',
    /undefined instruction is executed \(0xfa90/,
  ],
  [
    'an instruction of the FPU',
    '__asm volatile(".hword 0xee30, 0x0a00");',
    /undefined instruction is executed \(0xee30/,
  ],
  ['a breakpoint', '__asm volatile("bkpt 1");', /BKPT/],
];

describe('what a strict board does not let a program do', () => {
  test.each(traps)('%s', async (_name, body, reason) => {
    const { result } = await run({ 'main.c': main(body) });
    expect(result).toMatchObject({ end: 'trap', where: 'main (main.c:30)' });
    expect(result.reason).toMatch(reason);
  });

  test('code in RAM', async () => {
    const { result } = await run({ 'main.c': main('((void (*)(void))0x20000101U)();') });
    expect(result).toMatchObject({ end: 'trap', reason: 'it executes 0x20000100, which is not flash' });
  });

  test('a stack that grows into the data', async () => {
    const globals = `int recurse(int n);
int recurse(int n) { int volatile m = n; return m < 0 ? 0 : m + recurse(m + 1); }`;
    const { result } = await run({ 'main.c': main('(void)recurse(1);', globals) });
    expect(result).toMatchObject({ end: 'trap', where: expect.stringMatching(/^recurse \(main\.c:9\)/) });
    expect(result.reason).toMatch(/^the stack has grown to 0x20000\w{3}, below its limit at 0x20000\w{3}$/);
    expect(result.stats.cpu?.stackBytes).toBeGreaterThan(18_000); // of 20 KiB
  });

  const PEND = 'WORD(0xE000E200U) = 1UL << 29; WORD(0xE000E100U) = 1UL << 29;';

  test('an interrupt in whose place the vector table has a zero', async () => {
    const startup = (text: string): string => text.replace('{TIM3_IRQHandler}', '{0}');
    const { result } = await run({ 'main.c': main(PEND), 'kw_startup.c': startup });
    expect(result).toMatchObject({ end: 'trap', reason: 'interrupt line 29 is taken and its vector is 0' });
    expect(result.where).toMatch(/^main /);
  });

  test('an interrupt that nobody handles', async () => {
    const { result } = await run({ 'main.c': main(PEND) });
    expect(result).toMatchObject({ end: 'stuck', where: expect.stringMatching(/^Default_Handler \(.*\) < main/) });
    expect(result.reason).toMatch(/^interrupt line 29 has no handler/);
  });
});

describe('a program that comes no further', () => {
  test('an endless loop in main: after the limit, not before', async () => {
    const body = 'for (uint32_t volatile n = 0U;;) { n = n + 1U; }';
    const files = { 'main.c': main(body) };
    expect((await run(files, { untilNs: 45 * MS, spinLimitNs: 50 * MS })).result.end).toBe('time');
    const { clock, result } = await run(files, { untilNs: 1000 * MS, spinLimitNs: 50 * MS });
    expect(result).toMatchObject({ end: 'stuck', where: expect.stringContaining('main (main.c:30)') });
    expect(clock.nowNs).toBeLessThan(53 * MS);
  });

  test('an empty endless loop', async () => {
    const { result } = await run({ 'main.c': main('for (;;) { }') }, { untilNs: 60_000 * MS });
    expect(result).toMatchObject({ end: 'stuck', reason: expect.stringMatching(/^10 s of CPU time/) });
  });

  test('an empty endless loop with interrupts off', async () => {
    const { result } = await run({ 'main.c': main('__asm volatile("cpsid i"); for (;;) { }') });
    expect(result).toMatchObject({ end: 'stuck', reason: 'it loops for ever with interrupts off' });
  });

  test('a sleep that nothing ends', async () => {
    const body = 'WORD(0xE000E180U) = 0xFFFFFFFFU;';
    const { result } = await run({ 'main.c': main(body) }, { untilNs: 60_000 * MS });
    expect(result).toMatchObject({ end: 'stuck', reason: expect.stringContaining('none that it has enabled') });
  });

  test('a flag that the handler does not clear', async () => {
    const timer = `#include "kw_timer.h"
#include "kw_clock.h"
#include "kw_stm32f1.h"
bool kw_clock_fallback;
void Timer_Configuration(void)
{
    KW_RCC->APB1ENR |= 1UL << 0;
    KW_TIM2->PSC = 71U;
    KW_TIM2->ARR = 999U;
    KW_TIM2->EGR = 1U;
    KW_TIM2->DIER = 1U;
    KW_TIM2->CR1 = 1U;
}
void NVIC_Configuration(void)
{
    KW_NVIC_ISER(0) = 1UL << 28;
}
void TIM2_IRQHandler(void)
{
    Timer2_ISR();
}
`;
    const { result } = await run({ 'main.c': main(''), 'kw_timer.c': timer });
    expect(result).toMatchObject({
      end: 'stuck',
      reason: expect.stringMatching(/line 28 is entered again without end/),
    });
  });

  test('main that returns', async () => {
    const { result } = await run({ 'main.c': main('if (KW_TIM2->CR1 != 0U) { return 0; }') });
    expect(result).toMatchObject({ end: 'returned', where: 'main' });
  });
});
