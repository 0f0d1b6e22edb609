import type { Term } from '../../contract/promises.ts';
import { METHODS } from '../methods/registry.ts';
import { seconds } from './format.ts';

/** Summands that are no value of the spec. */
const WORDS: Readonly<Record<string, string>> = {
  'tcp-timeout': 'TCP timeout',
  'round-trip': 'round trip allowed',
  'worst-poll': 'worst poll',
  'send-poll': 'poll that begins the SEND',
  'further-probe': 'one more probe',
  'state-limit': 'limit of a state',
  'progress-limit': 'limit of data under way',
  'chip-restart': 'restart of the chip',
  'stuck-transfer': 'transfer on SPI that does not move',
  'further-polls': 'two polls beyond the spare second',
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
