/** What two engines must have in common. */
import { expect } from 'vitest';
import type { Run } from '../../../simulator/verdict/judged-run.ts';

/** How far apart the engines may be. The host's cost of a basic block is a model, and differences add up over a run. */
const WITHIN_NS = 2_000_000;

export interface Told {
  readonly atNs: number;
  readonly what: string;
}

export function frames(run: Run): readonly Told[] {
  return run.timeline.flatMap((event) =>
    event.kind === 'frame' ? [{ atNs: event.atNs, what: `${event.from}: ${event.summary}` }] : [],
  );
}

/** What the firmware told its application. */
export function hooks(run: Run): readonly Told[] {
  return run.timeline.flatMap(({ atNs, ...event }) =>
    event.kind === 'firmware' ? [{ atNs, what: JSON.stringify(event) }] : [],
  );
}

/** The same in the same order, and at about the same time. */
export function expectAlike(ours: readonly Told[], theirs: readonly Told[]): void {
  expect(ours.map(({ what }) => what)).toEqual(theirs.map(({ what }) => what));
  const apart = ours.map(({ atNs }, index) => Math.abs(atNs - (theirs[index]?.atNs ?? Number.NaN)));
  expect(Math.max(0, ...apart)).toBeLessThanOrEqual(WITHIN_NS);
}
