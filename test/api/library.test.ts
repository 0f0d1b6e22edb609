import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as keepwire from '../../generator/index.ts';
import { outcomeOf } from './outcome.ts';

const MINIMAL = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } };

function mustParse(text: string, options?: keepwire.ParseOptions): keepwire.Spec {
  const spec = keepwire.parseSpec(text, options);
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems));
  return spec.value;
}

test('a spec without a name is called as the caller says, or else keepwire', () => {
  const text = JSON.stringify(MINIMAL);
  expect(mustParse(text, { defaultName: 'door' }).name).toBe('door');
  expect(mustParse(text).name).toBe('keepwire');
  expect(mustParse(JSON.stringify({ ...MINIMAL, name: 'gate' }), { defaultName: 'door' }).name).toBe('gate');
});

test('a plan beyond the budget is a problem, with its place when the text is given', () => {
  const budget = (maxSeconds: number) =>
    `{ "detection": { "maxSeconds": ${maxSeconds} },\n${JSON.stringify(MINIMAL).slice(1)}`;
  const text = budget(18);
  const plan = keepwire.planOf(mustParse(text));
  const [problem] = keepwire.checkPlan(plan);
  expect(problem).toMatchObject({ rule: 'detection/budget', pointer: '/detection/maxSeconds' });
  expect(problem).not.toHaveProperty('line');
  expect(keepwire.checkPlan(plan, text)).toEqual([{ ...problem, line: 1, column: 32 }]);
  const problemsOf = (changes: object) =>
    keepwire.checkPlan(keepwire.planOf(mustParse(JSON.stringify({ ...MINIMAL, ...changes }))));
  // docs/methods.md: a cut cable at most 18.014 s, with the default of 120 s for a window that stays shut.
  expect(problemsOf({ detection: { maxSeconds: 18.014 }, sendTimeoutS: 10 })).toEqual([]);
  expect(problemsOf({ detection: { maxSeconds: 120.027 } })).toHaveLength(1);
  expect(problemsOf({ detection: { maxSeconds: 120.028 } })).toEqual([]);
});

test('a watchdog that the longest poll would let expire is a problem', () => {
  // test/plan/loop.test.ts: at 31,250 Hz and 8 MHz a poll with one socket takes up to 1,591 ms.
  const slow = {
    mcu: { clock: { source: 'HSI', sysclkHz: 8_000_000 } },
    wiring: { spiMaxHz: 31_250 },
    timer: { prescaler: 7 },
  };
  const problemsOf = (timeoutMs: number) =>
    keepwire.checkPlan(keepwire.planOf(mustParse(JSON.stringify({ ...MINIMAL, ...slow, watchdog: { timeoutMs } }))));
  expect(problemsOf(1591)).toMatchObject([{ rule: 'watchdog/poll', pointer: '/watchdog/timeoutMs' }]);
  expect(problemsOf(1591)[0]?.message).toContain('a poll with one socket and SPI at 31.25 kHz takes up to 1591 ms');
  expect(problemsOf(1592)).toEqual([]);
});

test('the pointers of the given values decide what is explained as a default', () => {
  const { explanation = '' } = outcomeOf(keepwire, JSON.stringify(MINIMAL), 'door');
  const defaults = explanation.split('\n\n').at(-1) ?? '';
  expect(defaults).toMatch(/^defaults\n/);
  expect(defaults).toContain('/network/ip');
  expect(defaults).not.toContain('/timer/prescaler');
  const spec = mustParse(JSON.stringify(MINIMAL), { defaultName: 'door' });
  expect(explanation).toBe(`${keepwire.explain(keepwire.planOf(spec), spec)}\n${defaults}`);
});

test('the starting spec is valid and gives a firmware', () => {
  const { problems, files = [] } = outcomeOf(keepwire, keepwire.starterSpec({ chip: 'W5200' }), 'start');
  expect(problems).toEqual([]);
  expect(files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['app.c', 'main.c', 'kw_config.h', 'README.md']),
  );
});

test('the schema is the one that the package has as a file', () => {
  const file = readFileSync(join(import.meta.dirname, '../../schemas/spec.schema.json'), 'utf8');
  expect(keepwire.SPEC_SCHEMA).toEqual(JSON.parse(file));
});
