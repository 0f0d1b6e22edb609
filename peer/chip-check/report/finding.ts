import type { ChipSwitches } from '../../../simulator/chip/chip.ts';
import type { CheckLine, ChipReport } from './lines.ts';
import { ReportError } from './lines.ts';

export type SwitchName = keyof ChipSwitches;

/** What a report says of one switch. */
export type SwitchFinding =
  | { readonly value: string | number | boolean; readonly measured: string; readonly range?: MeasuredRange }
  | { readonly notMeasured: string };

/** Of a time: nanoseconds. */
export interface MeasuredRange {
  readonly least: number;
  readonly most: number;
}

export function notMeasured(why: string): SwitchFinding {
  return { notMeasured: why };
}

const WHY: Readonly<Record<string, string>> = {
  'no-connection': 'the far side did not connect, or the connection broke before the check',
  'far-side-gone': 'the control connection to the far side was lost',
  'far-side-cannot': 'it needs frames that no ordinary TCP sends, and a far side that makes its own',
  'chip-failed': 'the chip did not do what it was told, and was started again',
  'window-stays-open': 'the far side took all that was sent',
  'too-slow': 'the board was too slow to hide the chip between SYN and ACK',
  'no-answer': 'no answer came',
  'no-reset': 'the RST of the far side did not close the connection',
  'no-data': 'the data of the far side did not arrive',
  'no-close': 'the socket did not close',
  'no-open': 'the socket did not open',
};

/** The check of a switch; or why there is nothing to conclude. */
export function madeCheck(report: ChipReport, name: string): MadeCheck | SwitchFinding {
  const line = report.checks.get(name);
  if (line === undefined) return notMeasured(`the report has no line check=${name}`);
  if (line.skipped !== null) return notMeasured(WHY[line.skipped] ?? line.skipped);
  return new MadeCheck(line);
}

/** The fields of a line, as what they are. */
export class MadeCheck {
  readonly #line: CheckLine;

  constructor(line: CheckLine) {
    this.#line = line;
  }

  has(key: string): boolean {
    return this.#line.fields.has(key);
  }

  /** @throws {ReportError} when the field is missing or no number. */
  number(key: string): number {
    const text = this.#line.fields.get(key);
    if (text === undefined || !/^(\d{1,10}|0x[0-9A-F]{1,8})$/.test(text)) {
      throw new ReportError(this.#line.line, `check=${this.#line.name}: ${key} is missing or no number`);
    }
    return Number(text);
  }

  /** What the line says, for people. */
  get text(): string {
    return [...this.#line.fields].map(([key, value]) => `${key}=${value}`).join(' ');
  }

  finding(value: string | number | boolean): SwitchFinding {
    return { value, measured: this.text };
  }

  /** Of a measurement that fits none of the known behaviours. */
  unknown(): SwitchFinding {
    return notMeasured(`found ${this.text}, which fits no behaviour of the model`);
  }
}
