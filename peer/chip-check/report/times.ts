/** Switches that are times, and registers that are read without a far side. */
import { DEFAULT_SWITCHES } from '../../../simulator/chip/model/switches.ts';
import { type MadeCheck, notMeasured, type SwitchFinding } from './finding.ts';
import type { ChipReport } from './lines.ts';

const NS_PER_MS = 1_000_000;
/** Ticks fall into some readings, and one register is read a little faster than another. */
const UNEVEN = 0.05;
const SR_TIME_WAIT = 0x1b;

/** A time by the number of readings for which something lasted; one reading may have been lost at each end. */
export function countedTime(check: MadeCheck, usual: number): SwitchFinding {
  const [turns, turnNs] = [check.number('turns'), check.number('turn_ns')];
  const least = Math.floor(Math.max(0, turns - 1) * turnNs * (1 - UNEVEN));
  return timeIn({ least, most: Math.ceil((turns + 2) * turnNs * (1 + UNEVEN)) }, check, usual);
}

/** TIME_WAIT: in milliseconds, or in readings where it is short. */
export function timeWait(check: MadeCheck): SwitchFinding {
  const { timeWaitNs } = DEFAULT_SWITCHES;
  if (check.has('turns')) {
    if (check.number('sr') !== SR_TIME_WAIT && check.number('turns') > 0) return check.unknown();
    return countedTime(check, timeWaitNs);
  }
  const ms = check.number('ms');
  return timeIn({ least: Math.max(0, ms - 3) * NS_PER_MS, most: (ms + 2) * NS_PER_MS }, check, timeWaitNs);
}

/** The model's usual value where the range holds it: the measurement does not tell them apart. */
function timeIn(
  range: { readonly least: number; readonly most: number },
  check: MadeCheck,
  usual: number,
): SwitchFinding {
  const holdsUsual = usual >= range.least && usual <= range.most;
  const value = holdsUsual ? usual : Math.round((range.least + range.most) / 2);
  return { value, measured: check.text, range };
}

/** Sn_TX_WR and Sn_RX_RD after three OPENs. */
export function pointers(check: MadeCheck, { chip }: ChipReport): SwitchFinding {
  const values = ['tx1', 'rx1', 'tx2', 'rx2', 'tx3', 'rx3'].map((key) => check.number(key));
  const [first = 0] = values;
  const isByChip = chip === 'W5500' ? values.every((value) => value === 0) : new Set(values).size > 2;
  if (isByChip) return check.finding('by-chip');
  if (values.every((value) => value === first)) return check.finding(first);
  return new Set(values).size > 2 ? check.finding('random') : check.unknown();
}

export function headerMiso(check: MadeCheck): SwitchFinding {
  const shown = check.number('miso');
  if (shown === 0) return check.finding('zero');
  return shown === 0x010203 ? check.finding('counting') : check.unknown();
}

export const ONLY_W5500: SwitchFinding = notMeasured('only the W5500 has it');
