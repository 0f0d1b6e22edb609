import type { Result } from '../../document/problem.ts';
import { harmless } from '../../document/words/printed.ts';
import { CliError, type FileProblems, InputError } from './cli-error.ts';
import { type PlannedSpec, type PlanOptions, planText } from './plan-text.ts';
import { filesBeside, nameFromPath, readTextFile } from './read-file.ts';

export interface NamedSpec extends PlannedSpec {
  readonly file: string;
  readonly text: string;
}

type Reading = Pick<PlanOptions, 'ignoreBudget'>;

export function readSpec(file: string, reading: Reading = {}): Result<NamedSpec> {
  const text = readTextFile(file);
  if (!text.ok) return text;
  const planned = planText(text.value, { defaultName: nameFromPath(file), readFile: filesBeside(file), ...reading });
  return planned.ok ? { ok: true, value: { file, text: text.value, ...planned.value } } : planned;
}

/**
 * All specs, or none.
 *
 * @throws {InputError} with every problem of every file.
 * @throws {CliError} when two of them have one name: their folders would be one where case does not count.
 */
export function readSpecs(files: readonly string[], reading: Reading = {}): readonly NamedSpec[] {
  const wrong: FileProblems[] = [];
  const specs: NamedSpec[] = [];
  const fileByName = new Map<string, string>();
  for (const file of files) {
    const read = readSpec(file, reading);
    if (!read.ok) {
      wrong.push({ file, problems: read.problems });
      continue;
    }
    const { name } = read.value.spec;
    const folded = name.toLowerCase();
    const other = fileByName.get(folded);
    if (other !== undefined) {
      throw new CliError(2, `${harmless(other)} and ${harmless(file)} both have the name "${name}"`);
    }
    fileByName.set(folded, file);
    specs.push(read.value);
  }
  if (wrong.length > 0) throw new InputError(wrong);
  return specs;
}

/** The one spec of a command that takes one. */
export function readOneSpec(files: readonly string[], reading: Reading = {}): NamedSpec {
  const [spec] = readSpecs(files.slice(0, 1), reading);
  if (spec === undefined) throw new CliError(2, 'a spec is missing');
  return spec;
}
