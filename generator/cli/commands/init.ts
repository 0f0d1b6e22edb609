import { writeFileSync } from 'node:fs';
import { codeOf } from '../../emit/write-error.ts';
import { parseSpec, type StarterAnswers, starterSpec } from '../../spec/index.ts';
import { harmless } from '../../spec/words/printed.ts';
import { CliError, InputError } from '../cli-error.ts';
import { COMMANDS, type Run } from '../commands.ts';
import type { Args, OptionName } from '../options.ts';
import { OPTIONS } from '../options.ts';
import { nameFromPath } from '../read-file.ts';
import { schemaPathFrom } from '../schema-path.ts';

const DEFAULT_FILE = 'keepwire.json';

/** Where an option's value goes in the starting spec, when it is not called the same. */
const ANSWER: Partial<Record<OptionName, keyof StarterAnswers>> = {
  'no-data-period': 'NO_DATA_PERIOD',
  'ka-send-period': 'KA_SEND_PERIOD',
};

/**
 * Writes a starting spec, never over a file. Without any flag, on a terminal, it asks; whatever is not answered gets
 * its usual value. Wrong answers are reported as `validate` would, and nothing is written.
 */
export const init: Run = async (args, io) => {
  const file = args.files[0] ?? DEFAULT_FILE;
  const flags = answersFrom((name) => args[name]);
  const asks = Object.keys(flags).length === 0 && !args.json && process.stdin.isTTY && process.stdout.isTTY;
  const schema = schemaPathFrom(file);
  const text = starterSpec({ ...(schema === null ? {} : { schema }), ...(asks ? await ask() : flags) });
  const spec = parseSpec(text, { defaultName: nameFromPath(file) });
  // Positions would point into a text that the user has never seen.
  const problems = spec.ok ? [] : spec.problems.map(({ pointer, rule, message }) => ({ pointer, rule, message }));
  if (problems.length > 0) throw new InputError([{ file, problems }]);
  create(file, text);
  if (args.json) io.json({ ok: true, file });
  else io.out(`${file} written. Next: keepwire explain ${file}`);
  return 0;
};

function answersFrom(lookUp: (name: OptionName) => Args[OptionName]): Partial<StarterAnswers> {
  const given = COMMANDS.init.options.flatMap((name) => {
    const value = lookUp(name);
    return value === undefined ? [] : [[ANSWER[name] ?? name, value]];
  });
  return Object.fromEntries(given);
}

async function ask(): Promise<Partial<StarterAnswers>> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const given = new Map<OptionName, string | number>();
  try {
    for (const name of COMMANDS.init.options) {
      const answer = (await terminal.question(`${OPTIONS[name].describe} (Enter: the usual one): `)).trim();
      if (answer === '') continue;
      const isNumber = OPTIONS[name].type === 'number' && answer !== '' && Number.isFinite(Number(answer));
      given.set(name, isNumber ? Number(answer) : answer);
    }
  } finally {
    terminal.close();
  }
  return answersFrom((name) => given.get(name) as Args[OptionName]);
}

function create(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    const reason = code === 'EEXIST' ? 'it is there already, and init never overwrites' : (error as Error).message;
    throw new CliError(2, `cannot write ${harmless(file)}: ${reason}`);
  }
}
