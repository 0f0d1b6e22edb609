import type { Term } from '../../contract/promises.ts';
import { METHODS } from '../methods/registry.ts';
import { seconds } from './format.ts';

/** Summands that are no value of the spec. */
const WORDS: Readonly<Record<string, string>> = {
  'tcp-timeout': 'TCP timeout',
  'round-trip': 'round trip allowed',
  'worst-poll': 'reaction time',
  'send-poll': 'poll that begins the SEND',
  'further-probe': 'one more probe',
  'state-limit': 'state timeout',
  'progress-limit': 'limit of unacknowledged data',
  'chip-restart': 'restart of the chip',
  'stuck-transfer': 'timeout of HAL for an SPI transfer',
  'further-polls': 'part of two polls that exceeds 1 s',
  ...Object.assign({}, ...METHODS.map(({ words }) => words?.terms)),
};

/** A summand's name: a key of the spec as it is, anything else in words. */
export function termName({ key, times }: Term): string {
  const name = WORDS[key] ?? key;
  return times === undefined ? name : `${times} x ${name}`;
}

/** `NO_DATA_PERIOD 10 s + TCP timeout 31.8 s`. */
export function sumText(terms: readonly Term[]): string {
  return terms.map((term) => `${termName(term)} ${seconds(term.ms)}`).join(' + ');
}
