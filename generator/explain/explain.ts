import type { Plan } from '../../contract/plan.ts';
import type { Spec } from '../../contract/spec.ts';
import { connectionSections } from './connection.ts';
import { defaultedValues } from './defaults.ts';
import { bulletText, sectionText } from './format.ts';
import { hardwareSections } from './hardware.ts';
import { remarkText, warningText } from './remarks.ts';

/**
 * The plan for a person: each number with where it comes from, one section a subject, plain text without colour, one
 * final newline. With `given`, the JSON Pointers of the values in the user's text, the last section lists the defaults.
 */
export function explainText(plan: Plan, spec: Spec, given?: readonly string[]): string {
  const sections = [...hardwareSections(plan), ...connectionSections(plan)].map(sectionText);
  const remarks = [
    'remarks',
    ...[...plan.warnings.map(warningText), ...plan.remarks.map(remarkText)].map(bulletText),
  ].join('\n');
  const defaults = given === undefined ? [] : defaultedValues(spec, given);
  const last = defaults.length === 0 ? [] : [sectionText({ title: 'defaults', rows: defaults })];
  return `${[plan.name, ...sections, remarks, ...last].join('\n\n')}\n`;
}
