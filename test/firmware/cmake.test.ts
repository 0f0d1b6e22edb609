/** The CMake build of a generated folder: on its own, for a debugger, and in a project of the user's. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { cmakeTarget } from '../../generator/emit/cmake-target.ts';
import { render } from '../../generator/emit/render.ts';
import { needTools } from '../tools.ts';
import { planOfText } from './examples.ts';

const SPEC =
  '{ "chip": "W5500", "keepalive": { "NO_DATA_PERIOD": 10, "KA_SEND_PERIOD": 5 }, "timer": { "prescaler": 71 } }';
const FLASH_ORIGIN = 0x0800_0000;
const folder = mkdtempSync(join(tmpdir(), 'keepwire-cmake-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => needTools('compiler', 'newlib', 'cmake'));

/** A generated folder without keepwire, below a folder of its own. */
function written(name: string): string {
  const dir = join(mkdtempSync(join(folder, 'case-')), name);
  mkdirSync(dir);
  for (const file of render(planOfText(SPEC, name))) writeFileSync(join(dir, file.path), file.text);
  return dir;
}

/** Configures and builds; what both printed. */
async function built(dir: string, ...options: readonly string[]): Promise<string> {
  const toolchain = `-DCMAKE_TOOLCHAIN_FILE=${join(dir, existsSync(join(dir, 'arm-none-eabi.cmake')) ? '' : 'door', 'arm-none-eabi.cmake')}`;
  const configure = ['-B', 'build', toolchain, '-DCMAKE_EXPORT_COMPILE_COMMANDS=ON', ...options];
  const configured = await execa('cmake', configure, { cwd: dir, all: true });
  const { all } = await execa('cmake', ['--build', 'build'], { cwd: dir, all: true });
  return `${configured.all}\n${all}`;
}

/** The bytes of an Intel HEX file from the start of flash. */
function bytesOfHex(text: string): Uint8Array {
  const bytes: number[] = [];
  let upper = 0;
  for (const line of text.trim().split(/\r?\n/)) {
    const record = Buffer.from(line.slice(1), 'hex');
    expect(record.reduce((sum, byte) => sum + byte, 0) & 0xff).toBe(0);
    const [count = 0, high = 0, low = 0, kind] = record;
    const data = record.subarray(4, 4 + count);
    if (kind === 4) upper = data.readUInt16BE(0) * 0x1_0000;
    if (kind !== 0) continue;
    const start = upper + high * 256 + low - FLASH_ORIGIN;
    for (const [index, byte] of data.entries()) bytes[start + index] = byte;
  }
  return Uint8Array.from(bytes, (byte) => byte ?? 0);
}

/** An unused variable, which -Wall warns of. */
function addWarning(dir: string): void {
  const app = readFileSync(join(dir, 'app.c'), 'utf8');
  writeFileSync(join(dir, 'app.c'), `${app}\nstatic int unused;\n`);
}

describe('on its own', () => {
  test('it makes .elf, .hex and .bin, says the size, and takes a warning for what it is', async () => {
    const dir = written('clean');
    addWarning(dir);
    const said = await built(dir);
    expect(said).toContain('-Wunused-variable');
    expect(said).toMatch(/text\s+data\s+bss\s+dec\s+hex\s+filename\n\s+\d+\s+\d+/);
    const bin = new Uint8Array(readFileSync(join(dir, 'build/clean_firmware.bin')));
    expect(Buffer.from(bin).readUInt32LE(0)).toBe(0x2000_5000); // the top of 20 KiB of RAM
    expect(bytesOfHex(readFileSync(join(dir, 'build/clean_firmware.hex'), 'utf8'))).toEqual(bin);
    await execa('cmake', ['--build', 'build', '--target', 'clean'], { cwd: dir });
    expect(existsSync(join(dir, 'build/clean_firmware.elf'))).toBe(false);
    await expect(built(dir, '-DKEEPWIRE_WERROR=ON')).rejects.toThrow('-Werror=unused-variable');
  });

  test('Debug is for a debugger: no optimisation that hides variables or lines', async () => {
    const dir = written('door');
    await built(dir, '-DCMAKE_BUILD_TYPE=Debug');
    const commands: readonly { readonly command: string }[] = JSON.parse(
      readFileSync(join(dir, 'build/compile_commands.json'), 'utf8'),
    );
    expect(commands.length).toBeGreaterThan(5);
    for (const { command } of commands) {
      expect(command).toMatch(/ -Og /);
      expect(command).toMatch(/ -g /);
      expect(command).not.toMatch(/ -Os | -O3 | -flto|-DNDEBUG/);
    }
    const { stdout } = await execa('arm-none-eabi-nm', ['build/door.elf'], { cwd: dir });
    expect(stdout).toMatch(/ T kw_loop_poll$/m);
  });
});

describe('in a project of the user', () => {
  const MAIN = `#include "kw_loop.h"
namespace {
struct Counter {
    unsigned polls;
    void poll() { polls += kw_loop_poll() ? 1U : 0U; }
};
Counter counter;
}
extern "C" void EXTI9_5_IRQHandler(void);
extern "C" void EXTI9_5_IRQHandler(void) { counter.polls = 0; }
int main()
{
    kw_loop_init();
    for (;;) {
        counter.poll();
    }
}
`;
  const LISTS = `cmake_minimum_required(VERSION 3.16)
project(machine C CXX)
add_subdirectory(door)
add_executable(machine main.cpp door/kw_startup.c)
set_target_properties(machine PROPERTIES LINKER_LANGUAGE C) # Debian packs libstdc++ apart; nothing here needs it
target_compile_options(machine PRIVATE -mcpu=cortex-m3 -mthumb -Os -ffreestanding)
target_link_libraries(machine PRIVATE door)
target_link_options(machine PRIVATE -mcpu=cortex-m3 -mthumb -nostartfiles --specs=nano.specs --specs=nosys.specs
    -Wl,--gc-sections -T\${CMAKE_CURRENT_SOURCE_DIR}/door/STM32F103C8.ld)
`;

  test('it is a library without main and start-up, which a C++ application links', async () => {
    const dir = join(written('door'), '..');
    writeFileSync(join(dir, 'main.cpp'), MAIN);
    writeFileSync(join(dir, 'CMakeLists.txt'), LISTS);
    await built(dir);
    expect(existsSync(join(dir, 'build/door/door.elf'))).toBe(false);
    const { stdout } = await execa('arm-none-eabi-nm', ['build/machine'], { cwd: dir });
    expect(stdout.match(/ T main$/gm)).toHaveLength(1);
    expect(stdout).toMatch(/ T kw_loop_poll$/m);
    expect(stdout).toMatch(/ T TIM2_IRQHandler$/m);
  });
});

describe('names', () => {
  test.each([
    ['all', 'all_firmware'],
    ['Clean', 'Clean_firmware'],
    ['test', 'test_firmware'],
    ['install', 'install_firmware'],
    ['door', 'door'],
    ['door.v2', 'door_v2'],
  ])('%s is the target %s', (name, target) => {
    expect(cmakeTarget(name)).toBe(target);
  });
});
