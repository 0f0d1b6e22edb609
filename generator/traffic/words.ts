/** Answers that differ, in sentences without a full stop. */
import type { ByteRange, DialogueEntryPlan } from '../../contract/traffic.ts';
import { oneOf } from '../../document/words/printed.ts';

type Entry = Pick<DialogueEntryPlan, 'first'> & { readonly number: number };

/** More alternatives say nothing to a person. */
const MOST_RANGES = 4;

/** @param at bytes before it that are right */
export function wrongText(entry: Entry, at: number, byte: number, expected: readonly ByteRange[]): string {
  return `byte ${at} of what the device says is ${hex(byte)}; ${placeOf(entry)} expects ${expectedText(expected)}`;
}

/** @param why what makes it too late */
export function missingText(entry: Entry, cameBytes: number, why: string): string {
  const came = cameBytes === 0 ? 'no byte' : `only ${cameBytes} ${cameBytes === 1 ? 'byte' : 'bytes'}`;
  return `${came} of the answer came for ${placeOf(entry)}; ${why}`;
}

function placeOf({ number, first }: Entry): string {
  return `${first === 'peer' ? '"expect"' : '"hear"'} of dialogue entry ${number} (counted from 0)`;
}

function expectedText(ranges: readonly ByteRange[]): string {
  const words = [...new Set(ranges.map(({ from, to }) => (from === to ? hex(from) : `${hex(from)} to ${hex(to)}`)))];
  return words.length > MOST_RANGES ? 'another byte' : oneOf(words);
}

function hex(byte: number): string {
  return `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
