/**
 * Follows README.md from top to bottom, as a newcomer would: every fenced shell line is run, in a copy of a clone or in
 * a firmware repository beside it, every file shown is written, every output shown is compared.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../cli/keepwire.ts';
import { type Block, blocksOf, missingFrom } from './blocks.ts';
import { installPacked, link } from './install.ts';
import { type Printed, sh } from './shell.ts';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const scripts: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts;
const parent = mkdtempSync(join(tmpdir(), 'keepwire-readme-'));
const clone = join(parent, 'keepwire');
const firmware = join(parent, 'door');
/** What a clone has not, and the tests, which the README does not have anybody run one by one. */
const LEFT_OUT = ['.git', 'node_modules', 'out', 'test'];
/** Runs this very test. */
const RECURSIVE = 'npm test';

beforeAll(() => {
  const filter = (path: string): boolean =>
    dirname(path) !== dirname(join(ROOT, 'x')) || !LEFT_OUT.includes(basename(path));
  cpSync(ROOT, clone, { recursive: true, filter });
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'), 'dir');
  mkdirSync(firmware);
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** `sh` and nothing else, `sh clone` in the clone, `sh exit=N` for a command that does not end well. */
async function follow(block: Block): Promise<string> {
  const exitCode = Number(/exit=(\d)/.exec(block.info)?.[1] ?? 0);
  let printed = '';
  for (const line of block.text.trimEnd().split('\n')) {
    const outcome = await step(block.info === 'clone' ? clone : firmware, line);
    expect(outcome, `README.md:${block.line}: ${line}`).toMatchObject({ exitCode });
    printed += exitCode === 0 ? `${outcome.stdout}\n` : `${outcome.stderr}\n`;
  }
  return printed.replaceAll(/^npm warn.*\n/gm, '');
}

async function step(cwd: string, line: string): Promise<Printed> {
  const tarball = /^npm install --save-dev (\S+\.tgz)$/.exec(line)?.[1];
  if (line !== RECURSIVE && tarball === undefined) return sh(cwd, line);
  if (tarball !== undefined) {
    installPacked(cwd, tarball);
    link(join(cwd, 'node_modules/tsx'), 'tsx');
    symlinkSync('../tsx/dist/cli.mjs', join(cwd, 'node_modules/.bin/tsx'));
  }
  return { exitCode: 0, stdout: '', stderr: '' };
}

test('every command runs, every output is as shown', { timeout: 240_000 }, async () => {
  let printed: string | null = null;
  let shellBlocks = 0;
  for (const block of blocksOf(readme)) {
    if (block.language === 'sh') {
      printed = await follow(block);
      shellBlocks++;
    } else if (block.language === 'console') {
      printed = null; // wants root and a terminal: test/live does the same
    } else if (block.language === 'text') {
      if (printed === null) throw new Error(`README.md:${block.line} shows an output of nothing`);
      expect(missingFrom(printed, block.text), `README.md:${block.line}, of\n${printed}`).toBeNull();
      printed = null;
    } else {
      expect(block.info, `README.md:${block.line}: the name of the file`).not.toBe('');
      mkdirSync(dirname(join(firmware, block.info)), { recursive: true });
      writeFileSync(join(firmware, block.info), block.text);
    }
  }
  expect(shellBlocks).toBeGreaterThan(8);
});

test('every npm script that is named exists', () => {
  const named = [...readme.matchAll(/npm run ([\w-]+)|npm (test)\b/g)].map((match) => match[1] ?? match[2] ?? '');
  expect(named).toEqual(expect.arrayContaining(['demo', 'test', 'bench']));
  for (const name of named) expect(Object.keys(scripts)).toContain(name);
});
