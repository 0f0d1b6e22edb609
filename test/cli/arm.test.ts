import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { armBuilt } from '../engine/arm/build.ts';
import { keepwire, ROOT, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const at = (path: string) => join(folder.path, path);
const PACKAGES = ['gcc-arm-none-eabi', 'libnewlib-arm-none-eabi'];

const simulate = (...args: readonly string[]) => keepwire(folder.path, ['simulate', 's.json', ...args]);
const fitsSchema = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync(join(ROOT, 'schemas/timeline.schema.json'), 'utf8')),
);

/** The lines behind "Code that no run has executed:", by function: `file.c:12` or `file.c:12 to 14`. */
function neverExecuted(stdout: string): ReadonlyMap<string, readonly string[]> {
  const [, list = ''] = stdout.split('Code that no run has executed:\n');
  const rows = list.split('\n').flatMap((line) => {
    const { name, place } = /^ {2}(?<name>\S+): .*, (?<place>\S+\.c:.*)$/.exec(line)?.groups ?? {};
    return name === undefined || place === undefined ? [] : [{ name, place }];
  });
  return new Map(rows.map(({ name }) => [name, rows.filter((row) => row.name === name).map(({ place }) => place)]));
}

/** Whether a place of the list covers the line of a generated file that holds a text. */
function covers(places: readonly string[] | undefined, file: string, text: string): boolean {
  const lines = readFileSync(at(`out/s/${file}`), 'utf8').split('\n');
  const found = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  expect(found, text).toHaveLength(1);
  const line = found[0] as number;
  return (places ?? []).some((place) => {
    const [, inFile, from, to = from] = /^(.*):(\d+)(?: to (\d+))?$/.exec(place) ?? [];
    return inFile === file && Number(from) <= line && line <= Number(to);
  });
}

describe('--engine arm', () => {
  test('a verdict beside the bound, with what was measured of the CPU', async () => {
    folder.write('s.json', SPEC);
    const { exitCode, stdout } = await simulate('--engine', 'arm', '--scenario', 'cable-cut');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('(arm engine, seed 1)');
    expect(stdout).toMatch(/PASS +cable-cut: detected after [\d.]+ s, bound [\d.]+ s/);
    expect(stdout).toMatch(/tick interrupt \d+ to \d+ cycles, [\d.]+ on average; \d+ instructions in \d+ cycles/);
    expect(stdout).toMatch(/longest poll [\d.]+ µs, .* stack \d+ bytes/);
  });

  test('as JSON of the schema; only the arm engine has figures of the CPU', async () => {
    folder.write('s.json', SPEC);
    const args = ['--engine', 'arm', '--engine', 'host', '--scenario', 'peer-reboot', '--json'];
    const { exitCode, stdout, stderr } = await simulate(...args);
    expect([exitCode, stderr]).toEqual([0, '']);
    const document = JSON.parse(stdout);
    expect(fitsSchema(document), JSON.stringify(fitsSchema.errors)).toBe(true);
    const [arm, host] = document.runs;
    expect([arm.engine, host.engine, host.cpu]).toEqual(['arm', 'host', null]);
    const { instructions, cycles, tickCycles } = arm.cpu;
    expect(cycles).toBeGreaterThan(instructions);
    expect(tickCycles.least).toBeLessThanOrEqual(tickCycles.mean);
    expect(tickCycles.mean).toBeLessThanOrEqual(tickCycles.most);
    delete arm.cpu.stackBytes; // so that the schema is seen to ask for it
    expect(fitsSchema(document)).toBe(false);
  });

  test('what no run has executed, by function and line, over all runs', async () => {
    folder.write('s.json', SPEC);
    await keepwire(folder.path, ['generate', 's.json']);
    const once = neverExecuted((await simulate('--engine', 'arm', '--scenario', 'cable-cut')).stdout);
    expect(covers(once.get('fault'), 'kw_loop.c', 'kw_app_fault(what);')).toBe(true);
    expect(covers(once.get('main'), 'main.c', 'kw_app_fault(KW_FAULT_CLOCK);')).toBe(true);
    expect(once.has('kw_app_fault')).toBe(true);
    for (const name of ['kw_app_ended', 'kw_app_connected', 'kw_app_received']) expect(once.has(name)).toBe(false);
    expect(covers(once.get('main'), 'main.c', 'kw_loop_init();')).toBe(false);
    expect(covers([...once.values()].flat(), 'kw_keepalive.c', 'k->send_flag = true;')).toBe(false); // probes were sent
    const scenarios = ['--scenario', 'cable-cut', '--scenario', 'chip-absent-at-start'];
    const both = neverExecuted((await simulate('--engine', 'arm', ...scenarios)).stdout);
    expect([both.has('kw_app_fault'), both.has('fault')]).toEqual([false, false]);
    expect(covers(both.get('main'), 'main.c', 'kw_app_fault(KW_FAULT_CLOCK);')).toBe(true);
  });
});

describe('--engine host --engine arm', () => {
  test('runs each scenario with both; a capture each', async () => {
    folder.write('s.json', SPEC);
    const args = ['--engine', 'host', '--engine', 'arm', '--scenario', 'echo', '--pcap', 'w.pcapng'];
    const { exitCode, stdout } = await simulate(...args);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\n2 runs: 2 passed$/);
    expect(stdout.match(/\((host|arm) engine, seed 1\)/g)).toEqual(['(host engine, seed 1)', '(arm engine, seed 1)']);
    for (const name of ['w-host.pcapng', 'w-arm.pcapng']) expect(existsSync(at(name)), name).toBe(true);
    const more = await simulate(...args, '--scenario', 'peer-reboot');
    expect(more.stdout).toMatch(/\n4 runs: 4 passed$/);
    for (const scenario of ['echo', 'peer-reboot'])
      for (const engine of ['host', 'arm']) expect(existsSync(at(`w-${scenario}-${engine}.pcapng`))).toBe(true);
  });

  test('a run that failed is repeated with its own engine', async () => {
    folder.write('s.json', SPEC);
    await keepwire(folder.path, ['generate', 's.json']);
    writeFileSync(at('out/s/main.c'), 'int main(void);\nint main(void)\n{\n    return 0;\n}\n');
    const { exitCode, stdout } = await simulate('--engine', 'host', '--engine', 'arm', '--scenario', 'echo');
    expect(exitCode).toBe(1);
    for (const engine of ['host', 'arm'])
      expect(stdout).toContain(`keepwire simulate s.json --scenario echo --engine ${engine} --seed 1`);
    expect(stdout).toMatch(/\n2 runs: 0 passed, 2 failed\nfailed: echo \(host\), echo \(arm\)$/);
  });

  test('an engine that is none', async () => {
    folder.write('s.json', SPEC);
    const { exitCode, stderr } = await simulate('--engine', 'avr');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('host')]);
  });
});

describe('--elf', () => {
  test('another build of the echo: what happened, without a bound', async () => {
    folder.write('s.json', SPEC);
    const { elf } = await armBuilt({
      chip: 'W5500',
      keepalive: { NO_DATA_PERIOD: 20, KA_SEND_PERIOD: 7 },
      timer: { prescaler: 35 },
    });
    folder.write('other.elf', elf);
    const args = ['--elf', 'other.elf', '--scenario', 'cable-cut', '--scenario', 'echo'];
    const { exitCode, stdout } = await simulate(...args);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /socket 0 left ESTABLISHED [\d.]+ s later \(timeout\); nothing is promised for this firmware/,
    );
    expect(stdout).not.toMatch(/bound/);
    const json = JSON.parse((await simulate(...args, '--json')).stdout);
    expect(fitsSchema(json), JSON.stringify(fitsSchema.errors)).toBe(true);
    expect(json.runs[0].engine).toBe('arm');
  });

  test('a run that failed is repeated with the file', async () => {
    folder.write('s.json', SPEC);
    const { elf } = await armBuilt(JSON.parse(SPEC), { 'main.c': 'int main(void);\nint main(void) { return 0; }\n' });
    folder.write('other.elf', elf);
    const { exitCode, stdout } = await simulate('--elf', 'other.elf', '--scenario', 'echo');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/keepwire simulate s\.json .*--elf other\.elf/);
  });

  test('the image that compile left for the board', async () => {
    folder.write('s.json', SPEC);
    expect((await keepwire(folder.path, ['compile', 's.json'])).exitCode).toBe(0);
    const { exitCode, stdout } = await simulate('--elf', 'out/s/build/s.elf', '--scenario', 'echo');
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/PASS +echo/)]);
  });

  test.each([
    ['no such file', ['--elf', 'none.elf'], /none\.elf cannot be read/],
    ['no ELF file', ['--elf', 's.json'], /s\.json.*no ELF file/],
    [
      'with the host engine',
      ['--elf', 's.json', '--engine', 'host'],
      /--elf requires --engine arm; remove --engine host/,
    ],
  ])('%s', async (_name, args, message) => {
    folder.write('s.json', SPEC);
    const { exitCode, stderr } = await simulate(...args, '--scenario', 'echo');
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});

describe('what is not installed', () => {
  test('the compiler: exit 3, and the packages that have it', async () => {
    folder.write('s.json', SPEC);
    mkdirSync(at('bin'));
    const args = ['simulate', 's.json', '--engine', 'arm', '--scenario', 'echo'];
    const { exitCode, stderr } = await keepwire(folder.path, args, { env: { PATH: at('bin') } });
    expect(exitCode).toBe(3);
    for (const name of PACKAGES) expect(stderr).toContain(name);
  });

  test('addr2line: a hint, and functions without lines', async () => {
    folder.write('s.json', SPEC);
    await simulate('--engine', 'arm', '--scenario', 'echo'); // the image is in the cache from here on
    mkdirSync(at('bin'));
    const { stdout: compiler } = await execa('which', ['arm-none-eabi-gcc']);
    symlinkSync(compiler, at('bin/arm-none-eabi-gcc'));
    const args = ['simulate', 's.json', '--engine', 'arm', '--scenario', 'echo'];
    const { exitCode, stderr, stdout } = await keepwire(folder.path, args, { env: { PATH: at('bin') } });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/addr2line is missing.*binutils-arm-none-eabi/);
    expect(stdout).toMatch(/\n {2}fault: all of it\n/);
    expect(stdout).not.toMatch(/\.c:\d/);
  });
});
