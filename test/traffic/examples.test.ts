/** The examples that come with an application of their own, which does not echo: each passes every scenario. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { compileFirmware } from '../../generator/toolchain/compile.ts';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import type { Scenario } from '../../simulator/scenario/format/scenario.generated.ts';
import { fits } from '../../simulator/scenario/peers/misfits.ts';
import { built, EXAMPLES_FOLDER, planOfText } from '../whole/firmware.ts';
import { mustPass } from '../whole/play.ts';
import { isFew, isWhole, shareOf } from '../whole/share.ts';

const APPLICATIONS = join(EXAMPLES_FOLDER, 'applications');
const EXAMPLES = readdirSync(APPLICATIONS)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''));
const folder = mkdtempSync(join(tmpdir(), 'keepwire-traffic-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('there are servers that answer, by TCP and by WebSocket, one that sends unasked, and a client that publishes', () => {
  expect(EXAMPLES.toSorted()).toEqual(['meter', 'modbus-server', 'thermometer', 'websocket']);
});

/** The hour of `idle` is played in CI; `npm test` has it with the built-in scenarios' own tests. */
function isPlayed({ name }: Scenario): boolean {
  return isWhole || isFew === (name !== 'idle');
}

describe.each(EXAMPLES)('examples/applications/%s', (name) => {
  const spec = readFileSync(join(APPLICATIONS, `${name}.json`), 'utf8');
  const own = Object.fromEntries(
    readdirSync(join(APPLICATIONS, name)).map((file) => [file, readFileSync(join(APPLICATIONS, name, file), 'utf8')]),
  );
  const plan = planOfText(spec, name);

  test('compiles without a warning', async () => {
    const dir = mkdtempSync(join(folder, `${name}-`));
    const files = render(plan);
    for (const { path, text } of files) writeFileSync(join(dir, path), own[path] ?? text);
    expect(await compileFirmware({ dir, files, plan })).toMatchObject({ kind: 'built', warnings: [] });
  });

  const fitting = BUILT_IN.filter((scenario) => fits(scenario, plan));
  // `test/websocket` plays them all for a WebSocket.
  const played = plan.sockets[0]?.websocket === null ? fitting : shareOf(fitting, 5);
  test.each(played.filter(isPlayed).map((scenario) => [scenario.name, scenario] as const))(
    'passes %s',
    async (_name, scenario) => {
      const { reasons } = mustPass(await built(spec, own, name), scenario);
      const talks = !['silent-client', 'fin-at-once'].includes(scenario.name);
      if (talks) expect(reasons.join(' ')).toMatch(/messages? came as the dialogue says/);
    },
  );
});
