/** Rules whose violations a user accepts, on the command line and in a scenario. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { planOfText } from '../whole/firmware.ts';
import { keepwire, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
/** What Arduino libraries send to find out whether the chip is a W5200: a frame to BSB 16, which is reserved. */
const PROBE = `static uint8_t const frame[] = { 0x00, 0x00, 0x80, 0x01, 0x08 };
    kw_port_select(true);
    (void)kw_port_exchange(frame, 0, sizeof frame);
    kw_port_select(false);`;
const RULE = 'spi/reserved-block';
const ACCEPTED = /^ +Accepted \(spi\/reserved-block\): W5500: BSB 16 is reserved$/m;
const SCENARIO = {
  name: 'mine',
  title: 'One line',
  steps: [
    { do: 'connect', peer: 'client' },
    { do: 'send', peer: 'client', text: 'x' },
    { do: 'wait', for: { s: 1 } },
  ],
  expect: {},
};

beforeEach(async () => {
  folder.write('s.json', SPEC);
  await keepwire(folder.path, ['generate', 's.json']);
  const app = render(planOfText(SPEC, 's')).find(({ path }) => path === 'app.c')?.text ?? '';
  const changed = app
    .replace('#include "kw_loop.h"', '#include "kw_loop.h"\n#include "kw_port.h"')
    .replace('    (void)sn;\n}', `    (void)sn;\n    ${PROBE}\n}`); // in kw_app_connected
  writeFileSync(join(folder.path, 'out/s/app.c'), changed);
});

const simulate = (accept: readonly string[], ...options: readonly string[]) => {
  folder.write('mine.json', JSON.stringify({ ...SCENARIO, accept }));
  return keepwire(folder.path, ['simulate', 's.json', '--scenario', 'mine.json', ...options]);
};

describe('a violation', () => {
  test('fails the run, whatever else is accepted', async () => {
    const { exitCode, stdout } = await simulate(['reset/pulse'], '--accept', 'command/busy');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /FAIL {2}mine\n +Violation \(spi\/reserved-block\) at \d\.\d+ s: W5500: BSB 16 is reserved\n/,
    );
    expect(stdout).not.toContain('Accepted');
  });

  test.each([
    ['on the command line', [], ['--accept', 'reset/pulse', '--accept', RULE]],
    ['in the scenario', ['reset/pulse', RULE], []],
  ])('is listed where its rule is accepted %s', async (_where, key, options) => {
    const { exitCode, stdout } = await simulate(key, ...options);
    expect(stdout).toMatch(ACCEPTED);
    expect(stdout).toMatch(/PASS {2}mine\n/);
    expect(stdout).not.toMatch(/Violation|Accepted \(reset/);
    expect(exitCode).toBe(0);
  });

  test('is in the JSON document: no violation, a reason, an event', async () => {
    const { exitCode, stdout } = await simulate([], '--accept', RULE, '--json');
    const { ok, runs } = JSON.parse(stdout);
    expect([exitCode, ok, runs[0].verdict, runs[0].violations]).toEqual([0, true, 'pass', []]);
    expect(runs[0].reasons).toEqual(['Accepted (spi/reserved-block): W5500: BSB 16 is reserved']);
    expect(runs[0].timeline).toContainEqual(expect.objectContaining({ kind: 'violation', rule: RULE, accepted: true }));
  });
});

test.each([
  ['nearly right', 'spi/reserved-blok', ' Did you mean "spi/reserved-block"?'],
  ['far from any', 'nonsense', ''],
])('a rule that no violation has is refused: %s', async (_name, rule, advice) => {
  const onLine = await simulate([], '--accept', RULE, '--accept', rule);
  expect(onLine).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `error: --accept: no violation has the rule "${rule}".${advice}`,
  });
  const inScenario = await simulate([RULE, rule]);
  expect([inScenario.exitCode, inScenario.stdout]).toEqual([2, '']);
  expect(inScenario.stderr).toMatch(/^mine\.json:1:\d+: error: No violation has the rule/);
  expect(inScenario.stderr).toContain(`"${rule}".${advice} (/accept/1)`);
});
