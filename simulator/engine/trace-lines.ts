import type { Report } from '../timeline.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** A line without an end is reported in pieces of this length. */
const LONGEST_LINE = 200;

/** Takes the bytes that come out of a serial port and reports each line as a `trace` event, without its line end. */
export function createTraceLines(report: Report): (byte: number) => void {
  let line = '';
  return (byte) => {
    if (byte === CARRIAGE_RETURN) return;
    if (byte !== LINE_FEED) line += String.fromCharCode(byte);
    if (byte !== LINE_FEED && line.length < LONGEST_LINE) return;
    report({ kind: 'trace', text: line });
    line = '';
  };
}
