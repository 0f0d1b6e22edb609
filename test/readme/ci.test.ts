/** Runs the commands of the workflow file for users' CI on a firmware repository. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, SPEC, workIn } from '../cli/keepwire.ts';
import { blocksOf } from './blocks.ts';
import { installLinked } from './install.ts';
import { sh } from './shell.ts';

const workflow = readFileSync(join(ROOT, 'examples/ci/github-actions.yml'), 'utf8');
const commands = [...workflow.matchAll(/^ +(?:- )?run: (.*)$/gm)].map((match) => match[1] ?? '');
const ours = commands.filter((command) => command.startsWith('npx keepwire '));
const folder = workIn();

/** A firmware repository with its generated code committed. */
async function firmwareRepository(): Promise<void> {
  installLinked(folder.path);
  folder.write('door.json', SPEC);
  expect(await sh(folder.path, 'npx keepwire generate door.json --out firmware')).toMatchObject({ exitCode: 0 });
}

test('it installs packages and tools, then validates, compares, compiles and simulates', () => {
  expect(commands[0]).toBe('npm ci');
  const installed = commands.filter((command) => command.startsWith('sudo apt-get')).join('\n');
  expect(installed).toMatch(/gcc-arm-none-eabi .*libnewlib-arm-none-eabi/);
  expect(ours.map((command) => command.split(' ')[2])).toEqual(['validate', 'generate', 'compile', 'simulate']);
  expect(commands).toHaveLength(3 + ours.length);
  expect(workflow).not.toMatch(/run: *[|>]/); // or the commands above would not be all
});

test('the README shows the same commands', () => {
  expect(blocksOf(readFileSync(join(ROOT, 'README.md'), 'utf8')).map(({ text }) => text)).toContain(
    `${ours.join('\n')}\n`,
  );
});

test('each of them passes where the firmware is as generated', async () => {
  await firmwareRepository();
  for (const command of ours)
    expect([command, await sh(folder.path, command)]).toMatchObject([command, { exitCode: 0 }]);
});

test('an edit of a generated file fails the comparison, one of the user’s own files does not', async () => {
  await firmwareRepository();
  const check = ours.find((command) => command.includes('--check')) ?? '';
  appendFileSync(join(folder.path, 'firmware/door/app.c'), '/* mine */\n');
  expect(await sh(folder.path, check)).toMatchObject({ exitCode: 0 });
  appendFileSync(join(folder.path, 'firmware/door/kw_config.h'), '/* mine */\n');
  const { exitCode, stdout } = await sh(folder.path, check);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('-/* mine */');
});
