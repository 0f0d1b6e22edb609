import { explainText } from '../../plan/explain.ts';
import { planOf } from '../../plan/plan.ts';
import { givenPointers } from '../../spec/index.ts';
import type { Run } from '../commands.ts';
import { readOneSpec } from '../read-specs.ts';

/** The plan for a person, or as it is with `--json`. */
export const explain: Run = async (args, io) => {
  const { spec, text } = readOneSpec(args.files);
  const plan = planOf(spec);
  if (args.json) io.json({ ok: true, plan });
  else io.out(explainText(plan, spec, givenPointers(text)));
  return 0;
};
