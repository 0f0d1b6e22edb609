/** A scenario's wire settings in the terms of a link. */
import { NS_PER_MS } from '../../clock.ts';
import { DIRECTIONS, type Direction } from '../../direction.ts';
import type { Impairments } from '../../net/impairments.ts';
import type { ImpairStep, WireDirection as Named, Scenario, Step } from './scenario.generated.ts';

export type WireSettings = Omit<ImpairStep, 'do' | 'direction'>;

/** Rates and times of the wire: the scenario's key, and the word for it in a report. */
export const WIRE_KEYS = [
  ['lossRate', 'loss'],
  ['duplicateRate', 'duplicates'],
  ['reorderRate', 'reordering'],
  ['corruptRate', 'corruption'],
  ['delayMs', 'delay'],
  ['jitterMs', 'jitter'],
] as const satisfies readonly (readonly [keyof WireSettings, string])[];

/** As the link takes them; keys that the scenario does not set are left out. */
export function impairmentsOf({ delayMs, jitterMs, ...wire }: WireSettings): Partial<Impairments> {
  const { lossRate, duplicateRate, reorderRate, corruptRate } = wire;
  return {
    ...(lossRate === undefined ? {} : { lossRate }),
    ...(duplicateRate === undefined ? {} : { duplicateRate }),
    ...(reorderRate === undefined ? {} : { reorderRate }),
    ...(corruptRate === undefined ? {} : { corruptRate }),
    ...(delayMs === undefined ? {} : { delayNs: Math.round(delayMs * NS_PER_MS) }),
    ...(jitterMs === undefined ? {} : { jitterNs: Math.round(jitterMs * NS_PER_MS) }),
  };
}

export function directionsOf(direction: Named | undefined): readonly Direction[] {
  return direction === undefined || direction === 'both' ? DIRECTIONS : [direction];
}

/** Whether no rate and no time is set. */
export function isEmpty(wire: WireSettings): boolean {
  return WIRE_KEYS.every(([key]) => wire[key] === undefined);
}

/** Whether the wire is impaired at any time of the scenario. Answers may then need retransmissions. */
export function isImpaired({ link, steps }: Scenario): boolean {
  return impairs(link) || steps.some(hasImpair);
}

function impairs(wire: WireSettings): boolean {
  return WIRE_KEYS.some(([key]) => (wire[key] ?? 0) > 0);
}

function hasImpair(step: Step): boolean {
  return step.do === 'repeat' ? step.steps.some(hasImpair) : step.do === 'impair' && impairs(step);
}
