/** The whole projects among the examples: each is valid, is built with a stand-in of the vendors' code, and is played. */
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, describe, expect, test } from 'vitest';
import { filesBeside } from '../../generator/cli/read-file.ts';
import { userCodeOf } from '../../generator/emit/view/joining.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { keepwire, ROOT, workIn } from '../cli/keepwire.ts';
import { needTools } from '../tools.ts';
import { STAND_IN } from '../whole/firmware.ts';

const PROJECTS = join(ROOT, 'examples/projects');
const HAL = join(ROOT, 'test/examples/hal');

/** By the names of their folders. */
const KNOWN = {
  'panel-f411': { name: 'panel', core: 'cortex-m4', vendor: [], library: [] },
  'gauge-f103': {
    ...{ name: 'gauge', core: 'cortex-m3', vendor: ['--vendor', STAND_IN] },
    library: ['socket.c', 'wizchip_conf.c', 'w5500.c'].map((file) => join(STAND_IN, file)),
  },
} as const;

const folder = workIn();

test('every project is known here', () => {
  const folders = readdirSync(PROJECTS, { withFileTypes: true }).filter((it) => it.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(KNOWN).sort());
});

describe.each(Object.entries(KNOWN))('%s', (project, { core, library, name, vendor }) => {
  beforeEach(() => cpSync(join(PROJECTS, project), folder.path, { recursive: true }));
  const spec = `${name}.json`;

  test('is valid, and nothing is to be said of the project', async () => {
    const { exitCode, stderr } = await keepwire(folder.path, ['validate', spec]);
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('.ioc');
  });

  test('main.c has the lines that generate prints, between the marks', () => {
    const text = readFileSync(join(folder.path, spec), 'utf8');
    const read = parseSpec(text, { defaultName: name, readFile: filesBeside(join(folder.path, spec)) });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const main = readFileSync(join(folder.path, 'Core/Src/main.c'), 'utf8');
    const rows = userCodeOf(planOf(read.value));
    expect(rows).toHaveLength(3);
    for (const { line, section } of rows) {
      const [, own = ''] = main.split(`/* ${section} */`);
      const called = line.replace(/^#include "/, '').replace(/\(.*/, '');
      expect(own.split('/* USER CODE')[0], section).toContain(called.replace('(void)', ''));
    }
  });

  test('is built without a warning, and nothing is undefined', async () => {
    needTools('compiler', 'newlib');
    expect((await keepwire(folder.path, ['generate', spec])).exitCode).toBe(0);
    const sources = readdirSync(join(folder.path, 'Core'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.c'))
      .map((path) => join('Core', path));
    expect(sources.length).toBeGreaterThan(2);
    const warnings = ['-Wall', '-Wextra', '-Werror', '-Wno-unused-function'];
    const headers = ['-ICore/Inc', '-isystem', HAL, '-isystem', STAND_IN, '-D_WIZCHIP_=W5500'];
    const link = ['-nostartfiles', '--specs=nano.specs', '--specs=nosys.specs', '-Wl,-e,main', '-o', 'machine.elf'];
    const flags = [`-mcpu=${core}`, '-mthumb', '-Os', '-std=gnu11', '-ffunction-sections', '-Wl,--gc-sections'];
    const files = [...sources, join(HAL, 'hal.c'), ...library];
    await execa('arm-none-eabi-gcc', [...flags, ...warnings, ...headers, ...link, ...files], { cwd: folder.path });
    const { stdout } = await execa('arm-none-eabi-nm', ['machine.elf'], { cwd: folder.path });
    expect(stdout).toMatch(/ T kw_(?:loop|watch)_poll$/m);
  });

  test('a dead peer is detected, and an orderly one is served', async () => {
    const scenarios = ['cable-cut', 'orderly-close'].flatMap((it) => ['--scenario', it]);
    const { exitCode, stdout } = await keepwire(folder.path, ['simulate', spec, ...vendor, ...scenarios]);
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
    expect(stdout).toMatch(/PASS {2}cable-cut: detected after 1\d\.\d+ s/);
    expect(stdout).toContain('2 scenarios: 2 passed');
  }, 120_000);
});
