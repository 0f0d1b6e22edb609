import { parseArgs } from 'node:util';
import { COMMANDS, type CommandName } from './commands.ts';
import { type Args, COMMON, OPTIONS, type OptionName, type OptionRow } from './options.ts';

/**
 * Reads a plain, correct command line from the same rows as yargs does, in a millisecond instead of fifteen; null for
 * everything else (help, mistakes, options that take many values), which is then yargs' to read or to explain.
 */
export function quickParse(argv: readonly string[]): { readonly command: CommandName; readonly args: Args } | null {
  const command = argv[0] ?? '';
  if (!isCommand(command)) return null;
  const row = COMMANDS[command];
  const names: OptionName[] = [...COMMON, ...row.options];
  // Numbers and lists have rules of their own; yargs knows them.
  const known = names.filter((name) => isPlain(OPTIONS[name]));
  try {
    const { values, positionals } = parseArgs({
      args: argv.slice(1),
      allowPositionals: true,
      options: Object.fromEntries(known.map((name) => [name, { type: OPTIONS[name].type as 'string' | 'boolean' }])),
    });
    if (!fits(row.positional, positionals.length) || Object.values(values).includes('')) return null;
    return { command, args: { ...defaults(names), ...values, files: positionals } as unknown as Args };
  } catch {
    return null;
  }
}

/** The value of each option that is not given. */
export function defaults(names: readonly OptionName[]): Record<string, unknown> {
  const rows = names.map((name): [string, OptionRow] => [name, OPTIONS[name]]);
  return Object.fromEntries(rows.map(([name, row]) => [name, row.many === true ? [] : row.default]));
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

function isPlain(row: OptionRow): boolean {
  return row.type !== 'number' && row.many !== true;
}

function fits(positional: string, count: number): boolean {
  if (positional === '<spec..>') return count >= 1;
  if (positional === '<spec>') return count === 1;
  return positional === '' ? count === 0 : count <= 1;
}
