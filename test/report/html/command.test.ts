/** `simulate --report` of the built command line. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepwire, SPEC, workIn } from '../../cli/keepwire.ts';

const folder = workIn();
const at = (path: string) => join(folder.path, path);
const ARGS = ['simulate', 's.json', '--scenario', 'peer-reboot', '--scenario', 'echo', '--report', 'r.html'];

test('writes one page for all runs, again over an older one, and says so', async () => {
  folder.write('s.json', SPEC);
  const { exitCode, stdout } = await keepwire(folder.path, ARGS);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^report {2}r\.html$/m);
  const page = readFileSync(at('r.html'), 'utf8');
  expect(page).toMatch(/^<!doctype html>/);
  expect(page.match(/<figure /g)).toHaveLength(2);
  const json = await keepwire(folder.path, [...ARGS, '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ ok: true });
  expect(readFileSync(at('r.html'), 'utf8')).toBe(page);
});

test('nothing else is written over, and a place that cannot be written to is told before the runs', async () => {
  folder.write('s.json', SPEC);
  const refused = async (path: string, ...more: readonly string[]) => {
    const { exitCode, stdout, stderr } = await keepwire(folder.path, [...ARGS.slice(0, -1), path, ...more]);
    expect([exitCode, stdout]).toEqual([expect.any(Number), '']);
    expect(exitCode).not.toBe(0);
    return stderr;
  };
  expect(await refused('s.json')).toContain('s.json is there already and is no report');
  expect(readFileSync(at('s.json'), 'utf8')).toBe(SPEC);
  expect(await refused('nowhere/r.html')).toContain('cannot write to nowhere');
  mkdirSync(at('folder'));
  expect(await refused('folder')).toContain('folder: this is a folder');
  expect(await refused('w-echo.pcapng', '--pcap', 'w.pcapng')).toContain('named twice');
  expect(existsSync(at('w-echo.pcapng'))).toBe(false);
});
