/** docs/existing-projects.md, the way of a CubeMX project: every step is done, on a project of our own. */
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, expect, test } from 'vitest';
import { benchFiles } from '../../generator/emit/bench.ts';
import { keepwire, ROOT, workIn } from '../cli/keepwire.ts';
import { PROJECTS } from '../cubemx/read.ts';
import { planOfText } from '../firmware/examples.ts';
import { needTools } from '../tools.ts';
import { blocksOf, missingFrom, tableOf } from './blocks.ts';

const PAGE = readFileSync(join(ROOT, 'docs/existing-projects.md'), 'utf8');
const [, TOUR = ''] = /## Tutorial: a CubeMX project.*?\n(.*?)\n### /s.exec(PAGE) ?? [];

const folder = workIn();
beforeEach(() => {
  cpSync(join(PROJECTS, 'f411'), folder.path, { recursive: true });
  renameSync(join(folder.path, 'panel.ioc'), join(folder.path, 'machine.ioc'));
});

/** Runs the lines of each block in order; an output that is shown must have been printed by the block before. */
async function follow(): Promise<number> {
  let printed = '';
  let count = 0;
  for (const { language, text } of blocksOf(TOUR)) {
    if (language === 'text') expect(missingFrom(printed, text)).toBeNull();
    if (language !== 'sh') continue;
    printed = '';
    for (const line of text.trimEnd().split('\n')) {
      const [npx, name, ...args] = line.split(' ');
      expect([npx, name]).toEqual(['npx', 'keepwire']);
      const outcome = await keepwire(folder.path, args);
      expect(outcome, line).toMatchObject({ exitCode: 0 });
      printed += `${outcome.stdout}\n`;
      count += 1;
    }
  }
  return count;
}

test('from machine.ioc to a detected dead peer, and main.c compiles with the three lines', async () => {
  needTools('compiler', 'newlib');
  expect(await follow()).toBe(5);
  const marks = tableOf(TOUR, 'behind').map((cells) => cells.map((cell) => cell.replaceAll('`', '')));
  expect(marks).toHaveLength(3);
  const main = marks.reduce((text, [mark = '', line = '']) => text.replace(mark, `${mark}\n${line}`), MAIN);
  for (const [, line = ''] of marks) expect(main).toContain(line);
  const core = join(folder.path, 'Core');
  writeFileSync(join(core, 'Src/main.c'), main);
  writeFileSync(join(core, 'Inc/main.h'), headerOf(readFileSync(join(folder.path, 'door.json'), 'utf8')));
  const own = readdirSync(join(core, 'keepwire/door')).filter((name) => name.endsWith('.c'));
  const sources = ['Src/main.c', ...own.map((name) => `keepwire/door/${name}`)];
  const flags = ['-mcpu=cortex-m4', '-mthumb', '-Wall', '-Werror', '-ffreestanding', '-fsyntax-only', '-IInc'];
  await execa('arm-none-eabi-gcc', [...flags, ...sources], { cwd: core });
}, 120_000);

const MAIN = `#include "main.h"
/* USER CODE BEGIN Includes */
int main(void);
int main(void)
{
  /* USER CODE BEGIN 2 */
  while (1)
  {
    /* USER CODE BEGIN 3 */
  }
}
`;

/** In place of CubeMX's main.h and HAL: what the simulator plays the firmware with. */
function headerOf(spec: string): string {
  const plan = planOfText(spec.replace(/, "cubemx": "[^"]*"/, ''), 'door');
  const header = benchFiles(plan).find(({ path }) => path === 'main.h')?.text;
  if (header === undefined) throw new Error('there is no stand-in for main.h');
  return header;
}

test('the families and checks that the page names are those of the program', async () => {
  const [, families = ''] = /^- Families: (.*?)\./ms.exec(PAGE) ?? [];
  const named = families.replace(' and ', ', ').split(', ');
  mkdirSync(join(folder.path, 'other'));
  const text = readFileSync(join(folder.path, 'machine.ioc'), 'utf8').replace('Family=STM32F4', 'Family=STM32N6');
  writeFileSync(join(folder.path, 'other/n6.ioc'), text);
  const { stderr } = await keepwire(folder.path, ['init', 'n6.json', '--from', 'other/n6.ioc']);
  const [, allowed = ''] = /Allowed: STM32 (.*)\.$/m.exec(stderr) ?? [];
  expect(named).toEqual(allowed.replace(' and ', ', ').split(', '));
});
