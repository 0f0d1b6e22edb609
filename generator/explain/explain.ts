import type { Plan } from '../../contract/plan.ts';
import type { Spec } from '../../contract/spec.ts';
import { connectionSections } from './connection.ts';
import { defaultedValues } from './defaults.ts';
import { bulletText, sectionText, USUAL_COLUMNS } from './format.ts';
import { hardwareSections } from './hardware.ts';
import { remarkText, warningText } from './remarks.ts';
import { summarySection } from './summary.ts';

/**
 * The plan for a person: a summary, then each number with where it comes from, one section a subject. Plain text of so many
 * columns without colour, one final newline. With `given`, the JSON Pointers of the values in the user's text, the last
 * section lists the defaults.
 */
export function explainText(plan: Plan, spec: Spec, given?: readonly string[], columns = USUAL_COLUMNS): string {
  const all = [summarySection(plan), ...hardwareSections(plan, spec, given), ...connectionSections(plan)];
  const sections = all.map((section) => sectionText(section, columns));
  const remarks = [...plan.warnings.map(warningText), ...plan.remarks.map(remarkText)];
  const bullets = ['remarks', ...remarks.map((text) => bulletText(text, columns))].join('\n');
  const defaults = given === undefined ? [] : defaultedValues(spec, given);
  const last = defaults.length === 0 ? [] : [sectionText({ title: 'defaults', rows: defaults }, columns)];
  return `${[plan.name, ...sections, bullets, ...last].join('\n\n')}\n`;
}
