import { describe, expect, test } from 'vitest';
import type { FirmwareFile } from '../../contract/firmware.ts';
import { buildHostFirmware } from '../../simulator/engine/host/build.ts';
import { cache } from '../build-cache.ts';
import { firmwareFiles } from '../firmware-files.ts';
import { benchPlan, run, tryBuild } from './bench.ts';
import { HEADERS, pollingMain, registerTimer } from './firmware.ts';

const MS = 1_000_000;
const timer = registerTimer();
const waiting = pollingMain('kw_port_wait();');

describe('how a run ends', () => {
  test('at the time given, to the nanosecond', async () => {
    const { result, clock } = await run({ 'main.c': waiting, 'kw_timer.c': timer }, { untilNs: 7_654_321 });
    expect(result.end).toBe('time');
    expect(clock.nowNs).toBe(7_654_321);
  });

  test('when the caller says so', async () => {
    const main = pollingMain('uint8_t b = 1U; send_frame(&b, 1U, &b, 0U); kw_port_wait();');
    const stopped = (chip: { readonly notes: readonly unknown[] }): boolean => chip.notes.length >= 30;
    const { result, clock } = await run({ 'main.c': main, 'kw_timer.c': timer }, { stopped });
    expect(result.end).toBe('stopped');
    expect(clock.nowNs).toBeLessThan(15 * MS);
  });

  test('when main returns', async () => {
    const { result } = await run({ 'main.c': pollingMain('return 0;'), 'kw_timer.c': timer });
    expect(result).toMatchObject({ end: 'returned', where: 'main' });
  });

  const LOOPS = `
static uint8_t volatile never;
__attribute__((noinline)) static void inner(void);
__attribute__((noinline)) static void outer(void);
static void inner(void) { while (never == 0U) { } }
static void outer(void) { inner(); never = 2U; }
`;
  test('when firmware spins for ten seconds, with the names of the functions', async () => {
    const { result, clock } = await run(
      { 'main.c': pollingMain('outer();', LOOPS), 'kw_timer.c': timer },
      { untilNs: 3_600_000 * MS },
    );
    expect(result).toMatchObject({ end: 'stuck', where: 'inner < outer < main' });
    expect(result.reason).toContain('10 s');
    expect(clock.nowNs).toBeGreaterThanOrEqual(10_000 * MS);
    expect(clock.nowNs).toBeLessThan(10_010 * MS);
    expect(result.stats.interrupts).toBeGreaterThan(9_990); // they go on, and do not count as progress
  });

  const stoppedAt = (ms: number) => {
    const clocks: { nowNs: number }[] = [];
    return {
      untilNs: 60_000 * MS,
      prepare: (clock: { nowNs: number }) => void clocks.push(clock),
      stopped: () => (clocks[0]?.nowNs ?? 0) >= ms * MS,
    };
  };

  test('stopped by the caller after 450 ms of spinning', async () => {
    const { result } = await run({ 'main.c': pollingMain('outer();', LOOPS), 'kw_timer.c': timer }, stoppedAt(450));
    expect(result.end).toBe('stopped');
  });

  test('stopped by the caller while it spins for ever: stuck', async () => {
    const { result } = await run({ 'main.c': pollingMain('outer();', LOOPS), 'kw_timer.c': timer }, stoppedAt(550));
    expect(result).toMatchObject({
      end: 'stuck',
      where: 'inner < outer < main',
      reason: expect.stringMatching(/^10 s/),
    });
  });

  test('stopped by the caller in a busy wait of a second or two: when the wait is over', async () => {
    const main = pollingMain(
      'uint8_t b = 1U; send_frame(&b, 1U, &b, 0U); for (uint32_t volatile n = 0U; n < 6000000U; n++) { }',
    );
    const { result, clock } = await run({ 'main.c': main, 'kw_timer.c': timer }, stoppedAt(600));
    expect(result.end).toBe('stopped');
    expect(clock.nowNs).toBeGreaterThan(650 * MS);
    expect(clock.nowNs).toBeLessThan(5_000 * MS);
  });

  test('spinning on a pin that never changes', async () => {
    const main = pollingMain('while (!kw_port_interrupt()) { }');
    const { result } = await run(
      { 'main.c': main, 'kw_timer.c': timer },
      { untilNs: 60_000 * MS, spinLimitNs: 100 * MS },
    );
    expect(result).toMatchObject({ end: 'stuck', where: expect.stringContaining('main') });
  });

  test('spinning inside the handler', async () => {
    const spin = 'KW_TIM2->SR = 0U; while (KW_TIM2->CNT < 2000U) { }';
    const { result } = await run(
      { 'main.c': waiting, 'kw_timer.c': registerTimer({}, spin) },
      { untilNs: 60_000 * MS, spinLimitNs: 100 * MS },
    );
    expect(result).toMatchObject({ end: 'stuck', where: expect.stringMatching(/^TIM2_IRQHandler < .*main$/) });
  });

  test('spinning with SPI frames is no standstill: nothing says that it must sleep', async () => {
    const main = pollingMain('uint8_t b = 1U; send_frame(&b, 1U, &b, 0U);');
    const { result } = await run({ 'main.c': main, 'kw_timer.c': timer }, { untilNs: 100 * MS });
    expect(result.end).toBe('time');
  });

  test('waiting inside the handler', async () => {
    const wait = 'KW_TIM2->SR = 0U; kw_port_wait();';
    const text = registerTimer({}, wait).replace('"kw_timer.h"', '"kw_timer.h"\n#include "frames.h"');
    const { result } = await run({ 'main.c': waiting, 'kw_timer.c': text });
    expect(result).toMatchObject({ end: 'stuck', reason: 'the interrupt handler waits for an interrupt' });
  });

  const traps: readonly (readonly [name: string, poll: string, globals: string])[] = [
    ['division by zero', 'zero = (uint8_t)(100U / (unsigned)zero);', 'static uint8_t volatile zero;'],
    ['wild pointer', 'far = *(uint8_t volatile *)0xF0000000U;', 'static uint8_t volatile far;'],
    [
      'endless recursion',
      'deeper = recurse(deeper);',
      'static int volatile deeper; int recurse(int n); int recurse(int n) { int volatile m = n; return m < 0 ? 0 : m + recurse(m + 1); }',
    ],
    ['explicit', '__builtin_trap();', ''],
  ];
  test.each(traps)('a trap: %s', async (_name, poll, globals) => {
    const { result } = await run({ 'main.c': pollingMain(poll, globals), 'kw_timer.c': timer });
    expect(result).toMatchObject({ end: 'trap', where: expect.stringMatching(/main|recurse/) });
    expect(result.reason).not.toBe('');
  });

  test('a buffer outside memory', async () => {
    const poll = 'uint8_t b = 1U; send_frame(&b, 1U, (uint8_t const *)0xFFFFFF00U, 16U);';
    const { result } = await run({ 'main.c': pollingMain(poll), 'kw_timer.c': timer });
    expect(result).toMatchObject({ end: 'trap', where: expect.stringContaining('kw_port_exchange') });
  });
});

describe('what cannot be built', () => {
  test("the compiler's words, with file and line of the user's own file", async () => {
    const app = 'int kw_app(void);\nint kw_app(void)\n{\n    return undefined_name;\n}\n';
    const result = await tryBuild({ 'main.c': waiting, 'kw_timer.c': timer, 'app.c': app });
    expect(result).toMatchObject({ ok: false, stage: 'compile' });
    if (!result.ok) expect(result.text).toMatch(/^app\.c:4:12: error: .*undefined_name/);
  });

  const warned: readonly (readonly [flag: string, line: string])[] = [
    ['-Wimplicit-int-conversion', 'uint8_t kw_f(int x) { return x; }'],
    ['-Wunused-parameter', 'int kw_f(int x) { return 1; }'],
    ['-Wshadow', 'int kw_f(int x) { { int x = 1; return x; } }'],
    ['-Wundef', '#if KW_MISSPELT\n#endif'],
    ['-Wstrict-prototypes', 'int kw_f() { return 1; }'],
  ];
  test.each(warned)('a warning is an error: %s', async (flag, line) => {
    const app = `#include <stdint.h>\n${line}\n`;
    const result = await tryBuild({ 'main.c': waiting, 'kw_timer.c': timer, 'app.c': app });
    expect(result.ok ? '' : result.text).toContain(flag);
  });

  test('errors of several files come together', async () => {
    const bad = 'int a = "";\n#error stop\n';
    const result = await tryBuild({ 'main.c': waiting, 'kw_timer.c': `#include "kw_stm32f1.h"\n${bad}`, 'app.c': bad });
    expect(result.ok ? '' : result.text).toMatch(/app\.c:2:2: error[\s\S]*timer\.c:3:2: error/);
  });

  test('what the linker misses', async () => {
    const main = pollingMain('kw_missing();', 'void kw_missing(void);');
    const result = await tryBuild({ 'main.c': main, 'kw_timer.c': timer });
    expect(result).toMatchObject({ ok: false, stage: 'link', text: expect.stringContaining('kw_missing') });
  });

  test('a port function used with other parameters than it has', async () => {
    const main = waiting.replace('#include "frames.h"', 'void kw_port_init(void); void kw_port_wait(int how);');
    const result = await tryBuild({ 'main.c': main.replace('kw_port_wait()', 'kw_port_wait(1)'), 'kw_timer.c': timer });
    expect(result).toMatchObject({ ok: false, stage: 'link', text: expect.stringContaining('kw_port_wait') });
  });

  test('files that are not compiled for the board do not disturb', async () => {
    const rubbish = 'this is no C\n';
    const others = { 'STM32F103C8.ld': rubbish, 'README.md': rubbish, 'cmake/x.c': rubbish };
    const files = firmwareFiles(Object.entries({ ...HEADERS, 'main.c': waiting, 'kw_timer.c': timer, ...others }));
    const replaced: FirmwareFile = { path: 'kw_port.c', text: rubbish, owner: 'keepwire', replaced: true };
    const plan = benchPlan();
    expect(await buildHostFirmware({ files: [...files, replaced], plan, cache })).toMatchObject({ ok: true });
    const users: FirmwareFile = { path: 'kw_port.c', text: rubbish, owner: 'user' };
    expect(await buildHostFirmware({ files: [...files, users], plan, cache })).toMatchObject({ ok: false });
  });
});

test('registers that a file of the user names by their bare addresses', async () => {
  const writing = pollingMain('*(uint32_t volatile *)0x4000002CU = 499U; kw_port_wait();');
  const [main, ...rest] = firmwareFiles(Object.entries({ 'main.c': writing, ...HEADERS, 'kw_timer.c': timer }));
  const built = await buildHostFirmware({
    files: [{ ...(main as FirmwareFile), owner: 'user' }, ...rest],
    plan: benchPlan(),
    cache,
  });
  expect(built.ok).toBe(true);
  const { result } = await run({}, { untilNs: 3_500_000, wasm: (built as { wasm: Uint8Array }).wasm });
  expect(result).toMatchObject({ end: 'time', stats: { tickNs: 500_000 } }); // 0x2C is TIM2's ARR, RM0008 15.4.12
});

describe("the application's hooks", () => {
  const hooks = `#include <stdint.h>
typedef enum { KW_END_A = 1, KW_END_B, KW_END_C, KW_END_D } kw_end_reason_t;
typedef enum { KW_FAULT_A = 1, KW_FAULT_B } kw_fault_t;
void kw_app_ended(uint32_t socket, kw_end_reason_t reason);
void kw_app_fault(kw_fault_t fault);
`;
  const app = `#include "hooks.h"
#include "frames.h"
static uint8_t seen;
void kw_app_ended(uint32_t socket, kw_end_reason_t reason)
{
    seen = (uint8_t)((socket << 4) | (uint32_t)reason);
    send_frame(&seen, 1U, &seen, 0U);
}
void kw_app_fault(kw_fault_t fault)
{
    (void)fault;
}
`;
  test('are reported and still called', async () => {
    const main = pollingMain(
      'kw_app_ended(3U, KW_END_B); kw_app_fault(KW_FAULT_B); kw_port_wait();',
      '#include "hooks.h"',
    );
    const { chip, events } = await run(
      { 'main.c': main, 'kw_timer.c': timer, 'app.c': app, 'hooks.h': hooks },
      { untilNs: 900_000 },
    );
    expect(events).toEqual([
      { kind: 'firmware', what: 'ended', socket: 3, reason: 'reset' },
      { kind: 'firmware', what: 'fault', text: 'no chip answered after its reset' },
    ]);
    expect(chip.times('byte 50')).toHaveLength(1);
  });
});
