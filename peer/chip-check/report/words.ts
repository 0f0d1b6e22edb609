/** SwitchFindings as people and the ledger read them. */
import type { SwitchFindings } from './conclude.ts';
import type { SwitchFinding } from './finding.ts';
import type { ChipReport } from './lines.ts';

/** The test that holds what the reader concludes, for the ledger. */
const TEST = '`test/chip-check/switches.test.ts`';
const WIDTH = 32;

/** A line for each switch. */
export function findingsText({ chip, spec, keepwire }: ChipReport, findings: SwitchFindings): string {
  const entries = Object.entries(findings);
  const count = entries.filter(([, finding]) => 'value' in finding).length;
  return [
    `${chip}, measured by ${spec} of keepwire ${keepwire}: ${count} of ${entries.length} switches`,
    '',
    ...entries.map(([name, finding]) => `  ${name.padEnd(WIDTH)}${findingText(finding)}`),
  ].join('\n');
}

function findingText(finding: SwitchFinding): string {
  if (!('value' in finding)) return `not measured: ${finding.notMeasured}`;
  const { range, value } = finding;
  return range === undefined ? String(value) : `${value} (between ${range.least} and ${range.most})`;
}

/** Values by the names of the switches, and why the others have none. */
export function findingsJson({ chip, spec, keepwire }: ChipReport, findings: SwitchFindings) {
  const entries = Object.entries(findings);
  const switches = entries.flatMap(([name, it]) => ('value' in it ? [[name, it.value] as const] : []));
  const ranges = entries.flatMap(([name, it]) => ('value' in it && it.range ? [[name, it.range] as const] : []));
  const others = entries.flatMap(([name, it]) => ('value' in it ? [] : [[name, it.notMeasured] as const]));
  return {
    chip,
    spec,
    keepwire,
    switches: Object.fromEntries(switches),
    ranges: Object.fromEntries(ranges),
    notMeasured: Object.fromEntries(others),
  };
}

/** A table for docs/fidelity.md. */
export function fidelityBlock({ chip, spec, keepwire }: ChipReport, findings: SwitchFindings): string {
  const rows = Object.entries(findings).flatMap(([name, finding]) => {
    if (!('value' in finding)) return [];
    return [`| ${chip}: ${name} is ${findingText(finding)} | measured: ${finding.measured} | ${TEST} |`];
  });
  return [
    `## Measured on a ${chip}`,
    '',
    `By the chip check of keepwire ${keepwire}, spec ${spec}.`,
    '',
    '| behaviour | source | test |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}
