/** What a run measures of the CPU, against cycles counted by hand: Cortex-M3 Technical Reference Manual, table 3-1. */
import { describe, expect, test } from 'vitest';
import type { CpuStats } from '../../../simulator/engine/engine.ts';
import { main, run } from './bench.ts';
import type { Changes } from './build.ts';

const MS = 1_000_000;
const HZ = 72_000_000;
/** Exception entry and exit, each (Cortex-M3 Technical Reference Manual, 5.5). */
const ENTRY_AND_EXIT = 12 + 12;
/** A store, and what the bus of the peripherals is assumed to add. */
const STORE_TO_PERIPHERAL = 1 + 2;
/** A branch that is taken, with the refill of the pipeline: shorter where the instruction holds the target. */
const TAKEN = 1 + 1;
const RETURN = 1 + 2;

async function measured(files: Changes, untilNs = 20 * MS): Promise<CpuStats> {
  const { result } = await run(files, { untilNs });
  expect(result, result.reason).toMatchObject({ end: 'time' });
  if (result.stats.cpu === null) throw new Error('no figures');
  return result.stats.cpu;
}

const nsOf = (cycles: number): number => Math.round((cycles * 1e9) / HZ);

/** A kw_timer.c whose handler is nothing but these instructions, after it has cleared the flag. */
const handler =
  (...code: readonly string[]) =>
  (text: string): string => {
    const clear = ['ldr r0, =0x40000010', 'movs r1, #0', 'str r1, [r0]']; // TIM2_SR
    const lines = ['.syntax unified', ...clear, ...code, '.ltorg']
      .map((line) => JSON.stringify(`${line}\n`))
      .join('\n');
    const own = `__attribute__((naked)) void TIM2_IRQHandler(void)\n{\n__asm volatile(${lines});\n}\n`;
    return text.replace(/void TIM2_IRQHandler\(void\)\n\{[\s\S]*$/, own);
  };
const CLEARED = 2 + 1 + STORE_TO_PERIPHERAL;

describe('cycles of a tick interrupt', () => {
  test('all alike: least, mean and most are one number', async () => {
    const loop = ['movs r2, #5', '1: subs r2, #1', 'bne 1b', 'bx lr'];
    const { tickCycles } = await measured({ 'main.c': main(''), 'kw_timer.c': handler(...loop) });
    const cycles = ENTRY_AND_EXIT + CLEARED + 1 + 5 * 1 + 4 * TAKEN + 1 + RETURN;
    expect(tickCycles).toEqual({ least: cycles, mean: cycles, most: cycles });
  });

  test('a function that saves registers: PUSH 1 + N, POP with PC 1 + N and the refill', async () => {
    const code = ['push {r4, r5, lr}', 'movs r4, #1', 'pop {r4, r5, pc}'];
    const { tickCycles } = await measured({ 'main.c': main(''), 'kw_timer.c': handler(...code) });
    expect(tickCycles?.most).toBe(ENTRY_AND_EXIT + CLEARED + (1 + 3) + 1 + (1 + 3 + 2));
  });

  test('short and long by turns', async () => {
    // Once round the loop, then twice: a word of RAM that nothing else is in alternates between 1 and 2.
    const turn = ['ldr r3, =0x20003000', 'ldr r2, [r3]', 'movs r1, #3', 'eors r2, r1', 'str r2, [r3]'];
    const loop = [...turn, '1: subs r2, #1', 'bne 1b', 'bx lr'];
    const body = 'WORD(0x20003000U) = 1U;';
    const { tickCycles, longestHandlingNs } = await measured({ 'main.c': main(body), 'kw_timer.c': handler(...loop) });
    const least = ENTRY_AND_EXIT + CLEARED + (2 + 2 + 1 + 1 + 1) + (1 + 1) + RETURN;
    expect(tickCycles).toMatchObject({ least, most: least + 1 + TAKEN });
    expect(tickCycles?.mean).toBeGreaterThan(least + 1.2);
    expect(tickCycles?.mean).toBeLessThan(least + 1.8);
    expect(longestHandlingNs).toBe(nsOf(least + 1 + TAKEN));
  });

  test('none, when no timer runs', async () => {
    const timer = (text: string): string => text.replace('KW_TIM2->DIER = KW_TIM_DIER_UIE;', '');
    const body = 'for (uint32_t volatile n = 0U; n < 1000000U; n = n + 1U) { }';
    const { tickCycles, longestHandlingNs } = await measured({ 'main.c': main(body), 'kw_timer.c': timer });
    expect([tickCycles, longestHandlingNs]).toEqual([null, 0]);
  });
});

/** A delay of `n` turns, with what stands before and behind it. */
const around = (before: string, n: number, behind: string): string =>
  `__asm volatile(".syntax unified\\n${before}\\nmovs r0, #${n}\\n1: subs r0, #1\\nbne 1b\\n${behind}" ::: "r0", "cc", "memory");`;
/** `movs`, and the turns, of which the last one's branch is not taken. */
const turns = (n: number): number => 1 + (1 + TAKEN) * n - (TAKEN - 1);

describe('the longest time with interrupts off', () => {
  test.each([1, 2, 200])('from cpsid to cpsie, %i turns', async (n) => {
    const body = around('cpsid i', n, 'cpsie i');
    const { longestMaskedNs } = await measured({ 'main.c': main(body) });
    // From the end of the one to the end of the other.
    expect(longestMaskedNs).toBe(nsOf(turns(n) + 1));
  });

  test('of several the longest, wherever it stands', async () => {
    const body = [100, 200, 3].map((n) => around('cpsid i', n, 'cpsie i')).join(' ');
    expect((await measured({ 'main.c': main(body) })).longestMaskedNs).toBe(nsOf(turns(200) + 1));
  });

  test('PRIMASK set twice is one time; through MSR it counts, too', async () => {
    const body = around('cpsid i', 50, 'cpsid i') + around('nop', 60, 'movs r0, #0\\nmsr PRIMASK, r0');
    const { longestMaskedNs } = await measured({ 'main.c': main(body) });
    expect(longestMaskedNs).toBe(nsOf(turns(50) + 1 + 1 + turns(60) + 1 + 1));
  });

  test('none, when it is never done', async () => {
    expect((await measured({ 'main.c': main('') })).longestMaskedNs).toBe(0);
  });
});

describe('the longest poll', () => {
  /** A kw_loop_poll of its own, called so often with these turns. */
  const polling = (...counts: readonly number[]): Changes => {
    const loop = (text: string): string => {
      const own =
        'bool kw_loop_poll(void)\n{\n__asm volatile(".syntax unified\\nldr r0, =0x20003000\\nldr r0, [r0]\\n1: subs r0, #1\\n';
      const naked = `__attribute__((naked)) ${own}bne 1b\\nbx lr\\n.ltorg");\n}\n`;
      const quiet = '#pragma GCC diagnostic ignored "-Wunused-function"\n';
      return quiet + text.replace(/bool kw_loop_poll\(void\)\n\{[\s\S]*?\n\}\n/, naked);
    };
    const body = counts.map((n) => `WORD(0x20003000U) = ${n}U; (void)kw_loop_poll();`).join(' ');
    return { 'main.c': main(`__asm volatile("cpsid i"); ${body} __asm volatile("cpsie i");`), 'kw_loop.c': loop };
  };

  test.each([[[1]], [[7, 300, 20]], [[300, 7]]])(
    'from its first instruction to its return: %j turns',
    async (counts) => {
      const most = Math.max(...counts);
      const files = polling(...counts);
      expect((await measured(files)).longestPollNs).toBe(nsOf(2 + 2 + turns(most) - 1 + RETURN));
    },
  );

  test('none, when it is never called', async () => {
    expect((await measured({ 'main.c': main('') })).longestPollNs).toBe(null);
  });

  test('none, when it does not return', async () => {
    expect((await measured(polling(60_000_000))).longestPollNs).toBe(null);
  });
});

describe('how far the stack grows', () => {
  /** Interrupts off, so that no exception's frame is added. */
  const framed = (bytes: number): Changes => ({
    'main.c': main(
      '__asm volatile("cpsid i"); framed(); for (;;) { place = place + 1U; }',
      `void framed(void);
__attribute__((naked, noinline)) void framed(void)
{ __asm volatile("push {r4, lr}\\nsub sp, #${bytes}\\nadd sp, #${bytes}\\npop {r4, pc}"); }`,
    ),
  });

  // The set-up before it needs as much as a frame of 16 bytes: the frames are larger.
  test.each([
    [20, 24],
    [256, 300],
    [504, 508],
  ])('by as much as a function needs more: %i and %i bytes', async (less, more) => {
    const [small, large] = [await measured(framed(less)), await measured(framed(more))];
    expect(large.stackBytes - small.stackBytes).toBe(more - less);
  });

  test('an exception needs 32 bytes, and 4 where the stack is not aligned to 8', async () => {
    const idle = (sp: string): Changes => ({
      'main.c': main(`__asm volatile("cpsid i\\n${sp}\\ncpsie i\\n1: wfi\\nb 1b");`),
      'kw_timer.c': handler('bx lr'),
    });
    // Below what the set-up needs: the handler alone is what decides.
    const [aligned, odd] = [await measured(idle('sub sp, #400')), await measured(idle('sub sp, #404'))];
    const bare = await measured({
      'main.c': main('__asm volatile("cpsid i\\nsub sp, #400\\n1: b 2f\\n2: b 1b");'),
      'kw_timer.c': handler('bx lr'),
    });
    expect(aligned.stackBytes - bare.stackBytes).toBe(32);
    expect(odd.stackBytes - bare.stackBytes).toBe(4 + 32 + 4);
  });
});
