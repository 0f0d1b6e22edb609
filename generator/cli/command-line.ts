import { Parser } from 'yargs/helpers';
import type { Configuration } from 'yargs-parser';
import { nearest } from '../../document/words/nearest.ts';
import { harmless } from '../../document/words/printed.ts';
import { VERSION } from '../firmware/version.generated.ts';
import { CliError } from './cli-error.ts';
import { COMMANDS, type CommandName, type CommandRow } from './commands.ts';
import { type Args, COMMON, OPTIONS, type OptionName, type OptionRow } from './options.ts';

/** A command line that was understood, or the text that `--help` or `--version` asks for. */
export type CommandLine = { readonly command: CommandName; readonly args: Args } | { readonly text: string };

const HELP_OPTIONS: readonly string[] = ['-h', '--help'];
const VERSION_OPTIONS: readonly string[] = ['-V', '--version'];
/** yargs drops a lone `-`; no word that a process is given holds a NUL. */
const [STDIN, STDIN_FOR_YARGS] = ['-', '\0-'] as const;
const SHORT_OPTIONS: readonly string[] = ['-h', '-V'];

/**
 * Reads a command line with yargs, from the rows of {@link COMMANDS} and {@link OPTIONS}.
 *
 * Only yargs' parser is needed for that. All of yargs, which lays out the help, would make each start a quarter slower.
 *
 * @throws {CliError} for anything not understood, with the nearest right word.
 */
export async function parseCommandLine(argv: readonly string[]): Promise<CommandLine> {
  const words = beforeDashes(argv);
  const command = commandIn(words);
  rejectUnknown(words, command);
  if (words.some((word) => HELP_OPTIONS.includes(word)))
    return { text: await (await import('./help.ts')).helpText(command) };
  if (words.some((word) => VERSION_OPTIONS.includes(word))) return { text: VERSION };
  if (command === null) throw usageError('a command is missing');
  const others = argv.filter((_, index) => index !== argv.indexOf(command));
  return { command, args: argsOf(COMMANDS[command], parse(COMMANDS[command], others)) };
}

/** Options are the words before `--`. */
function beforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  if (end !== -1 && words.every((word) => word.startsWith('-'))) throw usageError('a command is missing before --');
  return words;
}

/** The command: the first word that is no option; null when there is none. */
function commandIn(words: readonly string[]): CommandName | null {
  const name = words.find((word) => !word.startsWith('-'));
  if (name === undefined || Object.hasOwn(COMMANDS, name)) return (name as CommandName | undefined) ?? null;
  rejectShort(words);
  throw usageError(`unknown command ${quoted(name)}${meant(nearest(name, Object.keys(COMMANDS)))}`);
}

const CONFIGURATION: Partial<Configuration> = {
  'camel-case-expansion': false,
  'greedy-arrays': false,
  'boolean-negation': false,
  'dot-notation': false,
  'parse-positional-numbers': false,
};

/** What yargs finds: the value of each option, and all other words as `_`. */
function parse(row: CommandRow, words: readonly string[]): Record<string, unknown> {
  const names = optionsOf(row);
  const ofType = (type: OptionRow['type']): OptionName[] => names.filter((name) => OPTIONS[name].type === type);
  const withValue = names.filter((name) => OPTIONS[name].type !== 'boolean');
  const { argv, error } = Parser.detailed(
    words.map((word) => (word === STDIN ? STDIN_FOR_YARGS : word)),
    {
      configuration: CONFIGURATION,
      boolean: ofType('boolean'),
      string: ofType('string'),
      number: ofType('number'),
      array: names.filter((name) => (OPTIONS[name] as OptionRow).many === true),
      // NaN: a value must follow.
      narg: Object.fromEntries(withValue.map((name) => [name, Number.NaN])),
    },
  );
  if (error !== null) throw usageError(plainly(error.message));
  return argv;
}

/** What yargs says, in the words of this command line. */
function plainly(message: string): string {
  const option = /^Not enough arguments following: (.*)/.exec(message)?.[1];
  return option === undefined ? message.replaceAll(STDIN_FOR_YARGS, STDIN) : `--${option} needs a value`;
}

function argsOf(row: CommandRow, parsed: Record<string, unknown>): Args {
  const args: Record<string, unknown> = { files: filesOf(row, parsed._ as readonly unknown[]) };
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

/** The words that are neither the command nor an option; as many of them as the command takes. */
function filesOf({ positional }: CommandRow, words: readonly unknown[]): readonly string[] {
  const files = words.map(asGiven);
  if (positional.startsWith('<') && files.length === 0) {
    throw usageError(positional === '<shell>' ? 'a shell is missing: bash or zsh' : 'a spec file is missing');
  }
  const most = positional === '' ? 0 : positional.includes('..') ? Number.POSITIVE_INFINITY : 1;
  if (files.length <= most) return files;
  throw usageError(`one argument too many: ${harmless(files.slice(most).join(', '))}`);
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

/** Finds mistakes for which yargs has no words, or which it takes for something else. */
function rejectUnknown(words: readonly string[], command: CommandName | null): void {
  rejectShort(words);
  const known = ['help', 'version', ...(command === null ? [] : optionsOf(COMMANDS[command]))];
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
