import { harmless } from '../../../document/words/printed.ts';
import { createFile } from '../../files/create-file.ts';
import { writeText } from '../../files/replace.ts';
import { codeOf } from '../../files/system-error.ts';
import { asWriteError } from '../../files/write-error.ts';
import { parseSpec, type StarterAnswers, starterSpec } from '../../input/index.ts';
import { ASKED, askForAnswers, INIT_VALUES } from '../ask.ts';
import { CliError, InputError } from '../cli-error.ts';
import type { CommandRun } from '../commands.ts';
import { printFindings, type StartFrom, startFrom } from '../from-project.ts';
import type { Io } from '../io.ts';
import type { Args, OptionName } from '../options.ts';
import { filesBeside, nameFromPath } from '../read-file.ts';
import { schemaPathFrom } from '../schema-path.ts';

const DEFAULT_FILE = 'keepwire.json';
/** As a file name: standard output. */
const STDOUT = '-';

/**
 * Writes a starting spec to a file, never over one, or to stdout where the file is `-`. Without any flag, on a terminal, it asks; whatever is not answered gets
 * its usual value. Wrong answers are reported as `validate` would, and nothing is written.
 */
export const init: CommandRun = async (args, io) => {
  const file = args.files[0] ?? DEFAULT_FILE;
  const flags = answersFrom((name) => args[name]);
  const start = startFrom(args, file);
  const asks = mayAsk(file, args) && start === null && Object.keys(flags).length === 0;
  const schema = schemaPathFrom(file);
  const answers = asks ? await askOnTerminal(nameFromPath(file)) : { ...flags, ...start?.answers };
  const text = starterSpec({ ...(schema === null ? {} : { schema }), ...answers }, start?.project);
  const spec = parseSpec(text, { defaultName: nameFromPath(file), readFile: filesBeside(file) });
  // Positions would point into a text that the user has never seen.
  if (!spec.ok) {
    const problems = spec.problems.map(({ pointer, rule, message }) => ({ pointer, rule, message }));
    throw new InputError([{ file, problems }]);
  }
  if (file !== STDOUT) create(file, text);
  if (start !== null && !args.json) printFindings(spec.value, start, file, io);
  say(file, text, start, args, io);
  return 0;
};

function say(file: string, text: string, start: StartFrom | null, { json }: Args, io: Io): void {
  const found = start === null ? {} : { ioLibrary: start.ioLibrary };
  if (json) io.json({ ok: true, file, ...(file === STDOUT ? { text } : {}), ...found });
  else io.out(file === STDOUT ? text.trimEnd() : `${file} written. Next: keepwire explain ${file}`);
}

/** Questions go to stdout: not where it takes the spec or a document. */
function mayAsk(file: string, { json }: Args): boolean {
  return file !== STDOUT && !json && process.stdin.isTTY && process.stdout.isTTY;
}

function answersFrom(lookUp: (name: OptionName) => Args[OptionName]): Partial<StarterAnswers> {
  const given = ASKED.flatMap((name) => {
    const value = lookUp(name);
    return value === undefined ? [] : [[INIT_VALUES[name].key, value]];
  });
  return Object.fromEntries(given);
}

/** @throws {CliError} when the user leaves with Ctrl+C or Ctrl+D. */
async function askOnTerminal(defaultName: string): Promise<Partial<StarterAnswers>> {
  const { createInterface } = await import('node:readline');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Lines that come in before they are asked for, as when several are pasted, wait here.
  const lines = terminal[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<string | null> => {
    terminal.setPrompt(question);
    terminal.prompt();
    const { value, done } = await lines.next();
    return done === true ? null : value;
  };
  try {
    const answers = await askForAnswers({ ask, tell: (text) => process.stdout.write(`${text}\n`) }, defaultName);
    if (answers === null) throw new CliError(2, 'not all questions were answered; nothing was written');
    return answers;
  } finally {
    terminal.close();
  }
}

function create(file: string, text: string): void {
  try {
    createFile(file, (open) => writeText(open, text));
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    if (code !== 'EEXIST') throw asWriteError(error, file);
    throw new CliError(
      2,
      `cannot write ${harmless(file)}: it exists already, and init overwrites no file; delete it or choose another name`,
    );
  }
}
