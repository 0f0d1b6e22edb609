/**
 * Follows README.md and the pages in docs from top to bottom as a newcomer does: every fenced shell line is run as it stands, in a copy of a
 * clone or in a firmware repository beside it; every file that is shown is written; every output that is shown is compared.
 * The tests after the first one go on in that repository, where npm has installed the packed keepwire.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from '../cli/keepwire.ts';
import { createNewcomer } from './newcomer.ts';
import { PAGES } from './pages.ts';
import { sh } from './shell.ts';
import { commands, ours } from './workflow.ts';

const newcomer = createNewcomer(PAGES);
const { firmware } = newcomer;
afterAll(() => newcomer.remove());

test('every command runs, every output is as shown', async () => {
  expect(await newcomer.follow()).toBeGreaterThan(8);
});

test('every npm script that is named exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const all = PAGES.map(({ text }) => text).join('\n');
  const named = [...all.matchAll(/npm run ([\w-]+)|npm (test)\b/g)].map((match) => match[1] ?? match[2] ?? '');
  expect(named).toEqual(expect.arrayContaining(['demo', 'test']));
  for (const name of named) expect(Object.keys(scripts)).toContain(name);
});

test('the example with the library type-checks against what is installed', async () => {
  await newcomer.follow();
  const file = join(firmware, 'dead-peer.mjs');
  const example = readFileSync(file, 'utf8');
  const compilerOptions = {
    ...{ target: 'es2023', lib: ['es2023', 'dom'], module: 'nodenext', strict: true, noEmit: true },
    ...{ allowJs: true, checkJs: true, noImplicitAny: false },
  };
  writeFileSync(join(firmware, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['dead-peer.mjs'] }));
  const tsc = `"${process.execPath}" "${join(ROOT, 'node_modules/typescript/bin/tsc')}" -p .`;
  expect(await sh(firmware, tsc)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  writeFileSync(file, example.replace("name: 'W5500'", "name: 'W5100'"));
  expect((await sh(firmware, tsc)).stdout).toContain(`Type '"W5100"' is not assignable`);
});

test('in a fresh checkout the workflow’s npm ci installs what the README installed', async () => {
  await newcomer.follow();
  expect(await sh(firmware, commands[0] ?? '')).toMatchObject({ exitCode: 0 });
  expect(await sh(firmware, ours[0] ?? '')).toMatchObject({ exitCode: 0 });
});

test('the release workflow’s line installs what was packed, and its check of the version passes', async () => {
  await newcomer.follow();
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const release = readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8');
  const lines = [...release.matchAll(/^ +- run: (.*keepwire.*)$/gm)].map(([, line]) => line ?? '');
  const [install = '', check = ''] = lines;
  expect([install, check].map((line) => line.split(' ')[0])).toEqual(['npm', 'test']);
  const set = `export GITHUB_REF_NAME=v${version} npm_config_prefix="$PWD/global" PATH="$PWD/global/bin:$PATH"`;
  const here = install.replace('./packed/', './tools/');
  expect(await sh(firmware, `${set}; ${here} && ${check}`)).toMatchObject({ exitCode: 0 });
  expect(await sh(firmware, `${set}; GITHUB_REF_NAME=v0.0.1; ${check}`)).toMatchObject({ exitCode: 1 });
});

test('an edit of the user’s own file passes the workflow’s comparison, an edit of a generated file fails it', async () => {
  await newcomer.follow();
  const check = ours.find((command) => command.includes('--check')) ?? '';
  appendFileSync(join(firmware, 'firmware/door/app.c'), '/* mine */\n');
  expect(await sh(firmware, check)).toMatchObject({ exitCode: 0 });
  appendFileSync(join(firmware, 'firmware/door/kw_config.h'), '/* mine */\n');
  const { exitCode, stdout } = await sh(firmware, check);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('-/* mine */');
});
