import yargs, { type Argv } from 'yargs';
import { nearest } from '../../document/words/nearest.ts';
import { harmless } from '../../document/words/printed.ts';
import { CliError } from './cli-error.ts';
import { COMMANDS, type CommandName, type CommandRow } from './commands.ts';
import { type Args, COMMON, OPTIONS, type OptionName, type OptionRow } from './options.ts';

/** A command line that was understood, or the text that `--help` or `--version` asks for. */
export type CommandLine = { readonly command: CommandName; readonly args: Args } | { readonly text: string };

const VERSION_OPTIONS: readonly string[] = ['-V', '--version'];
/** yargs drops a lone `-`; no word that a process is given holds a NUL. */
const [STDIN, STDIN_FOR_YARGS] = ['-', '\0-'] as const;
const SHORT_OPTIONS: readonly string[] = ['-h', '-V'];

/**
 * Reads a command line with yargs, from the rows of {@link COMMANDS} and {@link OPTIONS}.
 *
 * @throws {CliError} for anything not understood, with the nearest right word.
 */
export async function parseCommandLine(argv: readonly string[], version: () => Promise<string>): Promise<CommandLine> {
  rejectUnknown(argv);
  let understood: CommandLine | null = null;
  const parser = base(argv.some((word) => VERSION_OPTIONS.includes(word)) ? await version() : '');
  for (const [name, row] of Object.entries(COMMANDS) as [CommandName, CommandRow][]) {
    parser.command(
      `${name} ${row.positional}`.trim(),
      row.describe,
      (command) => declare(command, row),
      (parsed) => {
        understood = { command: name, args: argsOf(row, parsed) };
      },
    );
  }
  let text = '';
  const words = argv.map((word) => (word === STDIN ? STDIN_FOR_YARGS : word));
  await parser.parseAsync(words, {}, (error, _parsed, output) => {
    if (error) throw error;
    text = output;
  });
  return understood ?? { text };
}

function base(version: string): Argv {
  return yargs([])
    .scriptName('keepwire')
    .usage('$0 <command>\n\nSTM32 firmware that keeps TCP connections on WIZnet chips honest, from one JSON file.')
    .locale('en')
    .parserConfiguration({
      'camel-case-expansion': false,
      'greedy-arrays': false,
      'boolean-negation': false,
      'dot-notation': false,
      'parse-positional-numbers': false,
    })
    .strict()
    .demandCommand(1, 'a command is missing')
    .version(version)
    .alias('V', 'version')
    .help()
    .alias('h', 'help')
    .wrap(100)
    .exitProcess(false)
    .epilog('Exit codes: 0 all well, 1 not as it should be, 2 bad input or usage, 3 a tool is missing.')
    .fail((message, error) => {
      throw usageError(plainly(message ?? error.message));
    });
}

/** What yargs says, in the words of this command line. */
function plainly(text: string): string {
  const message = text.replaceAll(STDIN_FOR_YARGS, STDIN);
  if (message.startsWith('Not enough non-option arguments')) return 'a spec file is missing';
  const option = /^Not enough arguments following: (.*)/.exec(message)?.[1];
  if (option !== undefined) return `--${option} needs a value`;
  const words = /^Unknown arguments?: (.*)/.exec(message)?.[1];
  return words === undefined ? message : `one argument too many: ${harmless(words)}`;
}

function declare(command: Argv, row: CommandRow): Argv {
  const word = /\w+/.exec(row.positional)?.[0];
  if (word !== undefined) {
    command.positional(word, {
      type: 'string',
      describe: POSITIONALS[word] ?? 'spec file, - for stdin',
      // Or the help tells that several files are none by default.
      default: undefined,
    });
  }
  for (const name of optionsOf(row)) {
    const option: OptionRow = OPTIONS[name];
    command.option(name, {
      type: option.type,
      describe: option.value === undefined ? option.describe : `${option.value}: ${option.describe}`,
      ...(option.many === true ? { array: true as const } : {}),
      ...(option.default === undefined || option.type === 'boolean' ? {} : { default: option.default }),
      ...(option.type === 'boolean' ? {} : { requiresArg: true }),
    });
  }
  return row.notes === undefined ? command : command.epilog(row.notes.join('\n'));
}

/** What a positional argument is, where it is not a spec. */
const POSITIONALS: Readonly<Record<string, string>> = {
  file: 'file to write',
  firmware: 'spec file, - for stdin, or an ELF with --spec',
};

function argsOf(row: CommandRow, parsed: Record<string, unknown>): Args {
  const word = /\w+/.exec(row.positional)?.[0] ?? '';
  const args: Record<string, unknown> = { files: [parsed[word] ?? []].flat().map(asGiven) };
  for (const name of optionsOf(row)) {
    const option: OptionRow = OPTIONS[name];
    const value = heldBy(option, parsed[name]);
    if (typeof value === 'number' && (!Number.isSafeInteger(value) || value < (option.minimum ?? -Infinity))) {
      const range = option.minimum === undefined ? '' : ` from ${option.minimum} to 2^53 - 1`;
      throw usageError(`--${name} takes a whole number${range}`);
    }
    if (value === '') throw usageError(`--${name} is empty`);
    args[name] = value;
  }
  return args as unknown as Args;
}

/** An option that is given twice has the value that was given last. */
function heldBy(option: OptionRow, parsed: unknown): unknown {
  if (option.many === true) return Array.isArray(parsed) ? parsed.map(asGiven) : [];
  const last: unknown = Array.isArray(parsed) ? parsed.at(-1) : parsed;
  return last === STDIN_FOR_YARGS ? STDIN : (last ?? option.default);
}

function asGiven(word: unknown): string {
  return word === STDIN_FOR_YARGS ? STDIN : String(word);
}

function optionsOf(row: CommandRow): readonly OptionName[] {
  return [...COMMON, ...row.options];
}

/** Says what is meant before yargs, which has no word for it, says only that something is unknown. */
function rejectUnknown(argv: readonly string[]): void {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const name = words.find((word) => !word.startsWith('-'));
  if (name === undefined && end !== -1) throw usageError('a command is missing before --');
  rejectShort(words);
  if (name !== undefined && !Object.hasOwn(COMMANDS, name)) {
    throw usageError(`unknown command ${quoted(name)}${meant(nearest(name, Object.keys(COMMANDS)))}`);
  }
  const row = name === undefined ? null : COMMANDS[name as CommandName];
  const known = ['help', 'version', ...(row === null ? [] : optionsOf(row))];
  for (const [index, word] of words.entries()) {
    const option = /^--([^=]+)/.exec(word)?.[1];
    // yargs takes any value of a flag but `true` for false, without a word.
    if (option !== undefined && word.includes('=') && isFlag(option)) throw usageError(`--${option} takes no value`);
    if (isNumber(option)) rejectNoNumber(option, /=(.*)/s.exec(word)?.[1] ?? words[index + 1] ?? '--');
    if (option === undefined || known.includes(option)) continue;
    const found = nearest(option, known);
    throw usageError(`unknown option ${quoted(`--${option}`)}${meant(found === null ? null : `--${found}`)}`);
  }
}

function rejectShort(words: readonly string[]): void {
  const short = words.find((word) => /^-[^-\d]/.test(word) && !SHORT_OPTIONS.includes(word));
  if (short === undefined) return;
  throw usageError(`unknown option ${quoted(short)}; all but ${SHORT_OPTIONS.join(' and ')} are written out, as --out`);
}

/** yargs takes nothing at all for 0, and figures beyond what a number can hold for another. */
function rejectNoNumber(option: string, text: string): void {
  if (!text.startsWith('--') && !/^-?\d+$/.test(text)) throw usageError(`--${option} takes a whole number`);
}

function isFlag(option: string): boolean {
  return Object.hasOwn(OPTIONS, option) && OPTIONS[option as OptionName].type === 'boolean';
}

function isNumber(option: string | undefined): option is string {
  return option !== undefined && Object.hasOwn(OPTIONS, option) && OPTIONS[option as OptionName].type === 'number';
}

function quoted(word: string): string {
  return harmless(JSON.stringify(word));
}

function meant(word: string | null): string {
  return word === null ? '' : `; did you mean ${word}?`;
}

function usageError(message: string): CliError {
  return new CliError(2, `${message}\nkeepwire --help lists commands and options.`);
}
