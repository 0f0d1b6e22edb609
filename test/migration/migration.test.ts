/** Folders that version 0.1 wrote, with files that users have edited since: generated anew, compiled and simulated. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { beforeEach, describe, expect, test } from 'vitest';
import { keepwire, workIn } from '../cli/keepwire.ts';
import { FLAGS } from '../firmware/warnings.ts';
import { needTools } from '../tools.ts';

/** Written by commit 75fa5d0; then app.c and main.c were edited, and files added, as users do. */
const OLD = fileURLToPath(new URL('firmware-of-0.1/', import.meta.url));

interface Folder {
  /** Old headers that the user's files include. */
  readonly kept: readonly string[];
  readonly users: readonly string[];
  /** In what generate prints. */
  readonly told: readonly RegExp[];
}

const MAIN = ['clock.h', 'port.h', 'socket_loop.h', 'timer.h'];
const FOLDERS: Readonly<Record<string, Folder>> = {
  'w5500-minimal': {
    kept: [...MAIN, 'keepalive.h'],
    users: ['app.c', 'main.c', 'uptime.c', 'uptime.h'],
    told: [/^ {2}w5500\.c +kw_w5500\.c$/m, /^ {2}uptime\.c:4 {2}"socket_loop\.h" -> "kw_loop\.h"$/m],
  },
  'watchful-server': {
    kept: MAIN,
    users: ['app.c', 'main.c'],
    told: [
      /^ {2}socket_loop\.c +kw_loop\.c kw_goodbye\.c kw_counters\.c$/m,
      /^ {2}watch\.c +kw_idle\.c kw_ask\.c kw_primer\.c kw_texts\.c$/m,
      /^ {2}upkeep\.c +kw_link\.c kw_health\.c$/m,
    ],
  },
  client: {
    kept: ['client.h', ...MAIN],
    users: ['app.c', 'main.c'],
    told: [/^ {2}client\.c +kw_client\.c$/m, /^ {2}main\.c:\d+ {2}"client\.h" -> "kw_client\.h"$/m],
  },
  'door-controller': {
    kept: [...MAIN, 'stm32f1.h'],
    users: ['app.c', 'main.c'],
    told: [/^ {2}w5200\.c +kw_w5200\.c$/m, /^ {2}app\.c:\d+ {2}"stm32f1\.h" -> "kw_stm32f1\.h"$/m],
  },
};
const CASES = Object.entries(FOLDERS).map(([name, folder]) => ({ name, ...folder }));

const work = workIn();
const inOut = (name: string, ...path: string[]): string => join(work.path, 'out', name, ...path);
const filesOf = (name: string): readonly string[] => readdirSync(inOut(name)).sort();
const run = (...args: string[]) => keepwire(work.path, args);

beforeEach(() => {
  mkdirSync(join(work.path, 'out'), { recursive: true });
  for (const { name } of CASES) {
    cpSync(join(OLD, name), inOut(name), { recursive: true });
    cpSync(join(OLD, `${name}.json`), join(work.path, `${name}.json`));
  }
});

describe.each(CASES)('$name', ({ name, kept, users, told }) => {
  test('it is generated anew, nothing of the user is touched, and the new names are told once', async () => {
    const before = users.map((path) => readFileSync(inOut(name, path)));
    const first = await run('generate', `${name}.json`);
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    for (const pattern of told) expect(first.stdout).toMatch(pattern);
    if (name === 'w5500-minimal') expect(first.stdout).toMatch(/^ {2}\/retransmission\/count {2}8 -> 3$/m);
    expect(users.map((path) => readFileSync(inOut(name, path)))).toEqual(before);

    const others = filesOf(name).filter((path) => /\.[ch]$/.test(path) && !path.startsWith('kw_'));
    expect(others).toEqual([...kept, ...users].sort());
    expect(await run('generate', `${name}.json`)).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^out\/.*: 0 written, \d+ unchanged$/),
      stderr: '',
    });
    expect((await run('generate', `${name}.json`, '--check')).exitCode).toBe(0);
  });

  test('it compiles with every warning, by hand and by keepwire', async () => {
    needTools('compiler', 'newlib');
    expect((await run('compile', `${name}.json`)).exitCode).toBe(0);
    const sources = filesOf(name).filter((path) => path.endsWith('.c'));
    await execa('arm-none-eabi-gcc', [...FLAGS, '-fsyntax-only', ...sources], { cwd: inOut(name) });
  });

  test('simulated with the files of the user it does what the plan says', async () => {
    for (const when of ['before', 'after']) {
      const { exitCode, stdout } = await run('simulate', `${name}.json`, '--scenario', 'cable-cut');
      expect(exitCode, `${when}: ${stdout}`).toBe(0);
      await run('generate', `${name}.json`);
    }
  });
});

test('a header of the user with an old name stays what it is', async () => {
  await run('generate', 'client.json');
  writeFileSync(inOut('client', 'trace.h'), '/* mine */\n');
  writeFileSync(inOut('client', 'more.cpp'), '#include "trace.h"\n#include <messages.h>\n');
  expect((await run('generate', 'client.json')).exitCode).toBe(0);
  expect(readFileSync(inOut('client', 'trace.h'), 'utf8')).toBe('/* mine */\n');
  expect(readFileSync(inOut('client', 'messages.h'), 'utf8')).toContain('#include "kw_messages.h"\n');
});

test('once no file includes an old header, it goes', async () => {
  await run('generate', 'door-controller.json');
  for (const path of ['app.c', 'main.c']) {
    const text = readFileSync(inOut('door-controller', path), 'utf8');
    const now = text.replaceAll(/"(clock|port|timer|stm32f1)\.h"/g, '"kw_$1.h"').replaceAll('socket_loop', 'kw_loop');
    writeFileSync(inOut('door-controller', path), now);
  }
  expect((await run('generate', 'door-controller.json')).stdout).toMatch(/: 0 written, \d+ unchanged, 5 removed$/);
  expect((await run('compile', 'door-controller.json')).exitCode).toBe(0);
});

test('an old file that was edited stops it, and stays even when forced', async () => {
  writeFileSync(inOut('client', 'timer.c'), 'edited\n');
  const refused = await run('generate', 'client.json');
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('timer.c');
  expect(filesOf('client')).toContain('socket_loop.c');
  const forced = await run('generate', 'client.json', '--force');
  expect(forced.exitCode).toBe(0);
  expect(forced.stdout).toContain('Version 0.1 wrote this folder');
  expect(filesOf('client')).not.toContain('socket_loop.c');
  expect(readFileSync(inOut('client', 'timer.c'), 'utf8')).toBe('edited\n');
});

test('with --json the same as data, and null from then on', async () => {
  const migrations = [];
  const defaults = [];
  for (let turn = 0; turn < 2; turn++) {
    const { stdout } = await run('generate', 'client.json', '--json');
    const [output] = JSON.parse(stdout).outputs;
    migrations.push(output.migration);
    defaults.push([output.writtenBy, output.changedDefaults]);
  }
  // Its spec has a count of its own.
  expect(defaults[0]).toEqual(['0.1.0', [{ pointer: '/sendTimeoutS', was: null, now: 120 }]]);
  expect(defaults[1]).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/), []]);
  expect(migrations[0].sources).toContainEqual({ old: 'port.c', now: ['kw_port.c'] });
  expect(migrations[0].includes).toContainEqual({ path: 'app.c', line: 9, old: 'socket_loop.h', now: 'kw_loop.h' });
  expect(migrations[1]).toBeNull();
});
