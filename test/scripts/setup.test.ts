/** The set-up on machines where apt, root or consent are missing. */
import { spawnSync } from 'node:child_process';
import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../cli/keepwire.ts';
import { skipSuite } from '../skip-suite.ts';
import { whyMissing } from '../tools.ts';
import { Machine, programPath } from './machine.ts';

const SETUP = join(ROOT, 'scripts/setup.mjs');
const DEMO = [SETUP, 'demo'];
const COMPILERS = 'gcc-arm-none-eabi libnewlib-arm-none-eabi';
const INSTALLED = ['apt-get update', `apt-get install -y --no-install-recommends ${COMPILERS}`];
const QUESTION = 'apt would install: gcc-arm-none-eabi, libnewlib-arm-none-eabi\nInstall them? [Y/n]';

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

describe('without a terminal', () => {
  test('it installs without a question, once', () => {
    expect(machine.run(DEMO)).toMatchObject({ status: 0, printed: expect.not.stringContaining('[Y/n]') });
    expect(machine.aptCalls).toEqual(INSTALLED);
    expect(machine.run(DEMO)).toEqual({ status: 0, printed: '' });
    expect(machine.aptCalls).toEqual(INSTALLED);
  });

  test('the tests’ optional tools are no condition', () => {
    const { status, printed } = machine.run([SETUP, 'test'], { env: { CI: 'true' } });
    expect(status).toBe(0);
    expect(machine.aptCalls[1]).toContain(`${COMPILERS} tshark cmake make qemu-system-arm socat gtkwave`);
    expect(printed).toMatch(/^Not installed: qemu-system-arm, socat, .*Tests that need them are skipped/m);
  });

  test('packages that do not exist do not keep apt from the needed ones', () => {
    writeFileSync(machine.at('offline'), '');
    machine.run([SETUP, 'test']);
    expect(machine.aptCalls).toHaveLength(3);
    expect(machine.aptCalls[2]).toBe(`apt-get install -y --no-install-recommends ${COMPILERS} tshark cmake make`);
  });
});

describe('where it cannot install', () => {
  const cannot: readonly (readonly [reason: string, break_: () => void])[] = [
    ['no apt', () => machine.without('apt-get')],
    ['apt fails', () => writeFileSync(machine.at('offline'), '')],
  ];

  describe.each(cannot)('%s', (_reason, prepare) => {
    beforeEach(prepare);

    test.each([
      ['demo', 'The demo generates and simulates, but does not compile for the STM32.'],
      ['test', 'Tests that need them are skipped, and the run ends with the reasons.'],
    ])('%s goes on and says what is left out', (command, left) => {
      const { status, printed } = machine.run([SETUP, command]);
      expect(status).toBe(0);
      expect(printed).toMatch(/^Not installed: gcc-arm-none-eabi, libnewlib-arm-none-eabi/m);
      expect(printed).toContain(left);
      expect(printed).toContain(`sudo apt-get install ${COMPILERS}`);
    });

    test.each(['demo', 'test', 'bench'])('%s fails in CI', (command) => {
      const { status, printed } = machine.run([SETUP, command], { env: { CI: '1' } });
      expect(status).toBe(3);
      expect(printed).toMatch(new RegExp(`^Please install: sudo apt-get install ${COMPILERS}`, 'm'));
    });

    test('bench can do nothing without a compiler', () => {
      expect(machine.run([SETUP, 'bench'])).toMatchObject({ status: 3, printed: expect.stringContaining(COMPILERS) });
    });
  });

  test('neither root nor sudo', ({ skip }) => {
    const isRoot = process.getuid?.() === 0;
    const other = isRoot ? { uid: 65_534 } : {};
    const { status } = spawnSync(
      process.execPath,
      ['-e', `require('fs').readFileSync(${JSON.stringify(SETUP)})`],
      other,
    );
    skip(status !== 0, `user ${other.uid} cannot read ${ROOT}`);
    machine.without('sudo');
    expect(machine.run(DEMO, other)).toMatchObject({ status: 0, printed: expect.stringMatching(/^Not installed: /) });
    expect(machine.aptCalls).toEqual([]);
  });
});

test('it cannot go on with an old Node, or for what it does not know', () => {
  const old = `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '18.20.8' })`;
  expect(machine.run(['--import', old, ...DEMO])).toEqual({
    status: 3,
    printed: 'keepwire needs Node 20.19 or newer; this is 18.20.8\n',
  });
  expect(machine.run([SETUP, 'lunch'])).toMatchObject({ status: 2 });
  expect(machine.aptCalls).toEqual([]);
});

describe('on a terminal', () => {
  skipSuite(whyMissing('python'));

  test.each([
    ['Enter', '\n'],
    ['y', 'y\n'],
    ['Yes', 'Yes\n'],
  ])('it asks once, and %s means yes', (_name, answer) => {
    const { status, printed } = machine.runOnTerminal(answer, DEMO);
    expect(status).toBe(0);
    expect(printed).toContain(QUESTION);
    expect(printed.split('[Y/n]')).toHaveLength(2);
    expect(machine.aptCalls).toEqual(INSTALLED);
  });

  test.each([
    ['n', 'n\n'],
    ['no', 'no\n'],
    ['another word', 'later\n'],
    ['the end of input', '\x04'],
  ])('%s means no, and it goes on', (_name, answer) => {
    const { status, printed } = machine.runOnTerminal(answer, DEMO);
    expect(status).toBe(0);
    expect(printed).toContain(QUESTION);
    expect(printed).toContain('The demo generates and simulates, but does not compile for the STM32.');
    expect(machine.aptCalls).toEqual([]);
  });

  test('after a no, bench ends', () => {
    expect(machine.runOnTerminal('n\n', [SETUP, 'bench'])).toMatchObject({ status: 3 });
    expect(machine.aptCalls).toEqual([]);
  });

  test('it does not ask when nothing is missing, or when apt is', () => {
    machine.run(DEMO);
    expect(machine.runOnTerminal('', DEMO)).toEqual({ status: 0, printed: '' });
    machine.without('apt-get');
    machine.without('arm-none-eabi-gcc');
    expect(machine.runOnTerminal('', DEMO).printed).toMatch(/^Not installed: [^[]*$/);
  });

  test.each<[name: string, args: readonly string[], env: Record<string, string>]>([
    ['--yes', [...DEMO, '--yes'], {}],
    ['CI', DEMO, { CI: 'true' }],
  ])('it does not ask with %s', (_name, args, env) => {
    expect(machine.runOnTerminal('n\n', args, env).printed).not.toContain('[Y/n]');
    expect(machine.aptCalls).toEqual(INSTALLED);
  });

  test('`npm test --yes` and `npm run demo --yes` do not ask', () => {
    const setup = `${JSON.stringify(process.execPath)} ${JSON.stringify(SETUP)} demo`;
    const scripts = { test: `${setup} && echo all`, demo: `${setup} && echo all` };
    writeFileSync(machine.at('package.json'), JSON.stringify({ scripts }));
    const npm = realpathSync(programPath('npm') ?? '');
    const prefix = ['--prefix', machine.path];
    expect(machine.runOnTerminal('n\n', [npm, ...prefix, 'test']).printed).toContain('[Y/n]');
    expect(machine.aptCalls).toEqual([]);
    const { status, printed } = machine.runOnTerminal('n\n', [npm, ...prefix, 'test', '--yes']);
    expect([status, machine.aptCalls]).toEqual([0, INSTALLED]);
    expect(printed).toContain('\nall\n');
    expect(printed).not.toContain('[Y/n]');
    expect(machine.runOnTerminal('n\n', [npm, ...prefix, 'run', 'demo', '--yes']).status).toBe(0);
  });
});
