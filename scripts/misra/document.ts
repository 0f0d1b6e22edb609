/** docs/misra.md: the rules of MISRA C:2012 that the generated C breaks, where, and why. */
import type { Breach } from './cppcheck.ts';
import { DEVIATIONS, type Deviation } from './reasons.ts';

export class RuleProblem extends Error {}

/** @throws {RuleProblem} when a rule is broken that has no reason, or a reason is there for a rule that is not broken */
export function misraDocument(version: string, found: readonly Breach[], deviations = DEVIATIONS): string {
  checkReasons(found, deviations);
  const rows = deviations.map((deviation) => rowOf(deviation, distinct(found, deviation.rule)));
  return [
    '# MISRA C:2012',
    '',
    `Written by \`npm run misra\` with ${version} and its addon; do not edit. The rules that the generated C breaks, in how many`,
    'places, and why. The C is that of all options on both chips and platforms. A place that several firmwares share counts',
    'once. The addon checks no rule that needs a look at the whole project beyond names.',
    '',
    '| rule | category | places | files | reason |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function checkReasons(found: readonly Breach[], deviations: readonly Deviation[]): void {
  const reasoned = new Set(deviations.map(({ rule }) => rule));
  const open = found.filter(({ rule }) => !reasoned.has(rule));
  if (open.length > 0) {
    const places = open.map(({ rule, file, line, text }) => `${file}:${line} breaks rule ${rule}: ${text}`);
    const advice = 'Mend the template, or give a reason in scripts/misra/reasons.ts.';
    throw new RuleProblem([...new Set(places), advice].join('\n'));
  }
  const broken = new Set(found.map(({ rule }) => rule));
  const idle = deviations.find(({ rule }) => !broken.has(rule));
  if (idle !== undefined) throw new RuleProblem(`Rule ${idle.rule} is not broken any more: delete its reason`);
}

/** The places, each once however many firmwares have it. */
function distinct(found: readonly Breach[], rule: string): readonly Breach[] {
  const places = found.filter((finding) => finding.rule === rule);
  return [...new Map(places.map((place) => [`${place.file}\n${place.text}`, place])).values()];
}

function rowOf({ rule, category, reason }: Deviation, places: readonly Breach[]): string {
  const files = [...new Set(places.map(({ file }) => `\`${file}\``))].sort();
  return `| ${rule} | ${category} | ${places.length} | ${files.join(', ')} | ${reason} |`;
}
