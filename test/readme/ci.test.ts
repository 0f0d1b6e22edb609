/** The workflow file for users' CI; readme.test.ts runs its commands. */
import { expect, test } from 'vitest';
import { blocksOf } from './blocks.ts';
import { pageOf } from './pages.ts';
import { commands, ours, workflow } from './workflow.ts';

test('it installs packages and tools, then validates, compares, compiles and simulates', () => {
  expect(commands[0]).toBe('npm ci');
  const installed = commands.filter((command) => command.startsWith('sudo apt-get')).join('\n');
  expect(installed).toMatch(/gcc-arm-none-eabi .*libnewlib-arm-none-eabi/);
  expect(ours.map((command) => command.split(' ')[2])).toEqual(['validate', 'generate', 'compile', 'simulate']);
  expect(commands).toHaveLength(3 + ours.length);
  expect(workflow).not.toMatch(/run: *[|>]/); // or the commands above would not be all
});

test('docs/getting-started.md shows the same commands, and so they are run', () => {
  expect(blocksOf(pageOf('docs/getting-started.md')).map(({ language, text }) => [language, text])).toContainEqual([
    'sh',
    `${ours.join('\n')}\n`,
  ]);
});
