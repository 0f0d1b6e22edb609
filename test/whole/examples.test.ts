import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { compileFirmware } from '../../generator/toolchain/compile.ts';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { fits } from '../../simulator/scenario/peers/misfits.ts';
import { needTools } from '../tools.ts';
import { built, EXAMPLES_FOLDER, exampleFile, planOfText } from './firmware.ts';
import { mustPass } from './play.ts';
import { shareOf } from './share.ts';

const EXAMPLES = readdirSync(EXAMPLES_FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => basename(file, '.json'));
const SPL = fileURLToPath(new URL('../spl/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'keepwire-examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The simulated hour of `idle` is played once per chip, with the other built-in scenarios' own tests. */
const SCENARIOS = BUILT_IN.filter(({ name }) => name !== 'idle').map((scenario) => [scenario.name, scenario] as const);

describe.each(EXAMPLES.map((name, row) => [name, row] as const))('examples/%s.json', (name, row) => {
  const text = readFileSync(exampleFile(name), 'utf8');
  const plan = planOfText(text, name);

  test('compiles without a warning, and links where nothing of the vendor is needed', async () => {
    needTools('compiler', 'newlib');
    const files = render(plan);
    const dir = join(folder, name);
    mkdirSync(dir);
    for (const file of files) writeFileSync(join(dir, file.path), file.text);
    const outcome = await compileFirmware({ dir, files, plan, vendorDir: SPL });
    expect(outcome).toMatchObject({ kind: plan.platform.name === 'spl' ? 'objects' : 'built', warnings: [] });
  });

  const fitting = SCENARIOS.filter(([, scenario]) => fits(scenario, plan));
  test.each(shareOf(fitting, 4, row))('passes %s', async (_name, scenario) => {
    mustPass(await built(text, {}, name), scenario);
  });
});
