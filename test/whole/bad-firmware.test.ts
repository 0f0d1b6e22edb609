import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runScenario } from '../../simulator/run-scenario.ts';
import { parseScenario } from '../../simulator/scenario/format/parse.ts';
import type { Run } from '../../simulator/verdict/judged-run.ts';
import { keepwire, type Outcome, SPEC, workIn } from '../cli/keepwire.ts';
import { firmwareOf } from '../scenario/firmware.ts';

const folder = workIn();

/** A client that connects, sends, wants its echo and its end within a second each. */
const SHORT = JSON.stringify({
  name: 'short',
  title: 'Short',
  steps: [
    { do: 'connect', peer: 'client', limit: { s: 1 } },
    { do: 'send', peer: 'client', text: 'hello' },
    { do: 'expect-echo', peer: 'client', limit: { s: 1 } },
    { do: 'close', peer: 'client' },
    { do: 'wait-until', peer: 'client', is: 'detected', limit: { s: 1 } },
    { do: 'wait', for: { s: 1 } },
  ],
  expect: { detected: [{ peer: 'client', as: 'orderly-close' }], listening: false },
});

/** Puts the user's own file in its place and simulates; `json` asks for the document. */
async function simulate(file: string, text: string, json: boolean): Promise<Outcome> {
  folder.write('s.json', SPEC);
  folder.write('short.json', SHORT);
  mkdirSync(join(folder.path, 'out/s'), { recursive: true });
  writeFileSync(join(folder.path, 'out/s', file), text);
  const args = ['simulate', 's.json', '--scenario', './short.json'];
  return keepwire(folder.path, json ? [...args, '--json'] : args);
}

/** The same without the command line, whose start and fresh compiler cost seconds. Throws what the compiler says. */
async function play(file: string, text: string): Promise<Run> {
  const firmware = await firmwareOf(JSON.parse(SPEC), (path, generated) => (path === file ? text : generated));
  const scenario = parseScenario(SHORT);
  if (!scenario.ok) throw new Error(JSON.stringify(scenario.problems));
  return runScenario({ ...firmware, scenario: scenario.value });
}

/** An application whose hooks do what a test wants; line 6 is the first line of `globals`. */
function app(hooks: { readonly received?: string; readonly ended?: string; readonly globals?: string }): string {
  return `#include <stdint.h>

#include "kw_port.h"
#include "kw_loop.h"

${hooks.globals ?? ''}
static uint8_t buffer[64];
void kw_app_connected(uint32_t socket) { (void)socket; }
void kw_app_received(uint32_t socket, uint16_t waiting)
{
    (void)waiting;
    (void)kw_socket_send(socket, buffer, kw_socket_receive(socket, buffer, sizeof buffer));
    ${hooks.received ?? ''}
}
void kw_app_ended(uint32_t socket, kw_end_reason_t reason)
{
    (void)socket;
    (void)reason;
    ${hooks.ended ?? ''}
}
void kw_app_fault(kw_fault_t fault) { (void)fault; }
`;
}

test('the application of these tests is itself sound', async () => {
  const { exitCode, stdout } = await simulate('app.c', app({}), false);
  expect(stdout).toMatch(/PASS +short/);
  expect(exitCode).toBe(0);
});

const FOREVER = 'static volatile uint8_t forever = 1U;';
const SPIN = `${FOREVER}\nstatic void spin(void) { while (forever != 0U) { } }`;

/** What runs, but not to a good end: the sentence names the function. */
const RUNS: readonly (readonly [name: string, file: string, text: string, want: RegExp])[] = [
  [
    'a hook that never returns',
    'app.c',
    app({ globals: SPIN, received: 'spin();' }),
    /stuck .*spin|stuck .*kw_app_received/,
  ],
  ['a hook at the end that never returns', 'app.c', app({ globals: SPIN, ended: 'spin();' }), /stuck .*kw_app_ended/],
  [
    'a hook that sleeps for ever',
    'app.c',
    app({ received: 'for (;;) { kw_port_wait(); }' }),
    /waiting for|A step failed/,
  ],
  [
    'a hook that asks the chip for ever',
    'app.c',
    app({ globals: FOREVER, received: 'while (forever != 0U) { (void)kw_socket_room(socket); }' }),
    /stuck .*kw_app_received|waiting for|A step failed/,
  ],
  ['a hook that traps', 'app.c', app({ received: '__builtin_trap();' }), /trapped .*kw_app_received/],
  [
    'a call of nothing',
    'app.c',
    app({ globals: 'static void (*volatile hook)(void);', received: 'hook();' }),
    /trapped .*kw_app_received/,
  ],
  [
    'an access far outside',
    'app.c',
    app({ received: '*(volatile uint8_t *)(uintptr_t)0xF0000000U = 1U;' }),
    /trapped .*kw_app_received|Not allowed/,
  ],
  [
    'recursion without end',
    'app.c',
    app({
      globals:
        'uint32_t deep(uint32_t volatile *n);\nuint32_t deep(uint32_t volatile *n) { uint32_t volatile m = *n + 1U; return m == 0U ? 0U : deep(&m) + m; }',
      received: 'uint32_t volatile n = waiting; (void)deep(&n);',
    }),
    /trapped .*deep|stuck .*deep/,
  ],
  ['a main that returns', 'main.c', 'int main(void) { return 0; }\n', /main returned/],
  ['a main that does nothing for ever', 'main.c', 'int main(void) { for (;;) { } }\n', /stuck .*main/],
];

describe('firmware that runs badly', () => {
  test.each(RUNS)('%s', async (_name, file, text, want) => {
    const { verdict, reasons } = await play(file, text);
    expect(verdict).toBe('fail');
    expect(reasons.join('\n')).toMatch(want);
  });

  test('as the command line says it', async () => {
    const { exitCode, stdout } = await simulate('main.c', 'int main(void) { return 0; }\n', false);
    expect(stdout).toContain('With your out/s/main.c');
    expect(stdout).toMatch(/FAIL +short/);
    expect(stdout).toMatch(/main returned/);
    expect(exitCode).toBe(1);
  });

  test('as JSON: one document, not ok, with the same reasons', async () => {
    const { exitCode, stdout } = await simulate('app.c', app({ globals: SPIN, received: 'spin();' }), true);
    expect(exitCode).toBe(1);
    const document = JSON.parse(stdout);
    expect(Object.keys(document)).toEqual(['ok', 'runs', 'application']);
    expect(document.ok).toBe(false);
    expect(document.runs).toHaveLength(1);
    const [run] = document.runs;
    const keys = ['scenario', 'engine', 'verdict', 'reasons', 'detections', 'violations', 'timeline', 'cpu'];
    expect(Object.keys(run)).toEqual(keys);
    expect(run).toMatchObject({ scenario: 'short', engine: 'host', verdict: 'fail' });
    expect(run.reasons[0]).toMatch(/stuck .*kw_app_received/);
  });
});

/** What cannot be built: file and line of the user's own file, or the name that is missing. */
const BUILDS: readonly (readonly [name: string, file: string, text: string, want: RegExp])[] = [
  ['a mistake', 'app.c', app({ globals: 'int broken( { return 1; }' }), /app\.c:6:\d+: error/],
  ['a warning', 'app.c', app({ globals: 'static int nobody(void) { return 1; }' }), /app\.c:6:\d+: error: unused/],
  [
    'a header that is not there',
    'app.c',
    app({ globals: '#include "mine.h"' }),
    /app\.c:6:\d+: fatal error: 'mine\.h'/,
  ],
  [
    'an instruction of another CPU',
    'app.c',
    app({ received: '__asm volatile ("wfi");' }),
    /app\.c:\d+:\d+: error|<inline asm>/,
  ],
  ['a hook left out', 'app.c', app({}).replace('kw_app_fault', 'kw_app_failed'), /kw_app_fault|app\.c:\d+/],
  ['an empty file', 'app.c', '', /app\.c:\d+|kw_app_\w+/],
  ['no main', 'main.c', 'typedef int nothing_here;\n', /not found: main/],
];

describe('firmware that cannot be built', () => {
  test.each(BUILDS)('%s', async (_name, file, text, want) => {
    await expect(play(file, text)).rejects.toThrow(want);
  });

  test('as the command line says it', async () => {
    const { exitCode, stdout, stderr } = await simulate('main.c', 'typedef int nothing_here;\n', false);
    expect(stderr).toMatch(/^error: the firmware does not link for the host engine:$/m);
    expect(stderr).toMatch(/not found: main/);
    expect(stdout).not.toMatch(/PASS|FAIL/);
    expect(exitCode).toBe(1);
  });

  test('as JSON: one document, not ok, no runs, and what the compiler said', async () => {
    const { exitCode, stdout } = await simulate('app.c', app({ globals: 'int broken( { return 1; }' }), true);
    expect(exitCode).toBe(1);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ ok: false, runs: [], error: expect.stringMatching(/app\.c:6:\d+: error/) });
  });
});
