/** The lines that the README gives for the build system of a project: each builds, with the real tools. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../contract/plan.ts';
import { benchFiles } from '../../generator/emit/bench.ts';
import { render } from '../../generator/emit/render.ts';
import { buildLinesOf, userCodeOf } from '../../generator/emit/view/joining.ts';
import { planOfText } from '../firmware/examples.ts';
import { needTools } from '../tools.ts';

const KEEPALIVE = '"keepalive": { "NO_DATA_PERIOD": 10, "KA_SEND_PERIOD": 5 }, "timer": { "source": "millis" }';
const HAL = `{ "chip": "W5500", ${KEEPALIVE}, "mcu": { "platform": "hal" }, "wiring": { "cs": "W5500_CS" } }`;
const WATCHED = `{ "chip": "W5500", ${KEEPALIVE}, "mcu": { "platform": "iolibrary" } }`;

/** As CubeMX writes it, with its marks. */
const MAIN = `/* USER CODE BEGIN Header */
/* USER CODE END Header */
#include "main.h"
/* USER CODE BEGIN Includes */
/* USER CODE END Includes */
int main(void);
int main(void)
{
  /* USER CODE BEGIN 2 */
  /* USER CODE END 2 */
  while (1)
  {
    /* USER CODE END WHILE */
    /* USER CODE BEGIN 3 */
  }
  /* USER CODE END 3 */
}
`;
const FLAGS = '-mcpu=cortex-m4 -mthumb -std=gnu11 -Wall -Werror -ffreestanding';
const LISTS = `cmake_minimum_required(VERSION 3.22)
project(machine C)
add_library(\${CMAKE_PROJECT_NAME} OBJECT Core/Src/main.c)
target_include_directories(\${CMAKE_PROJECT_NAME} PRIVATE Core/Inc)
target_compile_options(\${CMAKE_PROJECT_NAME} PRIVATE ${FLAGS})
`;
const MAKEFILE = `C_SOURCES = Core/Src/main.c
C_INCLUDES = -ICore/Inc
@LINES@
CFLAGS += ${FLAGS} $(C_INCLUDES)
OBJECTS = $(addprefix objects/,$(notdir $(C_SOURCES:.c=.o)))
vpath %.c $(sort $(dir $(C_SOURCES)))
all: $(OBJECTS)
objects/%.o: %.c | objects
\tarm-none-eabi-gcc -c $(CFLAGS) $< -o $@
objects:
\tmkdir $@
`;

const folder = mkdtempSync(join(tmpdir(), 'keepwire-joining-'));
afterAll(() => rmSync(folder, { recursive: true }));

function planNamed(text: string, name: string): Plan {
  return planOfText(text, name);
}

/** A project with the firmware in it; its README. */
function project(name: string, main: string): string {
  const dir = mkdtempSync(join(folder, 'project-'));
  const plan = planNamed(HAL, name);
  const files = Object.fromEntries(render(plan).map(({ path, text }) => [`Core/keepwire/${name}/${path}`, text]));
  const header = benchFiles(plan).find(({ path }) => path === 'main.h')?.text ?? '';
  for (const [path, text] of Object.entries({ ...files, 'Core/Src/main.c': main, 'Core/Inc/main.h': header })) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

/** The lines of `userCodeOf`, each behind its mark. */
function mainWith(plan: Plan, edit: (line: string) => string = (line) => line): string {
  return userCodeOf(plan).reduce((text, { section, line }) => {
    const mark = `/* ${section} */\n`;
    expect(text.split(mark)).toHaveLength(2);
    return text.replace(mark, `${mark}${edit(line)}\n`);
  }, MAIN);
}

/** A block of code of the README. */
function block(readme: string, language: string): string {
  const [, code] = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(readme) ?? [];
  if (code === undefined) throw new Error(`the README has no ${language}`);
  return code;
}

function readmeOf(dir: string, name: string): string {
  return readFileSync(join(dir, `Core/keepwire/${name}/README.md`), 'utf8');
}

describe('builds', () => {
  beforeAll(() => needTools('compiler', 'newlib', 'cmake'));
  const main = mainWith(planNamed(HAL, 'door'));

  test("with CubeMX's CMake", async () => {
    const dir = project('door', main);
    writeFileSync(join(dir, 'CMakeLists.txt'), LISTS + block(readmeOf(dir, 'door'), 'cmake'));
    const toolchain = ['-DCMAKE_SYSTEM_NAME=Generic', '-DCMAKE_C_COMPILER=arm-none-eabi-gcc'];
    const types = '-DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY';
    await execa('cmake', ['-B', 'build', ...toolchain, types], { cwd: dir });
    const { stdout } = await execa('cmake', ['--build', 'build'], { cwd: dir });
    for (const name of ['main', 'kw_port', 'kw_loop', 'app']) expect(stdout).toContain(`${name}.c.`);
  });

  test("with CubeMX's Makefile", async () => {
    const dir = project('door', main);
    writeFileSync(
      join(dir, 'Makefile'),
      MAKEFILE.replace('@LINES@', () => block(readmeOf(dir, 'door'), 'make')),
    );
    await execa('make', ['all'], { cwd: dir });
    const sources = readdirSync(join(dir, 'Core/keepwire/door')).filter((name) => name.endsWith('.c'));
    const objects = [...sources, 'main.c'].map((name) => name.replace(/c$/, 'o'));
    expect(readdirSync(join(dir, 'objects')).sort()).toEqual(objects.sort());
  });

  test('in CubeIDE, which knows only Core/Inc', async () => {
    const name = 'door';
    const header = '#include "../keepwire/door/kw_loop.h"';
    expect(readmeOf(project(name, main), name)).toContain(`\`${header}\``);
    const dir = project(
      name,
      mainWith(planNamed(HAL, name), (line) => line.replace(/^#include .*/, header)),
    );
    const sources = readdirSync(join(dir, 'Core'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.c'))
      .map((path) => join('Core', path));
    expect(sources.length).toBeGreaterThan(4);
    await execa('arm-none-eabi-gcc', [...FLAGS.split(' '), '-ICore/Inc', '-fsyntax-only', ...sources], { cwd: dir });
  });
});

describe.each([
  ['hal', HAL, 'kw_loop.h'],
  ['iolibrary', WATCHED, 'kw_watch.h'],
])('platform %s', (_, text, header) => {
  const plan = planNamed(text, 'door');
  const files = render(plan);
  const textOf = (path: string): string => files.find((file) => file.path === path)?.text ?? '';

  test('PlatformIO compiles what the other build systems compile', () => {
    const { build, headers, name, srcFilter: _, ...others } = JSON.parse(textOf('library.json'));
    const own = files.map(({ path }) => path).filter((path) => path.endsWith('.c'));
    const expected = header === 'kw_watch.h' ? own.filter((path) => path !== 'app.c') : own;
    expect(build.srcFilter).toEqual(expected.map((path) => `+<${path}>`));
    expect({ headers, name }).toEqual({ headers: header, name: 'door' });
    expect(others).toMatchObject({ frameworks: 'stm32cube', license: '0BSD' });
    for (const path of expected) expect(textOf('README.md')).toContain(`\`${path}\``);
  });

  test('the README has the lines for main.c', () => {
    const rows = userCodeOf(plan);
    expect(rows.every(({ isMark }) => isMark)).toBe(true);
    for (const { line, section } of rows) {
      expect(textOf('README.md')).toContain(`| \`/* ${section} */\` | \`${line}\` |`);
    }
    expect(textOf(header)).toContain(userCodeOf(plan)[1]?.line.replace(/\(.*/, '') ?? 'none');
  });
});

test('firmware with a board of its own has no such lines, and no library.json', () => {
  const plan = planNamed(
    HAL.replace('"hal"', '"registers"').replace('"source": "millis"', '"prescaler": 71').replace('W5500_CS', 'PA4'),
    'door',
  );
  expect(userCodeOf(plan)).toEqual([]);
  expect(render(plan).map(({ path }) => path)).not.toContain('library.json');
});

test('custom: no mark of CubeMX, and no pin that the spec does not name', () => {
  const custom = HAL.replace('"hal"', '"custom"').replace(', "wiring": { "cs": "W5500_CS" }', '');
  const plan = planNamed(custom, 'door');
  expect(userCodeOf(plan).map(({ section, line }) => [section, line])).toEqual([
    ['at the top of the file', '#include "kw_loop.h"'],
    ['once, after clock and pins are set up', 'kw_loop_init();'],
    ['in the main loop', '(void)kw_loop_poll();'],
  ]);
  const texts = new Map(render(plan).map(({ path, text }) => [path, text]));
  expect(texts.get('README.md')).not.toMatch(/USER CODE|main\.c`, between|PA4/);
  expect(texts.get('README.md')).toContain('| once, after clock and pins are set up | `kw_loop_init();` |');
  expect(texts.get('README.md')).toContain('| pins | CSn of your choice, RSTn not wired, INTn not wired |');
  expect(texts.get('kw_port.h')).toContain('Sets CSn low if `selected`.');
});

test('with an RTOS one task has the call of kw_loop_init and the loop', () => {
  const rows = userCodeOf(planNamed(HAL, 'door'), { isCube: true, hasRtos: true });
  expect(rows.map(({ section, isMark }) => [section, isMark])).toEqual([
    ['at the top of the file', false],
    ['in one task, before its loop', false],
    ['in the loop of that task', false],
  ]);
});

describe('two folders in one build of CMake', () => {
  beforeAll(() => needTools('compiler', 'newlib', 'cmake'));
  const LISTS = `cmake_minimum_required(VERSION 3.16)
project(machine C)
set(CMAKE_EXE_LINKER_FLAGS "-nostdlib -Wl,-e,main -Wl,--unresolved-symbols=ignore-all -mcpu=cortex-m3 -mthumb")
add_compile_options(-mcpu=cortex-m3 -mthumb)
include_directories(Core/Inc)
add_subdirectory(Core/keepwire/door)
add_subdirectory(Core/keepwire/gate)
`;
  const built = async (programs: string) => {
    const dir = project(
      'door',
      'void kw_loop_init(void);\nint main(void);\nint main(void)\n{\n    kw_loop_init();\n    return 0;\n}\n',
    );
    for (const { path, text } of render(planNamed(HAL, 'gate'))) {
      mkdirSync(join(dir, 'Core/keepwire/gate'), { recursive: true });
      writeFileSync(join(dir, 'Core/keepwire/gate', path), text);
    }
    writeFileSync(join(dir, 'CMakeLists.txt'), LISTS + programs);
    const toolchain = ['-DCMAKE_SYSTEM_NAME=Generic', '-DCMAKE_C_COMPILER=arm-none-eabi-gcc'];
    await execa('cmake', ['-B', 'build', ...toolchain, '-DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY'], { cwd: dir });
    return execa('cmake', ['--build', 'build'], { cwd: dir, reject: false, all: true });
  };
  const program = (name: string, ...folders: readonly string[]): string =>
    `add_executable(${name} Core/Src/main.c)\ntarget_link_libraries(${name} PRIVATE ${folders.join(' ')})\n`;

  test('two programs, one each', async () => {
    const { exitCode, all } = await built(program('a', 'door') + program('b', 'gate'));
    expect(exitCode, all).toBe(0);
  });

  test('one program: refused, and not one of them dropped', async () => {
    const { exitCode, all } = await built(program('a', 'door', 'gate'));
    expect(exitCode).not.toBe(0);
    expect(all).toContain("multiple definition of `kw_loop_init'");
  });
});

describe('the lines for the build system that the project names', () => {
  const plan = planNamed(HAL, 'door');
  const files = ['kw_loop.c', 'app.c'];

  test('are those of the README where the folder is where the README has it', () => {
    const readme = render(plan).find(({ path }) => path === 'README.md')?.text ?? '';
    const all = render(plan).flatMap(({ path }) => (path.endsWith('.c') ? [path] : []));
    for (const [toolchain, language] of [
      ['cmake', 'cmake'],
      ['makefile', 'make'],
    ] as const) {
      const [, ...lines] = buildLinesOf(plan, toolchain, 'Core/keepwire/door', all);
      expect(`${lines.join('\n')}\n`).toBe(block(readme, language));
    }
  });

  test('name the folder that was written', () => {
    expect(buildLinesOf(plan, 'cmake', 'kw/door', files)).toContain('    kw/door/kw_loop.c');
    expect(buildLinesOf(plan, 'keil', 'kw/door', files).slice(1)).toEqual(['kw/door/kw_loop.c', 'kw/door/app.c']);
    expect(buildLinesOf(plan, 'cubeide', 'Core/keepwire/door', files).join()).toContain(
      '#include "../keepwire/door/kw_loop.h"',
    );
    expect(buildLinesOf(plan, 'cubeide', 'kw/door', files).join()).toContain('--out Core/keepwire');
    expect(buildLinesOf(plan, 'other', 'kw/door', files)).toEqual([]);
    expect(buildLinesOf(planNamed(WATCHED, 'door'), 'iar', 'kw', ['kw_watch.c', 'app.c']).slice(1)).toEqual([
      'kw/kw_watch.c',
    ]);
  });
});
