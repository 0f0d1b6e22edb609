import { describe, expect, test } from 'vitest';
import { createArmEngine } from '../../../simulator/engine/arm/engine.ts';
import { createHostEngine } from '../../../simulator/engine/host/engine.ts';
import { type RunInput, runScenario } from '../../../simulator/run-scenario.ts';
import { BUILT_IN as ALL_BUILT_IN } from '../../../simulator/scenario/builtin.ts';
import type { Scenario } from '../../../simulator/scenario/format/scenario.generated.ts';
import type { Run } from '../../../simulator/verdict/judged-run.ts';
import { BRISK, built, CHIPS } from '../../whole/firmware.ts';
import { isFew, isWhole, shareOf } from '../../whole/share.ts';
import { expectAlike, frames, hooks } from './alike.ts';
import { armBuilt } from './build.ts';

/** An hour of silence is one minute here, except in the tier of the sweeps. */
function shortened(scenario: Scenario): Scenario {
  if (scenario.name !== 'idle' || isWhole) return scenario;
  const steps = scenario.steps.map((step) => (step.do === 'wait' ? { ...step, for: { s: 60 } } : step));
  const expected = { ...scenario.expect, probesAnswered: [] };
  return { ...scenario, steps: steps as Scenario['steps'], expect: expected };
}

/** There is no WebSocket here. */
const BUILT_IN = ALL_BUILT_IN.filter(({ name }) => !name.startsWith('ws-'));

/** Scenarios in which the firmware has an end or a fault to tell. */
const TELLING = ['cable-cut', 'power-cut', 'peer-reboot', 'chip-reset', 'chip-absent-at-start'];

/** Nothing in the spec of this test covers these failures, and both engines have to say so. */
const NOT_COVERED = ['silent-client', 'peer-hung'];

/** They last for minutes, and nothing happens in them that does not in others. */
const LONG = ['peer-keepalive', 'peer-hung', 'silent-client', 'zero-window'];

/** The engines lie below the chip: the W5200 plays a part of the scenarios. The sweeps play all on both. */
function playedOn(chip: (typeof CHIPS)[number]): readonly Scenario[] {
  if (isWhole) return BUILT_IN;
  if (!isFew) return chip === 'W5500' ? BUILT_IN.filter(({ name }) => LONG.includes(name)) : shareOf(BUILT_IN, 3);
  const played = BUILT_IN.filter(({ name }) => !LONG.includes(name));
  return chip === 'W5500' ? played : shareOf(played, 3);
}

describe.each(CHIPS)('with both engines the same on the wire, %s', (chip) => {
  test.each(playedOn(chip).map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, whole) => {
    const scenario = shortened(whole);
    const spec = { chip, ...BRISK };
    const { plan, wasm } = await built(spec);
    const { image } = await armBuilt(spec);
    const play = (engine: RunInput['engine']): Run => runScenario({ plan, scenario, engine });
    const arm = play((board) => createArmEngine({ ...board, image }));
    const host = play((board) => createHostEngine({ ...board, wasm }));
    const verdict = NOT_COVERED.includes(scenario.name) ? 'not-covered' : 'pass';
    expect([arm.verdict, host.verdict], arm.reasons.join('\n')).toEqual([verdict, verdict]);
    expectAlike(frames(arm), frames(host));
    expectAlike(hooks(arm), hooks(host));
    if (TELLING.includes(scenario.name)) expect(hooks(arm)).not.toEqual([]);
  });
});
