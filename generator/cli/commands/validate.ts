import { warningText } from '../../explain/remarks.ts';
import { failsStrict } from '../../plan/warnings.ts';
import type { CommandRun } from '../commands.ts';
import { printProblems, printWarnings } from '../print-problems.ts';
import { readSpec } from '../read-specs.ts';

/** Every problem of every spec; exit code 2 when there is one. With `--strict` most warnings are problems too. */
export const validate: CommandRun = async (args, io) => {
  const specs = args.files.map((file) => {
    const spec = readSpec(file);
    return { file, problems: spec.ok ? [] : spec.problems, warnings: spec.ok ? spec.value.plan.warnings : [] };
  });
  const wrong = specs.filter(({ problems }) => problems.length > 0);
  const isWarned = args.strict && specs.some(({ warnings }) => warnings.some(failsStrict));
  const ok = wrong.length === 0 && !isWarned;
  printProblems(wrong, io);
  if (!args.json) printWarnings(specs, (warning) => args.strict && failsStrict(warning), io);
  if (args.json) io.json({ ok, specs: specs.map((it) => ({ ...it, warnings: it.warnings.map(warningText) })) });
  else if (ok) io.out(`${specs.length} ${specs.length === 1 ? 'spec is' : 'specs are'} valid`);
  return ok ? 0 : 2;
};
