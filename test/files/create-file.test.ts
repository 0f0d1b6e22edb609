import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFile } from '../../generator/files/create-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'create-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a file that cannot be written to its end is not left behind, as on a full disk', () => {
  const path = join(folder, 'x.json');
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  const half = (file: number) => {
    writeSync(file, '{');
    throw full;
  };
  expect(() => createFile(path, half)).toThrow(full);
  expect(readdirSync(folder)).toEqual([]);
  createFile(path, (file) => void writeSync(file, '{}'));
  expect(readFileSync(path, 'utf8')).toBe('{}');
});

test('a file that is there already stays as it is', () => {
  const path = join(folder, 'x.json');
  writeFileSync(path, 'mine');
  expect(() => createFile(path, () => {})).toThrow(expect.objectContaining({ code: 'EEXIST' }));
  expect(readFileSync(path, 'utf8')).toBe('mine');
});
