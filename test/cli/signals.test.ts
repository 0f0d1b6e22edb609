/** A signal in the middle of a command: it ends by that signal, and nothing of it goes on or stays. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { BINARY } from './installed.ts';
import { CACHE, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const at = (path: string) => join(folder.path, path);

/** Stands in for a compiler whose own children take their time. */
const SLOW = `#!/bin/sh
case "$*" in *--version*) echo slow 1.0; exit;; esac
sleep 600 &
echo $! >> "$PIDS"
wait
`;

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !isSo(); tries++) await after(20);
  if (!isSo()) throw new Error('it does not come about');
}

/** Of a process that nobody has waited for yet nothing is left but its number. */
function isRunning(pid: string): boolean {
  const state = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : ') Z';
  return !/\) Z/.test(state);
}

test.for([
  ['SIGINT', ['simulate', 's.json', '--engine', 'arm', '--scenario', 'echo']],
  ['SIGTERM', ['compile', 's.json']],
  ['SIGHUP', ['simulate', 's.json', '--engine', 'arm', '--scenario', 'echo', '--vcd', 'v', '--pcap', 'p']],
] as const)('%s while it compiles: %j', async ([signal, args], { skip }) => {
  skip(process.platform !== 'linux', 'needs /proc of Linux');
  folder.write('s.json', SPEC);
  for (const name of ['bin', 'tmp', 'cache']) mkdirSync(at(name));
  folder.write('bin/arm-none-eabi-gcc', SLOW);
  chmodSync(at('bin/arm-none-eabi-gcc'), 0o755);
  const env = {
    ...{ PATH: `${at('bin')}:${process.env.PATH}`, PIDS: at('pids') },
    ...{ TMPDIR: at('tmp'), XDG_CACHE_HOME: at('cache') },
  };
  const child = execa(process.execPath, [BINARY, ...args], { cwd: folder.path, reject: false, env });
  await until(() => existsSync(at('pids')) && readFileSync(at('pids'), 'utf8').endsWith('\n'));
  child.kill(signal);
  expect((await child).signal).toBe(signal);
  const compilers = readFileSync(at('pids'), 'utf8').trim().split('\n');
  await until(() => !compilers.some(isRunning));
  expect(readdirSync(at('tmp'))).toEqual([]);
  expect(
    readdirSync(folder.path)
      .filter((name) => !['out', 'pids'].includes(name))
      .sort(),
  ).toEqual(['bin', 'cache', 's.json', 'tmp'].sort());
  if (existsSync(at('out'))) expect(readdirSync(at('out/s')).join(' ')).not.toMatch(/keepwire\.lock/);
});

test('a campaign that is interrupted keeps its state, says so, and goes on from there', async () => {
  folder.write('s.json', SPEC);
  const args = (count: number) => ['campaign', 's.json', '--count', `${count}`, '--resume', 'state.json'];
  const options = { cwd: folder.path, reject: false, env: { XDG_CACHE_HOME: CACHE } };
  const child = execa(process.execPath, [BINARY, ...args(1_000_000)], options);
  await until(() => existsSync(at('state.json')));
  child.kill('SIGINT');
  const { exitCode, stdout } = await child;
  expect(exitCode).toBe(1);
  const [, played] = /was stopped: (\d+) of 1000000 runs were played; the same command line goes on/.exec(stdout) ?? [];
  const more = Number(played) + 1;
  const { stdout: resumed } = await execa(process.execPath, [BINARY, ...args(more)], options);
  expect(resumed).toContain(`${more} runs, `);
});
