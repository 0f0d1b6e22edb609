/** `init --from`: a spec for a project of STM32CubeMX. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { PROJECTS } from '../cubemx/read.ts';
import { workIn } from './folder.ts';
import { keepwire } from './keepwire.ts';

const folder = workIn();
beforeEach(() => cpSync(PROJECTS, join(folder.path, 'projects'), { recursive: true }));

function init(...args: readonly string[]): ReturnType<typeof keepwire> {
  return keepwire(folder.path, ['init', ...args]);
}

function textOf(file: string): string {
  return readFileSync(join(folder.path, file), 'utf8');
}

test('names handle and labels, says what to click, and the spec is valid', async () => {
  const { exitCode, stderr } = await init('gauge.json', '--from', 'projects/f103/gauge.ioc');
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^gauge\.json: warning: projects\/f103\/gauge\.ioc:42:1: .* GPIO output level: High\.$/m);
  const text = textOf('gauge.json');
  expect(text).toContain('"mcu": { "platform": "hal", "cubemx": "projects/f103/gauge.ioc" }');
  expect(text).toMatch(/"spi": "hspi1",\s+"cs": "W5500_CS",\s+"reset": "W5500_RST",\s+"interrupt": "W5500_INT"/);
  expect((await keepwire(folder.path, ['validate', 'gauge.json'])).exitCode).toBe(0);
});

test('the path of the project is seen from the spec', async () => {
  mkdirSync(join(folder.path, 'specs'));
  expect((await init('specs/logger.json', '--from', 'projects/g474/logger.ioc')).exitCode).toBe(0);
  expect(textOf('specs/logger.json')).toContain('"cubemx": "../projects/g474/logger.ioc"');
  expect((await keepwire(folder.path, ['validate', 'specs/logger.json'])).exitCode).toBe(0);
});

describe('asks by name', () => {
  test('for the SPI, and for pins that no label shows', async () => {
    const { exitCode, stderr } = await init('press.json', '--from', 'projects/h723/press.ioc');
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'Found 2 SPIs in press.ioc: SPI1 and SPI4. Needed: the one that the chip is on. Name it: --spi SPI',
    );
    expect(existsSync(join(folder.path, 'press.json'))).toBe(false);
    const named = await init('press.json', '--from', 'projects/h723/press.ioc', '--spi', 'SPI4', '--reset', 'none');
    expect(named.exitCode).toBe(0);
    expect(textOf('press.json')).toMatch(/"spi": "hspi4",\s+"cs": "ETH_CS",\s+"reset": null,\s+"interrupt": null/);
  });

  test('for a label that is another', async () => {
    const { exitCode, stderr } = await init('p.json', '--from', 'projects/f103/gauge.ioc', '--cs', 'W5500CS');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/Did you mean "W5500_CS"\? There are: W5500_CS \(PA4\)\. Name it: --cs PIN/);
  });
});

describe('ioLibrary beside the project', () => {
  beforeEach(() => {
    mkdirSync(join(folder.path, 'projects/f411/Drivers/ioLibrary/Ethernet'), { recursive: true });
    writeFileSync(join(folder.path, 'projects/f411/Drivers/ioLibrary/Ethernet/wizchip_conf.h'), '');
  });

  test('is told, with the platform that watches', async () => {
    const { stderr } = await init('panel.json', '--from', 'projects/f411/panel.ioc');
    expect(stderr).toMatch(
      /^Drivers\/ioLibrary\/Ethernet\/wizchip_conf\.h is beside the project\. .*--platform iolibrary/m,
    );
  });

  test('is no news to who has chosen; an RTOS asks for the lock', async () => {
    const args = ['panel.json', '--from', 'projects/f411/panel.ioc', '--platform', 'iolibrary'];
    const { exitCode, stderr } = await init(...args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(textOf('panel.json')).toContain('"platform": "iolibrary", "cubemx": "projects/f411/panel.ioc"');
    expect(textOf('panel.json')).toContain('"lock": true');
  });

  test('is in the JSON document', async () => {
    const { stdout } = await init('panel.json', '--from', 'projects/f411/panel.ioc', '--json');
    const ioLibrary = 'Drivers/ioLibrary/Ethernet/wizchip_conf.h';
    expect(JSON.parse(stdout)).toEqual({ ok: true, file: 'panel.json', ioLibrary });
  });
});

describe('refused', () => {
  test('a file that is no project, with line and column, and nothing is written', async () => {
    writeFileSync(join(folder.path, 'x.ioc'), 'Mcu.Family=STM32F1\nMcu.Family=STM32F4\n');
    const { exitCode, stderr } = await init('x.json', '--from', 'x.ioc');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^x\.ioc:2:1: error: Found the key "Mcu\.Family" again/);
    expect(existsSync(join(folder.path, 'x.json'))).toBe(false);
  });

  test.each([
    [['--from', 'none.ioc'], 'none.ioc: error: The file "none.ioc" cannot be read'],
    [
      ['--from', 'projects/f103/gauge.ioc', '--platform', 'spl'],
      'allowed are --platform hal, custom, iolibrary or iolibrary-owned; found spl',
    ],
    [['--cs', 'PA4'], '--cs goes with --from FILE.ioc'],
  ])('%j', async (args, words) => {
    const { exitCode, stderr } = await init('y.json', ...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(words);
  });
});

test.each(['hal', 'custom'])('without a project, platform %s starts valid', async (platform) => {
  expect((await init('a.json', '--platform', platform)).exitCode).toBe(0);
  expect((await keepwire(folder.path, ['validate', 'a.json'])).exitCode).toBe(0);
});

test('with an RTOS generate names a task, and no section of main.c', async () => {
  await init('panel.json', '--from', 'projects/f411/panel.ioc');
  const { stdout } = await keepwire(folder.path, ['generate', 'panel.json', '--out', 'projects/f411/Core/keepwire']);
  expect(stdout).toMatch(/^Next, in your project/m);
  expect(stdout).toMatch(/^ {2}in one task, before its loop +kw_loop_init\(\);$/m);
  expect(stdout).toMatch(/^ {2}in the loop of that task +\(void\)kw_loop_poll\(\);$/m);
  expect(stdout).not.toContain('USER CODE');
});

test('generate prints once what goes into main.c and into the build of the project', async () => {
  await init('logger.json', '--from', 'projects/g474/logger.ioc');
  const generate = ['generate', 'logger.json', '--out', 'projects/g474/Core/keepwire'];
  const { stdout } = await keepwire(folder.path, generate);
  expect(stdout).toMatch(/^ {2}USER CODE BEGIN 2 +kw_loop_init\(\);$/m);
  expect(stdout).toMatch(/^At the end of the project's CMakeLists\.txt:\n {2}target_sources/m);
  expect(stdout).toContain('      Core/keepwire/logger/kw_loop.c\n');
  expect((await keepwire(folder.path, generate)).stdout).not.toContain('USER CODE');
});
