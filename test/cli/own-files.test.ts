import { appendFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepwire, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const own = (name: string) => join(folder.path, 'out/s', name);
const ECHO = ['simulate', 's.json', '--scenario', 'echo'];

async function generated(): Promise<void> {
  folder.write('s.json', SPEC);
  await keepwire(folder.path, ['generate', 's.json']);
}

/** Puts statements at the beginning of the hook that gets data, and declarations before it. */
function changeApp(declarations: string, statements: string): void {
  const text = readFileSync(own('app.c'), 'latin1');
  const hook = /(void kw_app_received\([^)]*\)\s*\{)/;
  if (!hook.test(text)) throw new Error('app.c has no such hook');
  writeFileSync(own('app.c'), text.replace(hook, `${declarations}\n$1\n${statements}\n`), 'latin1');
}

test('an app.c that cannot be read is an error in a line', async () => {
  await generated();
  rmSync(own('app.c'));
  mkdirSync(own('app.c'));
  const { exitCode, stderr } = await keepwire(folder.path, ECHO);
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: 'error: out/s/app.c is not a plain file' });
});

test('more static data than the part has RAM is refused with both numbers', async () => {
  await generated();
  changeApp('static uint8_t volatile hoard[30000];', 'hoard[waiting]++;');
  const { exitCode, stderr } = await keepwire(folder.path, ECHO);
  expect(exitCode).toBe(1);
  // STM32F103C8 data sheet: 20 KB of SRAM.
  expect(stderr).toMatch(
    /static data takes 3\d{4} bytes of RAM; STM32F103C8 has 20480\. .* hoard in app\.c, 30000 bytes/,
  );
});

test('as much as fits is not', async () => {
  await generated();
  changeApp(
    'static uint8_t volatile hoard[15000];\nstatic uint8_t const table[15000] = {1, 2};',
    'hoard[waiting] = table[waiting];',
  );
  expect(await keepwire(folder.path, ECHO)).toMatchObject({ exitCode: 0 });
});

test.each([
  ['0x7fffffff', 2_147_483_647],
  ['200u * 1000u * 1000u', 200_000_000],
])('an array of %s bytes is refused by its size before an object holds it', async (length, bytes) => {
  await generated();
  changeApp(`static uint8_t volatile hoard[${length}];`, 'hoard[waiting]++;');
  const { exitCode, stderr } = await keepwire(folder.path, ECHO);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`app.c: hoard takes ${bytes} bytes, more than any part has. Make it smaller.`);
  expect(stderr).not.toMatch(/internal error|\n {4}at /);
});

test('bytes that are no UTF-8 reach the compiler as they are', async () => {
  await generated();
  changeApp('/* gr\xfc\xdfe */\n_Static_assert(sizeof "\xfc" == 2, "one byte");', '');
  expect(await keepwire(folder.path, ECHO)).toMatchObject({ exitCode: 0 });
});

test('files that the user put beside the firmware take part in simulate and compile, and are named', async () => {
  await generated();
  writeFileSync(own('more.h'), '#ifndef MORE_H\n#define MORE_H\nint more(void);\n#endif\n');
  writeFileSync(own('more.c'), '#include "more.h"\nint more(void)\n{\n    return 7;\n}\n');
  writeFileSync(own('.hidden.c'), 'no C\n');
  mkdirSync(own('folder.c'));
  changeApp('#include "more.h"', '(void)more();');
  const simulated = await keepwire(folder.path, ECHO);
  expect(simulated.stdout).toMatch(/^With your out\/s\/app\.c, out\/s\/more\.c and out\/s\/more\.h$/m);
  expect(simulated.exitCode).toBe(0);
  const compiled = await keepwire(folder.path, ['compile', 's.json']);
  expect(compiled.stdout).toMatch(/^With your out\/s\/more\.c and out\/s\/more\.h$/m);
  expect(compiled.exitCode).toBe(0);
  appendFileSync(own('more.c'), 'int broken( {\n');
  for (const command of [ECHO, ['compile', 's.json']]) {
    const { exitCode, stderr } = await keepwire(folder.path, command);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('more.c:6:');
  }
});

test('what an earlier run wrote is not the user’s', async () => {
  await generated();
  folder.write('s.json', SPEC.replace('W5500', 'W5200'));
  expect((await keepwire(folder.path, ECHO)).stdout).not.toContain('With your');
});

test('a file that no compiler could be given is refused by name', async () => {
  await generated();
  writeFileSync(own('-x.c'), '');
  const { exitCode, stderr } = await keepwire(folder.path, ['compile', 's.json']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('out/s/-x.c has a name that no compiler takes');
});

test('a source of 3 GB is refused by its size', async () => {
  await generated();
  writeFileSync(own('x.c'), '');
  truncateSync(own('x.c'), 3_000_000_000);
  for (const command of [ECHO, ['compile', 's.json']]) {
    const { exitCode, stderr } = await keepwire(folder.path, command);
    const message = 'error: out/s/x.c is too large for a source: 3000000000 bytes; allowed are 16777216';
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: message });
  }
});

test('a hook that sleeps for ever is named', async () => {
  await generated();
  changeApp('#include "kw_port.h"', 'for (;;) { kw_port_wait(); }');
  const { exitCode, stdout } = await keepwire(folder.path, ECHO);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/The firmware sleeps in kw_port_wait < kw_app_received < .*main\./);
});

test('a kw_port.c of a custom board is named as not simulated, and never compiled', async () => {
  folder.write(
    's.json',
    JSON.stringify({ ...JSON.parse(SPEC), mcu: { platform: 'custom' }, timer: { source: 'millis' } }),
  );
  await keepwire(folder.path, ['generate', 's.json']);
  appendFileSync(own('kw_port.c'), '#error "compiled"\n');
  const { exitCode, stdout } = await keepwire(folder.path, ECHO);
  expect(stdout).toContain("Without your out/s/kw_port.c: not simulated, the simulator's board is in its place\n");
  expect({ exitCode, with: stdout.includes('With your') }).toEqual({ exitCode: 0, with: false });
});
