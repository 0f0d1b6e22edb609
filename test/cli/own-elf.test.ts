/** `--elf` with files that are no firmware: a line each, at once. */
import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { needTools } from '../tools.ts';
import { keepwire, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const at = (path: string) => join(folder.path, path);

describe('a file that is no image is told in one line with its name', () => {
  test.each<[string, () => string, string]>([
    ['a pipe that nobody writes', () => fifo('pipe'), 'pipe cannot be read: this is a pipe or a device, not a file'],
    ['a device without an end', () => '/dev/zero', '/dev/zero cannot be read: this is a pipe or a device, not a file'],
    ['a full device', () => '/dev/full', '/dev/full cannot be read: this is a pipe or a device, not a file'],
    ['missing', () => 'none.elf', 'none.elf cannot be read: there is no such file or folder'],
    ['a folder', () => made('dir'), 'dir cannot be read: this is a folder, not a file'],
    ['a link to itself', () => looping('loop'), 'loop cannot be read: too many symbolic links'],
    [
      'far too large',
      () => sparse('big', 2 ** 32),
      'big cannot be read: it is too large for firmware: 4294967296 bytes',
    ],
    ['another machine’s', () => process.execPath, `${process.execPath} `],
    ['no ELF file', () => 's.json', 's.json does not fit on the STM32F103C8: it is no ELF file'],
    ['an object file', () => compiled('-mcpu=cortex-m0', '-c'), 'does not fit on the STM32F103C8: it is not linked'],
    ['for a Cortex-M4', () => compiled('-mcpu=cortex-m4', '-nostdlib', '-Wl,-e,f,-Ttext=0x08000000'), 'Cortex-M4'],
  ])('%s', async (_name, prepare, message) => {
    folder.write('s.json', SPEC);
    const { exitCode, stdout, stderr } = await keepwire(folder.path, [
      ...['simulate', 's.json', '--scenario', 'echo', '--elf', prepare()],
    ]);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^error: [^\n]+$/);
    expect([exitCode, stdout]).toEqual([2, '']);
  });
});

test('with --json the error is a document, and the only one', async () => {
  folder.write('s.json', SPEC);
  const { exitCode, stdout } = await keepwire(folder.path, ['simulate', 's.json', '--elf', '/dev/zero', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: expect.stringContaining('/dev/zero cannot be read') });
  expect(exitCode).toBe(2);
});

function fifo(name: string): string {
  if (spawnSync('mkfifo', [at(name)]).status !== 0) throw new Error('no mkfifo');
  return name;
}

function made(name: string): string {
  mkdirSync(at(name));
  return name;
}

function looping(name: string): string {
  symlinkSync(name, at(name));
  return name;
}

function sparse(name: string, bytes: number): string {
  const file = openSync(at(name), 'w');
  ftruncateSync(file, bytes);
  closeSync(file);
  return name;
}

function compiled(...flags: readonly string[]): string {
  needTools('compiler');
  const args = ['-mthumb', ...flags, '-x', 'c', '-', '-o', at('x.elf')];
  const { status, stderr } = spawnSync('arm-none-eabi-gcc', args, { input: 'int f(void) { return 1; }\n' });
  if (status !== 0) throw new Error(`${stderr}`);
  if (readFileSync(at('x.elf')).length === 0) throw new Error('no image');
  return 'x.elf';
}
