import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { runs } from '../whole/share.ts';

const FOLDER = new URL('../../examples/', import.meta.url);
const TEXTS = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => readFileSync(new URL(file, FOLDER), 'utf8'));
const VALUES = TEXTS.map((text) => parse(text));
const RUNS = { seed: 20_240_501, numRuns: runs(300, 10_000) };

/** Whatever the text: a complete spec that can be planned, or problems that a person can find and read. */
function judge(text: string): void {
  const result = parseSpec(text, { defaultName: 'device' });
  if (result.ok) {
    planOf(result.value);
    return;
  }
  expect(result.problems.length).toBeGreaterThan(0);
  const lines = text.split(/\r\n|\n|\r/);
  for (const { pointer, message, line = 0, column = 0 } of result.problems) {
    expect(pointer).toMatch(/^(\/([^~/]|~[01])*)*$/);
    expect(message).toMatch(/^[^\p{C}]{10,}[.?]$/u);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? -1) + 1);
  }
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(...'{}[]",:/*\\ \n\r\t01.eE+-tfn\u0000\uFEFF\u2028'), maxLength: 200 }),
  fc.json(),
);

test('rubbish never throws', () => {
  fc.assert(fc.property(anyText, judge), RUNS);
});

test('examples with pieces cut out, doubled or replaced never throw', () => {
  const mutated = fc
    .record({
      text: fc.constantFrom(...TEXTS),
      at: fc.nat(),
      length: fc.nat({ max: 30 }),
      put: anyText,
      twice: fc.boolean(),
    })
    .map(({ text, at, length, put, twice }) => {
      const start = at % text.length;
      const piece = text.slice(start, start + length);
      return text.slice(0, start) + (twice ? piece + piece : put) + text.slice(start + length);
    });
  fc.assert(fc.property(mutated, judge), RUNS);
});

/** Values near what the schema knows, so that many mutations stay valid and reach the rules. */
const nearValue = fc.oneof(
  fc.constantFrom(0, 1, 2, 4, 7, 8, 16, 23, 35, 63, 71, 255, 8_000_000, 24_000_000, 64_000_000, 72_000_000, 0.1, -0),
  fc.constantFrom(
    'W5200',
    'TIM3',
    'TIM6',
    'STM32F100RB',
    'STM32F103ZE',
    'HSI',
    'SPI2',
    'spl',
    'PA4',
    'PB12',
    'PD0',
    'PC13',
  ),
  fc.constantFrom('10.0.0.1', '255.255.0.0', '0.0.0.0', '02:00:00:00:00:01', null, [{}], {}, []),
  fc.jsonValue({ maxDepth: 2 }),
);

function paths(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [path, ...keys.flatMap((key) => paths((value as Record<string | number, unknown>)[key], [...path, key]))];
}

function withValue(value: unknown, path: readonly (string | number)[], put: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return put;
  const copy = new Map<string | number, unknown>(Object.entries(value ?? {}));
  copy.set(String(key), withValue(copy.get(String(key)), rest, put));
  return Array.isArray(value) ? [...copy.values()] : Object.fromEntries(copy);
}

/** A key's path in the complete spec, so that defaults are overwritten too. */
const COMPLETE = VALUES.find((value) => value.name === 'door-controller');
const change = fc.record({ path: fc.constantFrom(...paths(COMPLETE)), put: nearValue });

test('examples with values replaced never throw', () => {
  const mutated = fc
    .record({ value: fc.constantFrom(...VALUES), changes: fc.array(change, { minLength: 1, maxLength: 4 }) })
    .map(({ value, changes }) =>
      JSON.stringify(
        changes.reduce((mutant, { path, put }) => withValue(mutant, path, put), value),
        null,
        1,
      ),
    );
  fc.assert(fc.property(mutated, judge), { ...RUNS, numRuns: runs(700, 20_000) });
});

describe('the fuzz itself', () => {
  test('reaches valid specs as well as problems', () => {
    const kinds = fc.sample(change, { seed: 1, numRuns: 1000 }).map(({ path, put }) => {
      const text = JSON.stringify(withValue(COMPLETE, path, put)) ?? 'null';
      return parseSpec(text, { defaultName: 'device' }).ok;
    });
    const valid = kinds.filter(Boolean).length;
    expect(valid).toBeGreaterThan(50);
    expect(valid).toBeLessThan(950);
  });
});
