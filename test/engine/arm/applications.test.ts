/** The examples with applications of their own, as machine code and as WebAssembly: the same verdicts and ends. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { farSideOf } from '../../../generator/methods/far-side.ts';
import { createArmEngine } from '../../../simulator/engine/arm/engine.ts';
import { createHostEngine } from '../../../simulator/engine/host/engine.ts';
import { type RunInput, runScenario } from '../../../simulator/run-scenario.ts';
import { BUILT_IN } from '../../../simulator/scenario/builtin.ts';
import { fits } from '../../../simulator/scenario/peers/misfits.ts';
import { built, EXAMPLES_FOLDER, planOfText } from '../../whole/firmware.ts';
import { shareOf } from '../../whole/share.ts';
import { hooks } from './alike.ts';
import { armBuilt } from './build.ts';

const FOLDER = join(EXAMPLES_FOLDER, 'applications');
const textOf = (path: string): string => readFileSync(join(FOLDER, path), 'utf8');
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''));
/** The files that a spec names lie beside it. */
const NAMED = Object.fromEntries(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.html'))
    .map((file) => [file, textOf(file)]),
);
/** Hours on the slower engine. */
const LONG = ['idle', 'nat-kept-open', 'peer-keepalive', 'echo'];

describe.each(NAMES.map((name, row) => [name, row] as const))('examples/applications/%s', (name, row) => {
  const spec = textOf(`${name}.json`);
  const own = existsSync(join(FOLDER, name))
    ? Object.fromEntries(readdirSync(join(FOLDER, name)).map((file) => [file, textOf(`${name}/${file}`)]))
    : {};
  const plan = planOfText(spec, 'test', NAMED);
  const fitting = BUILT_IN.filter((it) => fits(it, plan) && !LONG.includes(it.name));

  test.each(shareOf(fitting, 12, row).map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    async (_name, scenario) => {
      const { wasm } = await built(spec, own, 'test', NAMED);
      const { image } = await armBuilt(spec, own, NAMED);
      const play = (engine: RunInput['engine']) => runScenario({ plan, farSideOf, scenario, engine });
      const arm = play((board) => createArmEngine({ ...board, image }));
      const host = play((board) => createHostEngine({ ...board, wasm }));
      expect(arm.verdict, arm.reasons.join('\n')).toBe(host.verdict);
      expect(host.verdict).not.toBe('fail');
      // An answer may be ready a poll sooner on one of them, and then goes out with what came before: no frames are compared.
      expect(hooks(arm).map(({ what }) => what)).toEqual(hooks(host).map(({ what }) => what));
    },
  );
});
