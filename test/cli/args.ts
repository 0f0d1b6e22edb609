import { COMMANDS, type CommandName } from '../../generator/cli/commands.ts';
import { type Args, COMMON, OPTIONS, type OptionName, type OptionRow } from '../../generator/cli/options.ts';

/** A correct command line as the command gets it: pairs of `--option` and value, and flags. */
export function argsOf(command: CommandName, files: readonly string[], words: readonly string[]): Args {
  const names: readonly OptionName[] = [...COMMON, ...COMMANDS[command].options];
  const rows = names.map((name): [string, OptionRow] => [name, OPTIONS[name]]);
  const args: Record<string, unknown> = Object.fromEntries(
    rows.map(([name, row]) => [name, row.many === true ? [] : row.default]),
  );
  for (let index = 0; index < words.length; index++) {
    const name = words[index]?.replace(/^--/, '') ?? '';
    const row = rows.find(([known]) => known === name)?.[1];
    if (row === undefined) throw new Error(`${command} has no option ${name}`);
    if (row.type === 'boolean') args[name] = true;
    else args[name] = row.type === 'number' ? Number(words[++index]) : words[++index];
  }
  return { ...args, files } as unknown as Args;
}
