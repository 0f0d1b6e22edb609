import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gcc } from '../../generator/toolchain/gcc.ts';
import { keepwire, SPEC } from '../cli/keepwire.ts';

const { PATH = '' } = process.env;
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'gcc-'));
  process.env.PATH = `${dir}${delimiter}${PATH}`;
});
afterEach(() => {
  process.env.PATH = PATH;
  rmSync(dir, { recursive: true, force: true });
});

function compilerIs(script: string): void {
  const path = join(dir, 'arm-none-eabi-gcc');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

test('a compiler that hangs is stopped', async () => {
  compilerIs('exec sleep 600');
  expect(await gcc([], dir, 300)).toMatchObject({ kind: 'failed', stderr: expect.stringContaining('0.3 s') });
});

test('a compiler that prints without end is stopped, and the beginning is shown', async () => {
  compilerIs('echo first; echo begins >&2; exec yes >&2');
  const result = await gcc([], dir);
  if (result.kind !== 'failed') throw new Error(result.kind);
  expect(result.stderr).toMatch(/^begins\ny\n/);
  expect(result.stderr.length).toBeLessThan(20_000);
});

test('a compiler that writes no map is told of in a line', async () => {
  compilerIs('exit 0');
  writeFileSync(join(dir, 's.json'), SPEC);
  const { exitCode, stderr } = await keepwire(dir, ['compile', 's.json'], { env: { PATH: process.env.PATH ?? '' } });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('wrote no out/s/build/s.map');
  expect(stderr).not.toMatch(/internal error|\n {4}at /);
});
