import type { Spec } from '../spec/spec.ts';
import { connectionSections } from './explain/connection.ts';
import { defaultedValues } from './explain/defaults.ts';
import { sectionText } from './explain/format.ts';
import { hardwareSections } from './explain/hardware.ts';
import type { Plan } from './types.ts';

const WIDTH = 100;

/**
 * The plan for a person: each number with where it comes from, one section a subject, plain text without colour, one
 * final newline. With `given`, the JSON Pointers of the values in the user's text, the last section lists the defaults.
 */
export function explainText(plan: Plan, spec: Spec, given?: readonly string[]): string {
  const sections = [...hardwareSections(plan), ...connectionSections(plan)].map(sectionText);
  const remarks = ['remarks', ...plan.remarks.map((remark) => bullet(remark))].join('\n');
  const defaults = given === undefined ? [] : defaultedValues(spec, given);
  const last = defaults.length === 0 ? [] : [sectionText({ title: 'defaults', rows: defaults })];
  return `${[plan.name, ...sections, remarks, ...last].join('\n\n')}\n`;
}

/** `  - ` and the sentence, broken between words. */
function bullet(text: string): string {
  const lines: string[] = [];
  let line = '  -';
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '   ';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}
