import { describe, expect, test } from 'vitest';
import { createArmEngine } from '../../../simulator/engine/arm/run.ts';
import { createHostEngine } from '../../../simulator/engine/host/run.ts';
import { BUILT_IN } from '../../../simulator/scenario/builtin.ts';
import { type Run, type RunInput, runScenario } from '../../../simulator/scenario/run.ts';
import type { Scenario } from '../../../simulator/scenario/scenario.generated.ts';
import { BRISK, built, CHIPS } from '../../whole/firmware.ts';
import { armBuilt } from './build.ts';

const WITHIN_NS = 2_000_000;

/** An hour of silence is five minutes here, unless KEEPWIRE_SWEEP=all asks for all of it. */
function shortened(scenario: Scenario): Scenario {
  if (scenario.name !== 'idle' || process.env.KEEPWIRE_SWEEP === 'all') return scenario;
  const steps = scenario.steps.map((step) => (step.do === 'wait' ? { ...step, for: { s: 300 } } : step));
  const expected = { ...scenario.expect, probesAnswered: [] };
  return { ...scenario, steps: steps as Scenario['steps'], expect: expected };
}

interface Told {
  readonly atNs: number;
  readonly what: string;
}

function frames(run: Run): readonly Told[] {
  return run.timeline.flatMap((event) =>
    event.kind === 'frame' ? [{ atNs: event.atNs, what: `${event.from}: ${event.summary}` }] : [],
  );
}

/** What the firmware told its application. */
function hooks(run: Run): readonly Told[] {
  return run.timeline.flatMap(({ atNs, ...event }) =>
    event.kind === 'firmware' ? [{ atNs, what: JSON.stringify(event) }] : [],
  );
}

/** The same in the same order, and at about the same time. */
function expectAlike(ours: readonly Told[], theirs: readonly Told[]): void {
  expect(ours.map(({ what }) => what)).toEqual(theirs.map(({ what }) => what));
  const apart = ours.map(({ atNs }, index) => Math.abs(atNs - (theirs[index]?.atNs ?? Number.NaN)));
  expect(Math.max(0, ...apart)).toBeLessThanOrEqual(WITHIN_NS);
}

/** Scenarios in which the firmware has an end or a fault to tell. */
const TELLING = ['cable-cut', 'power-cut', 'peer-reboot', 'chip-reset', 'chip-absent-at-start'];

describe.each(CHIPS)('with both engines the same on the wire, %s', (chip) => {
  test.each(BUILT_IN.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, whole) => {
    const scenario = shortened(whole);
    const spec = { chip, ...BRISK };
    const { plan, wasm } = await built(spec);
    const { image } = await armBuilt(spec);
    const play = (engine: RunInput['engine']): Run => runScenario({ plan, scenario, engine });
    const arm = play((board) => createArmEngine({ ...board, image }));
    const host = play((board) => createHostEngine({ ...board, wasm }));
    expect([arm.verdict, host.verdict], arm.reasons.join('\n')).toEqual(['pass', 'pass']);
    expectAlike(frames(arm), frames(host));
    expectAlike(hooks(arm), hooks(host));
    if (TELLING.includes(scenario.name)) expect(hooks(arm)).not.toEqual([]);
  });
});
