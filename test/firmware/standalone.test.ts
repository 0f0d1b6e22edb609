import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, describe, expect, test } from 'vitest';
import { needTools } from '../tools.ts';
import { filesOfExample } from './examples.ts';

const SPL = fileURLToPath(new URL('../spl/inc', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'keepwire-standalone-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A generated folder as a user finds it, without keepwire. */
function written(example: string): string {
  const dir = mkdtempSync(join(folder, `${example}-`));
  for (const file of filesOfExample(example)) writeFileSync(join(dir, file.path), file.text);
  return dir;
}

/** The commands of the folder's README: its indented lines. */
function commands(dir: string): readonly string[] {
  const lines = readFileSync(join(dir, 'README.md'), 'utf8').split('\n');
  return lines.filter((line) => line.startsWith('    ')).map((line) => line.trim());
}

async function sh(command: string, cwd: string): Promise<string> {
  needTools('compiler', 'newlib', 'cmake');
  const env = { SPL, LC_ALL: 'C' };
  const { all, exitCode } = await execa('sh', ['-c', command], { cwd, env, all: true, reject: false });
  return exitCode === 0 ? '' : `${command}\n${all}`;
}

describe.each(['w5500-minimal', 'w5200-server', 'f100-hsi', 'spl-w5200'])(
  '%s builds by the commands of its README',
  (name) => {
    test('each of them', async () => {
      const dir = written(name);
      const given = commands(dir);
      expect(given.length).toBe(2);
      for (const command of given) expect(await sh(command, dir)).toBe('');
    });
  },
);

test('an application that needs memcpy, 64-bit division or C++ linkage links with the one-line command', async () => {
  const dir = written('w5500-minimal');
  const app = readFileSync(join(dir, 'app.c'), 'utf8');
  const more = `#include <string.h>
uint64_t volatile ratio = 7;
uint8_t copy[256];
void kw_app_connected(uint32_t socket)
{
    memcpy(copy, buffer, sizeof copy);
    ratio = ratio / (socket + 3U);
}
`;
  writeFileSync(join(dir, 'app.c'), app.replace(/void kw_app_connected[^}]*\}\n/, more));
  expect(await sh(commands(dir)[0] ?? '', dir)).toBe('');
  writeFileSync(join(dir, 'uses.cpp'), '#include "kw_loop.h"\nbool poll() { return kw_loop_poll(); }\n');
  expect(await sh('arm-none-eabi-g++ -mcpu=cortex-m3 -mthumb -std=c++11 -Wall -Wextra -Werror -c uses.cpp', dir)).toBe(
    '',
  );
  const symbols = await execa('arm-none-eabi-nm', ['-u', 'uses.o'], { cwd: dir });
  expect(symbols.stdout).toMatch(/ U kw_loop_poll$/m);
});

test('static objects with a constructor, which the start-up code would not run, do not link', async () => {
  const dir = written('w5500-minimal');
  writeFileSync(join(dir, 'lamp.cpp'), 'struct Lamp { int volatile on; Lamp() : on(7) {} };\nLamp lamp;\n');
  expect(await sh('arm-none-eabi-g++ -mcpu=cortex-m3 -mthumb -c lamp.cpp -o lamp.o', dir)).toBe('');
  const [command = ''] = commands(dir);
  expect(await sh(command.replace(/(-o \S+)/, 'lamp.o $1'), dir)).toContain('runs no constructors of static objects');
});
