/** Changing the impairments of the wire. */
import type { ImpairStep, WireDirection as Named } from '../format/scenario.generated.ts';
import { directionsOf, impairmentsOf, WIRE_KEYS, type WireSettings } from '../format/wire.ts';
import { reportStep } from '../record/report-step.ts';
import type { TestBed } from '../testbed/test-bed.ts';

export function impair(bed: TestBed, step: ImpairStep): void {
  const { link } = bed;
  link.impair(impairmentsOf(step), directionsOf(step.direction));
  const action = { what: 'impair', directions: link.impairedDirections } as const;
  reportStep(bed, `wire${directionText(step.direction)}: ${wireText(step)}`, action);
}

/** Empty for both directions. */
export function directionText(direction: Named | undefined): string {
  if (direction === undefined || direction === 'both') return '';
  return direction === 'to-device' ? ' towards the device' : ' from the device';
}

function wireText(wire: WireSettings): string {
  const named = WIRE_KEYS.flatMap(([key, word]) => {
    const value = wire[key];
    if (value === undefined) return [];
    return [key === 'delayMs' || key === 'jitterMs' ? `${word} ${value} ms` : `${word} ${percent(value)}`];
  });
  return named.join(', ');
}

function percent(rate: number): string {
  return `${Number((rate * 100).toPrecision(3))} %`;
}
