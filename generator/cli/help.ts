import yargs, { type Argv } from 'yargs';
import { COMMANDS, type CommandName, type CommandRow } from './commands.ts';
import { COMMON, OPTIONS, type OptionName, type OptionRow } from './options.ts';

const EXIT_CODES =
  'Exit codes: 0 success, 1 a check failed (files differ, a scenario failed, the C does not compile),\n2 invalid input or usage, 3 a tool is missing.';

/** What a positional argument is, where it is not a spec. */
const POSITIONALS: Readonly<Record<string, string>> = {
  file: 'file to write',
  firmware: 'spec file, - for stdin, or an ELF with --spec',
  shell: 'bash or zsh',
};

/** The help of a command, or of keepwire as a whole; yargs lays it out. */
export async function helpText(command: CommandName | null): Promise<string> {
  const parser = yargs([])
    .scriptName('keepwire')
    .usage(
      '$0 <command>\n\nGenerates STM32 firmware for WIZnet chips from one JSON file. The firmware detects dead TCP peers\nand frees their sockets.',
    )
    .locale('en')
    .version('')
    .alias('V', 'version')
    .help()
    .alias('h', 'help')
    .wrap(100)
    .exitProcess(false)
    .epilog(EXIT_CODES);
  for (const [name, row] of Object.entries(COMMANDS) as [CommandName, CommandRow][]) {
    parser.command(`${name} ${row.positional}`.trim(), row.describe, (inner) => declare(inner, row));
  }
  let text = '';
  await parser.parseAsync([...(command === null ? [] : [command]), '--help'], {}, (_error, _parsed, output) => {
    text = output;
  });
  return text;
}

function declare(parser: Argv, row: CommandRow): Argv {
  const word = /\w+/.exec(row.positional)?.[0];
  if (word !== undefined) {
    parser.positional(word, {
      type: 'string',
      describe: POSITIONALS[word] ?? 'spec file, - for stdin',
      // Otherwise the help says that several files are none by default.
      default: undefined,
    });
  }
  const names: readonly OptionName[] = [...COMMON, ...row.options];
  for (const name of names) {
    const option: OptionRow = OPTIONS[name];
    const describe = row.describes?.[name] ?? option.describe;
    parser.option(name, {
      type: option.type,
      describe: option.value === undefined ? describe : `${option.value}: ${describe}`,
      ...(option.many === true ? { array: true as const } : {}),
      ...(option.default === undefined || option.type === 'boolean' ? {} : { default: option.default }),
    });
  }
  const notes = row.notes === undefined ? [] : [...row.notes, ''];
  const examples = row.examples.flatMap(({ line, does }) => [`  ${line}`, `      ${does}`]);
  return parser.epilog([...notes, 'Examples:', ...examples, '', EXIT_CODES].join('\n'));
}
