/** Making the wire worse and better, and what stands in it. */
import type { SocketPlan } from '../../../contract/device.ts';
import type { Plan } from '../../../contract/plan.ts';
import { type Clock, NS_PER_MS } from '../../clock.ts';
import { DIRECTIONS, type Direction } from '../../net/direction.ts';
import type { Impairments } from '../../net/impairments.ts';
import { Nat } from '../../net/nat.ts';
import { durationMs } from '../format/duration.ts';
import type { Impair, Direction as Named, Nat as NatShape, Scenario, Step } from '../format/scenario.generated.ts';
import type { TestBed } from '../testbed/test-bed.ts';
import { reportStep } from './report-step.ts';

type Wire = Omit<Impair, 'do' | 'direction'>;

/** A rate or a time of the wire: how the scenario calls it, and how a person reads it. */
const KEYS = [
  ['lossRate', 'loss'],
  ['duplicateRate', 'duplicates'],
  ['reorderRate', 'reordering'],
  ['corruptRate', 'corruption'],
  ['delayMs', 'delay'],
  ['jitterMs', 'jitter'],
] as const satisfies readonly (readonly [keyof Wire, string])[];

export function impair(bed: TestBed, step: Impair): void {
  const { link } = bed;
  link.impair(impairmentsOf(step), directionsOf(step.direction));
  const action = { what: 'impair', directions: link.impairedDirections } as const;
  reportStep(bed, `wire${directionText(step.direction)}: ${wireText(step)}`, action);
}

/** As the link takes it; what is not named is not in it. */
export function impairmentsOf({ delayMs, jitterMs, ...wire }: Wire): Partial<Impairments> {
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

/** Empty for both ways. */
export function directionText(direction: Named | undefined): string {
  if (direction === undefined || direction === 'both') return '';
  return direction === 'to-device' ? ' towards the device' : ' from the device';
}

export function namesNothing(wire: Wire): boolean {
  return KEYS.every(([key]) => wire[key] === undefined);
}

function wireText(wire: Wire): string {
  const named = KEYS.flatMap(([key, word]) => {
    const value = wire[key];
    if (value === undefined) return [];
    return [key === 'delayMs' || key === 'jitterMs' ? `${word} ${value} ms` : `${word} ${percent(value)}`];
  });
  return named.join(', ');
}

function percent(rate: number): string {
  return `${Number((rate * 100).toPrecision(3))} %`;
}

/** Whether the wire is ever anything but whole, so that answers may take the repetitions of a time-out. */
export function isImpaired({ link, steps }: Scenario): boolean {
  return isBad(link) || steps.some(hasImpair);
}

function isBad(wire: Wire): boolean {
  return KEYS.some(([key]) => (wire[key] ?? 0) > 0);
}

function hasImpair(step: Step): boolean {
  return step.do === 'repeat' ? step.steps.some(hasImpair) : step.do === 'impair' && isBad(step);
}

/** @param sockets those that the scenario's peers may be connected to */
export function natOf(
  shape: NatShape,
  plan: Plan,
  sockets: readonly SocketPlan[],
  clock: Clock,
  onForgotten: (address: string, devicePort: number) => void,
): Nat {
  const forgetsAfterNs = Math.max(1, Math.round(durationMs(shape.forgetsAfter, plan, sockets) * NS_PER_MS));
  const opensFrom = plan.sockets.some(({ role }) => role === 'client') ? 'both' : 'peers';
  return new Nat({ clock, forgetsAfterNs, answers: shape.answers, opensFrom, onForgotten });
}
