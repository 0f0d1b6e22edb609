import type { DevicePlan } from '../contract/device.ts';
import type { Scenario } from './scenario/format/scenario.generated.ts';

/** The names that the user gave on the command line. */
export interface CommandNames {
  /** The spec's file. Default: the spec's name with `.json`. */
  readonly specFile?: string;
  /** The scenario's file. Default: the scenario's name, as for a built-in one. */
  readonly scenarioFile?: string;
  /** The folder that holds the user's own files. Default: that of the command line. */
  readonly outDir?: string;
  /** The user's own image, if the run used it instead of the plan's firmware. */
  readonly elfFile?: string;
  /** Rules of violations that are accepted. */
  readonly accepted?: readonly string[];
}

/** The command that repeats the run. */
export function repeatCommand(
  { specFile, scenarioFile, outDir, elfFile, accepted = [] }: CommandNames,
  plan: DevicePlan,
  scenario: Scenario,
  engine: string,
  seed: number,
): string {
  const [spec, name] = [specFile ?? `${plan.name}.json`, scenarioFile ?? scenario.name];
  const out = outDir === undefined ? '' : ` --out ${quoted(outDir)}`;
  const elf = elfFile === undefined ? '' : ` --elf ${quoted(elfFile)}`;
  const accept = accepted.map((rule) => ` --accept ${quoted(rule)}`).join('');
  return `keepwire simulate ${quoted(spec)}${elf}${out} --scenario ${quoted(name)} --engine ${engine} --seed ${seed}${accept}`;
}

/** Quotes a word for a POSIX shell if necessary. */
function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
