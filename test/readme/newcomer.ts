import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect } from 'vitest';
import { ROOT } from '../cli/keepwire.ts';
import { needTools } from '../tools.ts';
import { type Block, blocksOf, missingFrom } from './blocks.ts';
import type { Page } from './pages.ts';
import { type Printed, sh } from './shell.ts';

/** A clone without these: Git's own files, what is installed or written later, and the tests. */
const LEFT_OUT = ['.git', 'node_modules', 'out', 'test'];
/** This command runs the very test that would run it. */
const RECURSIVE = 'npm test';
/** The language of a block that is neither a command nor a file. */
const FORMULA = '';

/** A folder that holds a clone of keepwire and, beside it, the empty repository of a firmware. */
export interface Newcomer {
  /** The firmware's repository. */
  readonly firmware: string;
  /** Does all that the pages say, once; returns the number of shell blocks. */
  follow(): Promise<number>;
  remove(): void;
}

/** Someone who reads the pages for the first time. The clone has its npm packages already; the firmware has none. */
export function createNewcomer(pages: readonly Page[]): Newcomer {
  const parent = mkdtempSync(join(tmpdir(), 'keepwire-readme-'));
  const clone = join(parent, 'keepwire');
  const firmware = join(parent, 'door');
  const filter = (path: string): boolean => dirname(path) !== join(ROOT, '.') || !LEFT_OUT.includes(basename(path));
  cpSync(join(ROOT, '.'), clone, { recursive: true, filter });
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'), 'dir');
  mkdirSync(firmware);
  let following: Promise<number> | null = null;
  return {
    firmware,
    follow: () => {
      needTools('compiler', 'newlib');
      following ??= followAll(pages, clone, firmware);
      return following;
    },
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

async function followAll(pages: readonly Page[], clone: string, firmware: string): Promise<number> {
  let shellBlocks = 0;
  for (const page of pages) shellBlocks += await followPage(page, clone, firmware);
  return shellBlocks;
}

async function followPage({ name, text }: Page, clone: string, firmware: string): Promise<number> {
  let printed: string | null = null;
  let shellBlocks = 0;
  for (const block of blocksOf(text)) {
    const at = `${name}:${block.line}`;
    if (block.language === 'sh') {
      printed = await runBlock(block, at, block.info === 'clone' ? clone : firmware);
      shellBlocks++;
    } else if (block.language === 'console') {
      printed = null; // needs root, a terminal or a board; test/live does the same
    } else if (block.language === 'text') {
      if (printed === null) throw new Error(`${at} shows an output, but no command stands before it`);
      expect(missingFrom(printed, block.text), `${at}, of\n${printed}`).toBeNull();
      printed = null;
    } else if (block.language === 'jsonc') {
      const spec = await partOfSpec(block.text, firmware);
      expect(spec, `${at}, as part of door.json`).toMatchObject({ exitCode: 0 });
    } else if (block.language !== FORMULA) {
      expect(block.info, `${at}: the name of the file`).not.toBe('');
      mkdirSync(dirname(join(firmware, block.info)), { recursive: true });
      writeFileSync(join(firmware, block.info), block.text);
    }
  }
  return shellBlocks;
}

/** Validates keys that are shown without the rest of their spec, in the place of door.json's last brace. */
async function partOfSpec(keys: string, firmware: string): Promise<Printed> {
  const door = readFileSync(join(firmware, 'door.json'), 'utf8').trimEnd();
  writeFileSync(join(firmware, 'part.json'), `${door.slice(0, -1)}, ${keys}}`);
  const outcome = await sh(firmware, 'npx keepwire validate part.json');
  rmSync(join(firmware, 'part.json'));
  return outcome;
}

/** Runs each line of a block: `sh`, `sh clone` in the clone, `sh exit=N` for a command that fails. */
async function runBlock(block: Block, at: string, cwd: string): Promise<string> {
  const exitCode = Number(/exit=(\d)/.exec(block.info)?.[1] ?? 0);
  let printed = '';
  for (const line of block.text.trimEnd().split('\n')) {
    if (line === RECURSIVE) continue;
    const outcome = await sh(cwd, line);
    expect(outcome, `${at}: ${line}`).toMatchObject({ exitCode });
    printed += exitCode === 0 ? `${outcome.stdout}\n` : `${outcome.stderr}\n`;
  }
  return printed.replaceAll(/^npm warn.*\n/gm, '');
}
