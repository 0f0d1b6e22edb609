/** Files that `simulate` writes: where they may lie, and what becomes of an older one. */
import { spawnSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepwire, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const at = (path: string) => join(folder.path, path);
const SIMULATE = ['simulate', 's.json', '--scenario', 'echo'];
const OPTIONS = ['--pcap', '--vcd', '--report'];
const isRoot = process.getuid?.() === 0;

function fifo(name: string): string {
  if (spawnSync('mkfifo', [at(name)]).status !== 0) throw new Error('no mkfifo');
  return name;
}

function link(name: string, target: string): string {
  symlinkSync(target, at(name));
  return name;
}

function made(name: string): string {
  mkdirSync(at(name));
  return name;
}

describe('where nothing can be written is told before the run, and nothing is left', () => {
  test.each<[string, () => string, string]>([
    ['a pipe that nobody reads', () => fifo('pipe'), 'pipe: this is a pipe or a device, not a file'],
    ['a full device', () => '/dev/full', '/dev/full: this is a pipe or a device, not a file'],
    ['a link to itself', () => link('loop', 'loop'), 'loop: too many symbolic links'],
    ['a link to nothing', () => link('gone', 'no/where'), 'gone: this is a link to what is not'],
    ['a folder', () => made('dir'), 'dir: this is a folder, not a file'],
    ['below a file', () => 's.json/x', 's.json/x: a part of the path is a file, not a folder'],
    ['a name that is too long', () => 'n'.repeat(300), 'n: the path is too long'],
  ])('%s', async (_name, prepare, message) => {
    folder.write('s.json', SPEC);
    const path = prepare();
    const before = readdirSync(folder.path);
    // All three ask the same code; the pipe, where a slip would hang, is tried with each.
    for (const option of path === 'pipe' ? OPTIONS : OPTIONS.slice(path.length % 3).slice(0, 1)) {
      const { exitCode, stdout, stderr } = await keepwire(folder.path, [...SIMULATE, option, path]);
      expect([exitCode, stdout], option).toEqual([2, '']);
      expect(stderr, option).toContain(message);
      expect(stderr, option).not.toMatch(/internal error|\n {4}at /);
    }
    expect(readdirSync(folder.path)).toEqual(before);
  });
});

test('an older file is replaced whole: another name of it keeps the old one, a link leads to the new one', async () => {
  folder.write('s.json', SPEC);
  await keepwire(folder.path, [...SIMULATE, '--pcap', 'a.pcapng']);
  const old = readFileSync(at('a.pcapng'));
  chmodSync(at('a.pcapng'), 0o640);
  linkSync(at('a.pcapng'), at('kept.pcapng'));
  symlinkSync('a.pcapng', at('link.pcapng'));
  await keepwire(folder.path, ['simulate', 's.json', '--scenario', 'cable-cut', '--pcap', 'link.pcapng']);
  expect(readFileSync(at('kept.pcapng'))).toEqual(old);
  expect(readFileSync(at('a.pcapng')).equals(old)).toBe(false);
  expect(statSync(at('a.pcapng')).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder.path).sort()).toEqual(['a.pcapng', 'kept.pcapng', 'link.pcapng', 's.json']);
});

test('one file by two names is named twice', async () => {
  folder.write('s.json', SPEC);
  mkdirSync(at('dir'));
  symlinkSync('dir', at('same'));
  const { exitCode, stderr } = await keepwire(folder.path, [...SIMULATE, ...['--pcap', 'dir/x', '--vcd', 'same/x']]);
  expect(stderr).toContain('same/x is named twice');
  expect(exitCode).toBe(2);
});

// A file system of a few pages, which only root can make.
const canMount = isRoot && spawnSync('unshare', ['-m', 'true']).status === 0;
test('a disk that becomes full: the older file stays as it was, and nothing lies beside it', async ({ skip }) => {
  skip(!canMount, 'needs root and unshare, to mount a small file system');
  folder.write('s.json', SPEC);
  mkdirSync(at('disk'));
  const keepwireJs = join(import.meta.dirname, '../../dist/keepwire.js');
  const script = `
    mount -t tmpfs -o size=20k tmpfs disk && cd disk || exit 99
    cp "$@" . || exit 98
    for option in pcap vcd report; do
      "$NODE" "$KEEPWIRE" simulate ../s.json --scenario idle --$option $option; echo "exit $?"
    done
    ls -A; wc -c pcap vcd report`;
  await keepwire(folder.path, [...SIMULATE, '--pcap', 'full-pcap', '--vcd', 'full-vcd', '--report', 'full-report']);
  for (const name of ['pcap', 'vcd', 'report']) {
    folder.write(name, readFileSync(at(`full-${name}`)).subarray(0, 4096));
  }
  const { stdout, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', script, 'sh', '../pcap', '../vcd', '../report'], {
    cwd: folder.path,
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath, KEEPWIRE: keepwireJs },
  });
  const said = stderr.split('\n').filter((line) => line.startsWith('error:'));
  expect(said).toEqual(OPTIONS.map((o) => `error: cannot write to ${o.slice(2)}: no space left on the device`));
  expect(stdout).toContain('4096 pcap\n 4096 vcd\n 4096 report\n');
  expect(stdout).not.toContain('.keepwire');
});
