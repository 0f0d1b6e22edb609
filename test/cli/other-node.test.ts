/** The package on other versions of Node than the one that built it: it works, or says in one line why it cannot. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { complaintAboutNode } from '../../generator/cli/node-version.mjs';
import { BINARY } from './installed.ts';
import { type Outcome, ROOT, SPEC, workIn } from './keepwire.ts';
import { otherNode } from './other-node.ts';

const RANGE: string = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).engines.node;
const OLDEST = `${RANGE.replace('>=', '')}.0`;
const folder = workIn();

async function run(node: string, args: readonly string[]): Promise<Outcome> {
  const { exitCode, stdout, stderr } = await execa(node, args, { cwd: folder.path, reject: false });
  return { exitCode, stdout, stderr };
}

describe('versions', () => {
  test.each(['18.20.8', '20.18.3', '4.9.1'])('%s is too old', (version) => {
    expect(complaintAboutNode(version, '>=20.19')).toBe(`keepwire needs Node 20.19 or newer; this is ${version}`);
  });

  test.each(['20.19.0', '20.20.2', '21.0.0', '22.0.0', '100.0.0'])('%s will do', (version) => {
    expect(complaintAboutNode(version, '>=20.19')).toBeNull();
  });
});

describe('the entry', () => {
  test('has no syntax that Node 18 does not know', async () => {
    const entry = readFileSync(BINARY, 'utf8');
    const lowered = await transform(entry, { target: 'node14' });
    expect(lowered.code).toBe((await transform(entry, { target: 'esnext' })).code);
  });

  test('checks the version before it loads anything else', async () => {
    cpSync(BINARY, join(folder.path, 'keepwire.js'));
    folder.write('package.json', '{ "type": "commonjs" }');
    const versions = '{ ...process.versions, node: "18.20.8" }';
    const pretend = `data:text/javascript,Object.defineProperty(process, "versions", { value: ${versions} })`;
    expect(await run(process.execPath, ['--import', pretend, 'keepwire.js', '--help'])).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: `keepwire needs Node ${RANGE.replace('>=', '')} or newer; this is 18.20.8`,
    });
  });
});

describe('the packed package', () => {
  /** The entry of the package, packed and unpacked. */
  function packed(): string {
    const pack = spawnSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder.path], { cwd: ROOT });
    const tarball = readdirSync(folder.path).find((name) => name.endsWith('.tgz'));
    if (pack.status !== 0 || tarball === undefined) throw new Error(`npm pack failed: ${pack.stderr}`);
    mkdirSync(join(folder.path, 'package'), { recursive: true });
    const tar = spawnSync('tar', ['-xzf', tarball], { cwd: folder.path });
    if (tar.status !== 0) throw new Error(`tar failed: ${tar.stderr}`);
    return 'package/dist/keepwire.js';
  }

  test('says on Node 18 what it needs', async ({ skip }) => {
    const node = otherNode('18');
    if ('whyNot' in node) return skip(node.whyNot);
    const { exitCode, stdout, stderr } = await run(node.path, [packed(), 'validate', 's.json']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toMatch(/^keepwire needs Node \d+\.\d+ or newer; this is 18\.\d+\.\d+$/);
  });

  test(`works on Node ${OLDEST}`, async ({ skip }) => {
    const node = otherNode(OLDEST);
    if ('whyNot' in node) return skip(node.whyNot);
    writeFileSync(join(folder.path, 's.json'), SPEC);
    const entry = packed();
    for (const [command, ...options] of [['validate'], ['generate', '--out', 'a'], ['explain']]) {
      const { exitCode, stderr } = await run(node.path, [entry, command ?? '', 's.json', ...options]);
      expect({ command, exitCode, stderr: command === 'validate' ? '' : stderr }).toEqual({
        command,
        exitCode: 0,
        stderr: '',
      });
    }
    await run(process.execPath, [BINARY, 'generate', 's.json', '--out', 'b']);
    const files = (out: string): string[] =>
      readdirSync(join(folder.path, out, 's')).map((name) => readFileSync(join(folder.path, out, 's', name), 'utf8'));
    expect(files('a')).toEqual(files('b'));
  });
});
