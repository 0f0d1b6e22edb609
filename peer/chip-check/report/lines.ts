/** The text of a report, down to the fields of its lines. */
import type { ChipName } from '../../../contract/board.ts';

/** The version of the format, in the first line. */
export const REPORT_VERSION = 1;

export interface CheckLine {
  readonly name: string;
  /** In the text, from 1. */
  readonly line: number;
  /** Why it was not made; null: it was. */
  readonly skipped: string | null;
  readonly fields: ReadonlyMap<string, string>;
}

export interface ChipReport {
  readonly chip: ChipName;
  readonly spec: string;
  readonly keepwire: string;
  readonly checks: ReadonlyMap<string, CheckLine>;
}

/** A report that cannot be used: what is wrong, and the line in which it is. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
  constructor(
    /** From 1. */
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

const FIRST = 'keepwire chip-check ';
const LAST = 'keepwire chip-check end';
const NAME = /^[a-z0-9-]+$/;
const FIELD = /^([a-z0-9_]+)=([!-~]+)$/;

export function isLastLine(line: string): boolean {
  return line.startsWith(LAST);
}

/**
 * Reads the last whole report in `text`: a terminal's log may hold other lines before and after, and CR at line ends.
 *
 * @throws {ReportError} when there is none, or it is cut off or damaged.
 */
export function parseReport(text: string): ChipReport {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const first = lines.findLastIndex((line) => line.startsWith(FIRST) && !isLastLine(line));
  if (first === -1) throw new ReportError(1, `found no line that begins with "${FIRST.trim()}"; is this a report?`);
  const head = headOf(lines[first] ?? '', first + 1);
  const length = lines.slice(first).findIndex(isLastLine);
  if (length === -1) throw new ReportError(lines.length, `the report is cut off: there is no line "${LAST} …"`);
  const body = lines.slice(first + 1, first + length).map((line, index) => checkOf(line, first + 2 + index));
  checkEnd(lines.slice(first, first + length), lines[first + length] ?? '', first + length + 1);
  const checks = new Map<string, CheckLine>();
  for (const check of body) {
    if (checks.has(check.name)) throw new ReportError(check.line, `the check ${check.name} is there twice`);
    checks.set(check.name, check);
  }
  return { ...head, checks };
}

function headOf(line: string, number: number): Omit<ChipReport, 'checks'> {
  const [version = '', chip, spec, keepwire, ...rest] = line.slice(FIRST.length).split(' ');
  if (version !== String(REPORT_VERSION)) {
    throw new ReportError(number, `found version ${version.slice(0, 20)}; this keepwire reads ${REPORT_VERSION}`);
  }
  if (chip !== 'W5200' && chip !== 'W5500') throw new ReportError(number, 'expected the chip, W5200 or W5500');
  const [name, keepwireVersion] = [valueBehind(spec, 'spec'), valueBehind(keepwire, 'keepwire')];
  if (name === null || keepwireVersion === null || rest.length > 0) {
    throw new ReportError(number, 'expected "spec=NAME keepwire=VERSION" after the chip');
  }
  return { chip, spec: name, keepwire: keepwireVersion };
}

function valueBehind(word: string | undefined, key: string): string | null {
  const [, found, value] = FIELD.exec(word ?? '') ?? [];
  return found === key && value !== undefined ? value : null;
}

function checkOf(line: string, number: number): CheckLine {
  const [first, ...words] = line.split(' ');
  const name = valueBehind(first, 'check');
  if (name === null || !NAME.test(name)) throw new ReportError(number, 'expected "check=NAME KEY=VALUE …"');
  const fields = new Map<string, string>();
  for (const word of words) {
    const [, key, value] = FIELD.exec(word) ?? [];
    if (key === undefined || value === undefined) throw new ReportError(number, 'expected KEY=VALUE after the name');
    if (fields.has(key)) throw new ReportError(number, `${key} is there twice`);
    fields.set(key, value);
  }
  return { name, line: number, skipped: fields.get('skipped') ?? null, fields };
}

/** The CRC covers all lines before the last one, each with LF. */
function checkEnd(lines: readonly string[], last: string, number: number): void {
  const [, count, crc] = / checks=(\d+) crc32=0x([0-9A-F]{8})$/.exec(last) ?? [];
  if (count === undefined || crc === undefined) {
    throw new ReportError(number, 'expected "checks=N crc32=0x…" at the end; is the line cut off?');
  }
  if (Number(count) !== lines.length - 1) {
    throw new ReportError(number, `the report says ${count} checks, and ${lines.length - 1} are there`);
  }
  const own = crc32(lines.map((line) => `${line}\n`).join(''));
  if (Number.parseInt(crc, 16) !== own) {
    throw new ReportError(number, `the CRC-32 does not match: the report is damaged; take it over TCP, or again`);
  }
}

/** As in Ethernet and ZIP. */
export function crc32(text: string): number {
  let crc = 0xffff_ffff;
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index) & 0xff;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ ((crc & 1) !== 0 ? 0xedb8_8320 : 0);
  }
  return ~crc >>> 0;
}
