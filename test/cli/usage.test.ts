import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { BINARY, installed } from './installed.ts';
import { keepwire, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const COMMANDS = [
  'init',
  'validate',
  'explain',
  'solve',
  'generate',
  'compile',
  'simulate',
  'campaign',
  'run',
  'peer',
  'chip-check',
  'scenarios',
  'completion',
];

describe('help', () => {
  test('lists every command and exits 0', async () => {
    const { exitCode, stdout, stderr } = await keepwire(folder.path, ['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const command of COMMANDS) expect(stdout).toContain(`keepwire ${command}`);
  });

  test.each(COMMANDS)('%s has its own, with --json', async (command) => {
    const { exitCode, stdout } = await keepwire(folder.path, [command, '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`keepwire ${command}`);
    expect(stdout).toContain('--json');
  });

  test.each(['run', 'peer'])('%s says what it does with a WebSocket', async (command) => {
    expect((await keepwire(folder.path, [command, '--help'])).stdout).toContain('WebSocket');
  });

  test('-h and -V are --help and --version', async () => {
    for (const [short, long] of [
      ['-h', '--help'],
      ['-V', '--version'],
    ] as const) {
      expect(await keepwire(folder.path, [short])).toEqual(await keepwire(folder.path, [long]));
    }
  });

  test('--version is the package’s', async () => {
    expect((await keepwire(folder.path, ['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

describe('usage errors exit 2, say so on stderr, and name the nearest right word', () => {
  test.each([
    ['no command', [], 'a command is missing'],
    ['a misspelt command', ['genrate', 's.json'], 'did you mean generate?'],
    ['an unknown command', ['frobnicate'], 'unknown command "frobnicate"'],
    ['a misspelt option', ['generate', 's.json', '--forse'], 'did you mean --force?'],
    ['an option of another command', ['validate', 's.json', '--seed', '1'], 'unknown option "--seed"'],
    ['an option without its value', ['generate', 's.json', '--out'], '--out needs a value'],
    ['a repeatable one without it', ['simulate', 's.json', '--scenario'], '--scenario needs a value'],
    ['an empty value', ['generate', 's.json', '--out', ''], '--out is empty'],
    ['a number that is none', ['simulate', 's.json', '--seed', 'x'], '--seed takes a whole number'],
    ['an empty number', ['simulate', 's.json', '--seed', ''], '--seed takes a whole number'],
    ['a negative seed', ['simulate', 's.json', '--seed', '-1'], '--seed takes a whole number from 0 to 2^53 - 1'],
    ['a seed of 2^53', ['simulate', 's.json', '--seed=9007199254740992'], '--seed takes a whole number from 0'],
    ['a short option', ['generate', '-o', 'x', 's.json'], 'unknown option "-o"'],
    ['nothing before --', ['--', 'generate', 's.json'], 'a command is missing before --'],
    ['a capture in no folder', ['simulate', 's.json', '--pcap', 'no/x.pcapng'], 'there is no such file or folder'],
    ['a capture below a file', ['simulate', 's.json', '--pcap', 's.json/x.pcapng'], 'is a file, not a folder'],
    ['no spec', ['generate'], 'spec'],
    ['no shell', ['completion'], 'a shell is missing: bash or zsh'],
    ['an unknown shell', ['completion', 'fish'], 'keepwire completion takes bash or zsh'],
    ['one spec too many', ['explain', 's.json', 't.json'], 'one argument too many: t.json'],
    ['--check with --force', ['generate', 's.json', '--check', '--force'], '--check only compares'],
    [
      'an image for the host engine',
      ['simulate', 's.json', '--engine', 'host', '--elf', 'x'],
      '--elf requires --engine arm',
    ],
    ['an unknown engine', ['simulate', 's.json', '--engine', 'x'], '--engine takes host or arm'],
    ['a misspelt scenario', ['simulate', 's.json', '--scenario', 'cable-cat'], 'did you mean cable-cut?'],
    ['a report in no folder', ['simulate', 's.json', '--report', 'no/x.html'], 'there is no such file or folder'],
  ])('%s', async (_name, args, message) => {
    folder.write('s.json', SPEC);
    const { exitCode, stdout, stderr } = await keepwire(folder.path, args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });

  test('an error with --json is one document too', async () => {
    const { exitCode, stdout, stderr } = await keepwire(folder.path, ['generate', 'none.json', '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, outputs: [], specs: [{ file: 'none.json' }] });
    expect(stderr).toContain('there is no such file');
  });
});

test('a spec from stdin goes with every option, before and behind it', async () => {
  for (const args of [
    ['-', '--seed', '2', '--scenario', 'none'],
    ['--scenario', 'none', '-'],
  ]) {
    const { exitCode, stderr } = await installed(folder.path, ['simulate', ...args], { input: '{}' });
    expect(exitCode).toBe(2);
    expect(stderr).not.toContain('Missing required argument');
  }
  const { stderr } = await installed(folder.path, ['explain', '-', '-'], { input: SPEC });
  expect(stderr).toContain('one argument too many: -\n');
});

test('no colour without a terminal, whatever the environment says of colours', async () => {
  const { stderr } = await installed(folder.path, ['validate', 'none.json'], { env: { FORCE_COLOR: '1' } });
  expect(stderr).not.toContain('\u001b');
});

test.each(['--check=1', '--check=true', '--dry-run=yes', '--json=yes', '--force=0'])(
  '%s: a flag takes no value, and nothing is written',
  async (flag) => {
    folder.write('s.json', SPEC);
    const { exitCode, stderr } = await keepwire(folder.path, ['generate', 's.json', flag]);
    expect(stderr).toContain(`${flag.split('=')[0]} takes no value`);
    expect(exitCode).toBe(2);
    expect(existsSync(join(folder.path, 'out'))).toBe(false);
  },
);

test('--pcap does not write over what is no capture', async () => {
  folder.write('s.json', SPEC);
  const { exitCode, stderr } = await keepwire(folder.path, [
    'simulate',
    's.json',
    '--scenario',
    'echo',
    '--pcap',
    's.json',
  ]);
  expect(stderr).toContain('s.json is there already and is no capture');
  expect(exitCode).toBe(2);
  expect(readFileSync(join(folder.path, 's.json'), 'utf8')).toBe(SPEC);
});

test('an out folder that cannot be made is said at once', async () => {
  folder.write('s.json', SPEC);
  const { exitCode, stderr } = await keepwire(folder.path, ['generate', 's.json', '--out', '/proc/keepwire/out']);
  expect(stderr).toContain('/proc/keepwire');
  expect(stderr).not.toMatch(/internal error| at /);
  expect(exitCode).toBe(2);
});

test('a full disk behind stdout is one line on stderr', async ({ skip }) => {
  skip(!existsSync('/dev/full'), 'this system has no /dev/full');
  folder.write('s.json', SPEC);
  for (const args of ['scenarios', 'generate s.json', 'generate s.json --json']) {
    const command = `"${process.execPath}" "${BINARY}" ${args} > /dev/full`;
    const { exitCode, stderr } = await execa('sh', ['-c', command], { cwd: folder.path, reject: false });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'error: cannot write to stdout: no space left on the device',
    });
  }
});

test('nothing that a terminal would act upon is printed of a path', async () => {
  folder.write('s.json', SPEC);
  const { exitCode, stdout } = await keepwire(folder.path, ['generate', 's.json', '--out', 'o\u001b[31m\u009b5m']);
  expect(exitCode).toBe(0);
  expect(stdout).not.toMatch(/\p{Cc}/u);
  expect(stdout).toContain('o\\u001b[31m\\u009b5m/s: ');
});
