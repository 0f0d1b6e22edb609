import type { DevicePlan } from '../contract/device.ts';
import type { Scenario } from './scenario/format/scenario.generated.ts';

/** How the user names things on the command line. */
export interface CommandNames {
  /** The spec's file; the spec's name with `.json` unless told. */
  readonly specFile?: string;
  /** The scenario's file; the scenario's name, as for a built-in one, unless told. */
  readonly scenarioFile?: string;
  /** The folder below which the user's own files were taken from; the command line's default unless told. */
  readonly outDir?: string;
  /** The user's own image, where the run was made with it instead of the plan's firmware. */
  readonly elfFile?: string;
}

/** The one command that gives the same run again. */
export function repeatCommand(
  { specFile, scenarioFile, outDir, elfFile }: CommandNames,
  plan: DevicePlan,
  scenario: Scenario,
  engine: string,
  seed: number,
): string {
  const [spec, name] = [specFile ?? `${plan.name}.json`, scenarioFile ?? scenario.name];
  const out = outDir === undefined ? '' : ` --out ${quoted(outDir)}`;
  const elf = elfFile === undefined ? '' : ` --elf ${quoted(elfFile)}`;
  return `Repeat it with: keepwire simulate ${quoted(spec)}${elf}${out} --scenario ${quoted(name)} --engine ${engine} --seed ${seed}`;
}

/** For a POSIX shell, where it needs it. */
function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
