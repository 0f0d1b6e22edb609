import { planDocument } from '../../explain/document.ts';
import { explainText } from '../../explain/explain.ts';
import { givenPointers } from '../../input/index.ts';
import type { CommandRun } from '../commands.ts';
import type { Io } from '../io.ts';
import { readOneSpec } from '../read-specs.ts';

/** The plan for a person, or as it is with `--json`. */
export const explain: CommandRun = async (args, io) => {
  const { spec, plan, text } = readOneSpec(args.files);
  if (args.json) io.json(planDocument(plan));
  else io.out(coloured(explainText(plan, spec, givenPointers(text), io.columns), io));
  return 0;
};

/** Titles stand at the left margin. */
function coloured(text: string, io: Io): string {
  const lines = text.split('\n').map((line) => {
    if (line !== '' && !line.startsWith(' ')) return io.paint('out', 'bold', line);
    return line.replaceAll(/\bnot (?:covered|detected)\b/g, (words) => io.paint('out', 'yellow', words));
  });
  return lines.join('\n');
}
