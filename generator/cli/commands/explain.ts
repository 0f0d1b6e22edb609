import { planDocument } from '../../explain/document.ts';
import { explainText } from '../../explain/explain.ts';
import { givenPointers } from '../../input/index.ts';
import type { CommandRun } from '../commands.ts';
import { readOneSpec } from '../read-specs.ts';

/** The plan for a person, or as it is with `--json`. */
export const explain: CommandRun = async (args, io) => {
  const { spec, plan, text } = readOneSpec(args.files);
  if (args.json) io.json(planDocument(plan));
  else io.out(explainText(plan, spec, givenPointers(text)));
  return 0;
};
