/**
 * Every way of noticing, as machine code and as WebAssembly: the same frames, the same ends, at the same time. Of the ways
 * `npm test` plays one of three, and CI other ones.
 */
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../contract/promises.ts';
import { farSideOf } from '../../../generator/methods/far-side.ts';
import { createArmEngine } from '../../../simulator/engine/arm/engine.ts';
import { createHostEngine } from '../../../simulator/engine/host/engine.ts';
import { type RunInput, runScenario } from '../../../simulator/run-scenario.ts';
import { FAILURES, HELLO, METHODS, rowOf, scenarioOf } from '../../ways/methods.ts';
import { BRISK, built, CHIPS } from '../../whole/firmware.ts';
import { scenario } from '../../whole/play.ts';
import { isWhole, shareOf } from '../../whole/share.ts';
import { expectAlike, frames, hooks, type Told } from './alike.ts';
import { armBuilt } from './build.ts';

/** From which port a client begins depends on what its memory held before the start. */
function withoutPorts(told: readonly Told[]): readonly Told[] {
  return told.map(({ atNs, what }) => ({
    atNs,
    what: what.replaceAll(/(?<=192\.168\.1\.20:)(49|[56]\d)\d{3}\b/g, 'port'),
  }));
}

const ROWS = Object.entries(METHODS).map(([name, row], index) => [name, { ...row, index }] as const);

describe.each(shareOf(ROWS, 3))('%s', (_name, { spec: ways, chips = CHIPS, index }) => {
  // The engines lie below the chip: together the chips play each method, the W5500 two of three, except in the sweeps.
  test.each(chips.filter((chip) => isWhole || chips.length === 1 || (chip === 'W5200') === (index % 3 === 0)))(
    '%s: a client that talks, keeps still, and has its cable cut',
    async (chip) => {
      const spec = { ...BRISK, chip, ...ways };
      const { plan, wasm } = await built(spec);
      const { image } = await armBuilt(spec);
      const covered = plan.sockets[0]?.detection.find(({ failure }) => failure === 'cable-cut')?.covered === true;
      const steps = [
        ...HELLO,
        { do: 'wait', for: { s: isWhole ? 10 : 5 } },
        { do: 'send', peer: 'client', bytes: 3000 },
      ];
      const end = [
        { do: 'expect-echo', peer: 'client' },
        { do: 'wait', for: { ms: 300 } },
        { do: 'cut' },
        { do: 'wait', for: { s: isWhole ? 15 : 6 } },
      ];
      const cut = scenario([...steps, ...end], {
        expect: { detected: [{ peer: 'client', as: 'cable-cut' }], listening: covered },
      });
      const play = (engine: RunInput['engine']) => runScenario({ plan, farSideOf, scenario: cut, engine });
      const arm = play((board) => createArmEngine({ ...board, image }));
      const host = play((board) => createHostEngine({ ...board, wasm }));
      const verdict = covered ? 'pass' : 'not-covered';
      expect([arm.verdict, host.verdict], arm.reasons.join('\n')).toEqual([verdict, verdict]);
      expectAlike(withoutPorts(frames(arm)), withoutPorts(frames(host)));
      expectAlike(hooks(arm), hooks(host));
    },
  );
});

describe('each failure as each method has it, as machine code', () => {
  const cells = Object.entries(METHODS).flatMap(([name, { spec, chips = CHIPS }]) =>
    chips.flatMap((chip) =>
      (Object.keys(FAILURES) as Failure[]).map((failure) => [name, chip, failure, spec] as const),
    ),
  );
  // Every failure on every method takes minutes.
  test.each(shareOf(cells, 60))('%s, %s: %s', async (_name, chip, failure, spec) => {
    const { plan, image } = await armBuilt({ ...BRISK, chip, ...spec });
    const row = rowOf({ plan }, failure);
    if (row === undefined) return;
    const run = runScenario({
      plan,
      farSideOf,
      scenario: scenarioOf(failure, row),
      engine: (board) => createArmEngine({ ...board, image }),
    });
    expect(run.verdict, run.reasons.join('\n')).toBe(row.covered ? 'pass' : 'not-covered');
    if (row.covered) expect(row.reasons).toContain(run.detections[0]?.reason);
  });
});
