import type { CostPlan } from '../../contract/promises.ts';
import { METHODS } from '../methods/registry.ts';

/** Which packets a method costs. Methods that are not here cost none. */
const WORDS: Readonly<Record<string, string>> = Object.assign({}, ...METHODS.map(({ words }) => words?.costs));

export function costText({ method, packetsPerDay }: CostPlan): string {
  return `${packetsPerDay} packets a day: ${WORDS[method]}`;
}
