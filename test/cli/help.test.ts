/** The examples that the help of each command shows. */
import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../generator/cli/command-line.ts';
import { COMMANDS, type CommandRow } from '../../generator/cli/commands.ts';
import { helpText } from '../../generator/cli/help.ts';
import { keepwire, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const ROWS = Object.entries(COMMANDS) as [keyof typeof COMMANDS, CommandRow][];

/** The lines below `Examples:`: a command line, then what it does. */
function examplesIn(help: string): readonly string[] {
  const block = help.split('Examples:\n')[1]?.split('\n\n')[0] ?? '';
  return block.split('\n').map((line) => line.trim());
}

/** The words of a line as a shell would give them to keepwire. */
function wordsOf(line: string): readonly string[] {
  const [before = ''] = line.split(' >> ');
  const words = before.replace(/^sudo /, '').split(' ');
  expect(words[0]).toBe('keepwire');
  return words.slice(1);
}

describe.each(ROWS)('%s', (name, { examples }) => {
  test('its help shows two examples, of this command', async () => {
    const shown = examplesIn(await helpText(name));
    expect(shown).toEqual(examples.flatMap(({ line, does }) => [line, does]));
    expect(shown).toHaveLength(4);
    for (const { line } of examples) expect(wordsOf(line)[0]).toBe(name);
  });

  test('each of them is a command line that keepwire understands', async () => {
    for (const { line } of examples) expect(await parseCommandLine(wordsOf(line))).toMatchObject({ command: name });
  });
});

test('those that need neither compiler nor device do what they say, in their order', async () => {
  folder.write('door.json', SPEC);
  folder.write('lamp.json', SPEC);
  for (const name of ['validate', 'explain', 'solve', 'generate', 'scenarios', 'completion'] as const) {
    for (const { line } of COMMANDS[name].examples) {
      const { exitCode, stderr } = await keepwire(folder.path, wordsOf(line));
      expect({ line, exitCode, stderr }).toMatchObject({ exitCode: 0 });
    }
  }
});
