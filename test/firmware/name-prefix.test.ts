/** `timer.namePrefix`: the firmware beside a project whose functions have the names of the application note. */
import { describe, expect, test } from 'vitest';
import { planText } from '../../generator/cli/plan-text.ts';
import { render } from '../../generator/emit/render.ts';
import { explainText } from '../../generator/explain/explain.ts';
import { PLAIN } from '../../scripts/bench/options.ts';
import { createArmEngine } from '../../simulator/engine/arm/engine.ts';
import { type RunInput, runScenario } from '../../simulator/run-scenario.ts';
import { armBuilt } from '../engine/arm/build.ts';
import { BRISK, built } from '../whole/firmware.ts';
import { builtIn, play } from '../whole/play.ts';
import { planOfText } from './examples.ts';

const NAMES = ['Timer_Configuration', 'NVIC_Configuration', 'Timer2_ISR'] as const;
const prefixed = (namePrefix: string) => ({ ...BRISK.timer, namePrefix });
const specOf = (namePrefix: string) => ({ ...BRISK, chip: 'W5500', timer: prefixed(namePrefix) });

/** What the project has with the same three names. */
const THEIRS = `#include <stdint.h>

extern uint32_t volatile called;
uint32_t volatile called;
${NAMES.map((name) => `void ${name}(void);\nvoid ${name}(void) { called = called + 1U; }`).join('\n')}
`;

/** The start calls the functions of both. */
function withBoth(main: string): string {
  const [first = ''] = NAMES;
  const declared = NAMES.map((name) => `void ${name}(void);`).join('\n');
  const calls = NAMES.map((name) => `    ${name}();`).join('\n');
  const text = main.replace('int main(void)', `${declared}\n\nint main(void)`);
  return text.replace(`    tick_${first}();`, `${calls}\n    tick_${first}();`);
}

const SPEC = specOf('tick_');
const generated = (path: string): string =>
  render(planOfText(JSON.stringify(SPEC))).find((file) => file.path === path)?.text ?? '';
/** The application is an object of its own. */
const APP = { 'app.c': `${generated('app.c')}\n${THEIRS}` };
const FILES = { ...APP, 'main.c': withBoth(generated('main.c')) };

describe('beside an object with the names of the application note', () => {
  test('host engine', async () => {
    expect(FILES['main.c']).toContain(
      '    Timer2_ISR();\n    tick_Timer_Configuration();\n    tick_NVIC_Configuration();',
    );
    const { verdict, reasons } = play(await built(SPEC, FILES), builtIn('cable-cut'));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });

  test('arm engine', async () => {
    const { plan, image, locate } = await armBuilt(SPEC, FILES);
    const engine: RunInput['engine'] = (board) => createArmEngine({ ...board, image, locate });
    const { verdict, reasons } = runScenario({ plan, scenario: builtIn('cable-cut'), engine });
    expect(verdict, reasons.join('\n')).toBe('pass');
  });

  test('without a prefix the linkers refuse them', async () => {
    const plain = { ...BRISK, chip: 'W5500' };
    await expect(built(plain, APP)).rejects.toThrow(/duplicate symbol: Timer2_ISR|Timer_Configuration/);
    await expect(armBuilt(plain, APP)).rejects.toThrow(/multiple definition of/);
  });
});

test.each(['registers', 'spl'])('%s: no name without the prefix is left, and nothing else changes', (platform) => {
  const firmware = (timer: object) =>
    render(planOfText(JSON.stringify({ ...PLAIN, mcu: { platform }, timer: { ...PLAIN.timer, ...timer } })));
  const [plain, changed] = [firmware({}), firmware({ namePrefix: 'kw_' })];
  expect(changed.map(({ path }) => path)).toEqual(plain.map(({ path }) => path));
  for (const [index, { path, text }] of changed.entries()) {
    for (const name of NAMES) expect(text, path).not.toMatch(new RegExp(`\\b${name}\\b`));
    expect(text.replace(/\bkw_(?=Timer_Configuration|NVIC_Configuration|Timer2_ISR)/g, '')).toBe(plain[index]?.text);
  }
});

test('explain names them', () => {
  const planned = planText(JSON.stringify({ ...PLAIN, timer: prefixed('kw_') }), { defaultName: 'device' });
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
  const said = explainText(planned.value.plan, planned.value.spec, []).replace(/\s+/g, ' ');
  expect(said).toContain('names kw_Timer_Configuration, kw_NVIC_Configuration, kw_Timer2_ISR timer.namePrefix');
});

test.each(['', '1a', 'a-b', 'a b', `a${'b'.repeat(16)}`])('"%s" is no beginning of a name', (namePrefix) => {
  const planned = planText(JSON.stringify({ ...PLAIN, timer: prefixed(namePrefix) }), { defaultName: 'device' });
  expect(planned.ok ? [] : planned.problems.map(({ pointer }) => pointer)).toEqual(['/timer/namePrefix']);
});
