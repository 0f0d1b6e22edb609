import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseScenario } from '../../simulator/scenario/format/parse.ts';

const FOLDER = new URL('../../simulator/scenario/builtin/', import.meta.url);
const TEXTS = readdirSync(FOLDER).map((file) => readFileSync(new URL(file, FOLDER), 'utf8'));
const RUNS = { seed: 20_240_502, numRuns: 500 };

/** Whatever the text: a scenario, or problems that a person can find and read. */
function judge(text: string): void {
  const result = parseScenario(text);
  if (result.ok) return;
  expect(result.problems.length).toBeGreaterThan(0);
  const lines = text.split(/\r\n|\n|\r/);
  for (const { pointer, message, line = 0, column = 0 } of result.problems) {
    expect(pointer).toMatch(/^(\/([^~/]|~[01])*)*$/);
    expect(message).toMatch(/^[^\p{C}]{10,}[.?]$/u);
    expect(message).not.toContain('undefined');
    expect(message).not.toMatch(/(Allowed|Needed|Allowed here): ?\./);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? -1) + 1);
  }
}

test('rubbish never throws', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.json()), judge), RUNS);
});

const piece = fc.oneof(
  fc.json({ maxDepth: 2 }),
  fc.constantFrom(
    ...['"do"', '"for"', '{"s":', '"bound"', '"__proto__": 1,', '[', ']', '{', '}', ',', '', '"each"', '-1'],
  ),
);

test('built-in scenarios with pieces cut out or replaced never throw', () => {
  const mutated = fc
    .record({ text: fc.constantFrom(...TEXTS), at: fc.nat(), length: fc.nat({ max: 20 }), put: piece })
    .map(
      ({ text, at, length, put }) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + length),
    );
  fc.assert(fc.property(mutated, judge), RUNS);
});

/** Any value of the text in the place of any other. */
test('built-in scenarios with values exchanged never throw', () => {
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>(
      { s: 1 },
      { ms: 'x' },
      { times: 1 },
      { s: 1, ms: 1 },
      ['bound', {}],
      [],
      'bound',
      'each',
      8,
    ),
    fc.constantFrom<unknown>({ do: 'wait' }, { do: 'repeat', times: 2, steps: [{}] }, { do: 1 }, [
      { do: 'cut', peer: 'x' },
    ]),
  );
  const mutated = fc.tuple(fc.constantFrom(...TEXTS), fc.nat(), value).map(([text, at, put]) => {
    const scenario = JSON.parse(text);
    const places: [Record<string, unknown>, string][] = [];
    JSON.stringify(scenario, function (this: Record<string, unknown>, key, held) {
      if (key !== '') places.push([this, key]);
      return held;
    });
    const [holder, key] = places[at % places.length] ?? [scenario, 'name'];
    holder[key] = put;
    return JSON.stringify(scenario);
  });
  fc.assert(fc.property(mutated, judge), RUNS);
});
