/** Work that grows no faster than what a user gives. */
import { expect, test } from 'vitest';
import { givenPointers, parseSpec } from '../../generator/input/index.ts';
import { solvePeriods } from '../../generator/solve/solve.ts';
import { stepsOf } from './steps.ts';

const BEGIN = '{"chip":"W5500","keepalive":{"NO_DATA_PERIOD":10,"KA_SEND_PERIOD":5},"timer":{"prescaler":71}';

function problemsOf(text: string) {
  const result = parseSpec(text, { defaultName: 'x' });
  if (result.ok) throw new Error('it is valid');
  return result.problems;
}

test('only so many of a file with 30,000 misspelt keys are explained; the others are counted', () => {
  const misspelt = (count: number): string =>
    `${BEGIN},${Array.from({ length: count }, (_, index) => `"networ${index}":1`).join(',')}}`;
  const problems = problemsOf(misspelt(30_000));
  expect(problems[0]?.message).toContain('Did you mean "network"?');
  expect(problems).toHaveLength(101);
  expect(problems.at(-1)?.message).toBe('There are 29900 further problems.');
  const [few, many] = [7_500, 30_000].map((count) => stepsOf(() => problemsOf(misspelt(count)))) as [number, number];
  // 1.3; with an explanation for each key it is 4.
  expect(many / few).toBeLessThan(2);
});

test('in a list of 300,000 entries where eight objects belong, eight are judged', () => {
  const eight = Array.from({ length: 8 }, (_, index) => `/sockets/${index}`);
  const text = `${BEGIN},"sockets":[${Array.from({ length: 300_000 }, () => 0).join()}]}`;
  const problems = problemsOf(text);
  expect(problems[0]).toMatchObject({ pointer: '/sockets', rule: 'shape/maxItems' });
  expect(problems.map(({ pointer }) => pointer)).toEqual(['/sockets', ...eight]);
  // 115 for each entry, most of them to read it.
  expect(stepsOf(() => problemsOf(text)) / 300_000).toBeLessThan(200);
});

test('to solve for eight sockets takes less than eight times the work for one', () => {
  const steps = (count: number): number => {
    const text = `${BEGIN},"sockets":[{"count":${count}}]}`;
    const spec = parseSpec(text, { defaultName: 'x' });
    if (!spec.ok) throw new Error(JSON.stringify(spec.problems));
    return stepsOf(() => void solvePeriods(spec.value, givenPointers(text), { wantedMs: 20_000, transmissions: 3 }));
  };
  const one = steps(1);
  expect(one).toBeLessThan(2_000_000); // 550,000
  expect(steps(8)).toBeLessThan(8 * one);
});
