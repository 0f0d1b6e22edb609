/** What a report has to say of a chip whose switches are known. */
import type { ChipName } from '../../contract/board.ts';
import { conclude, type SwitchFindings } from '../../peer/chip-check/report/conclude.ts';
import type { SwitchFinding, SwitchName } from '../../peer/chip-check/report/finding.ts';
import { parseReport } from '../../peer/chip-check/report/lines.ts';
import type { ChipSwitches } from '../../simulator/chip/chip.ts';
import { DEFAULT_SWITCHES } from '../../simulator/chip/model/switches.ts';

const W5500_ALONE: readonly string[] = ['headerMiso', 'autoKeepaliveRetries', 'autoKeepaliveRestartsOnTraffic'];

/** The switches that a report gets wrong, a line each; empty: none. */
export function mistakes(report: string, chip: ChipName, changed: Partial<ChipSwitches>): string {
  const switches = { ...DEFAULT_SWITCHES, ...changed };
  const findings: SwitchFindings = conclude(parseReport(report));
  const wrong = (Object.keys(switches) as SwitchName[]).flatMap((name) => {
    const finding = findings[name];
    if (isRight(name, finding, switches, chip)) return [];
    return [`${name} is ${switches[name]}, found ${JSON.stringify(finding)}`];
  });
  return wrong.join('\n');
}

function isRight(name: SwitchName, finding: SwitchFinding, switches: ChipSwitches, chip: ChipName): boolean {
  if (chip === 'W5200' && W5500_ALONE.includes(name)) return !('value' in finding);
  // A chip whose SEND_KEEP needs no data at all does not show which data it needs.
  if (name === 'keepaliveNeeds' && switches.keepaliveBeforeData === 'probe') return !('value' in finding);
  if (!('value' in finding)) return false;
  const wanted = switches[name];
  if (finding.range !== undefined) return Number(wanted) >= finding.range.least && Number(wanted) <= finding.range.most;
  return finding.value === (name === 'initialPointers' ? pointersOf(wanted, chip) : wanted);
}

/** Two names of one behaviour. */
function pointersOf(wanted: unknown, chip: ChipName): unknown {
  return wanted === (chip === 'W5500' ? 0 : 'random') ? 'by-chip' : wanted;
}
