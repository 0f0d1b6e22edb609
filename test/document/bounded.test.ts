import { expect, test } from 'vitest';
import { readDocument } from '../../document/text/read.ts';
import { parseSpec } from '../../generator/input/index.ts';

const BEGIN = '{"chip":"W5500","keepalive":{"NO_DATA_PERIOD":10,"KA_SEND_PERIOD":5},"timer":{"prescaler":71}';

test('a file with 30,000 misspelt keys is judged in seconds, and the problems that are not told are counted', () => {
  const keys = Array.from({ length: 30_000 }, (_, index) => `"networ${index}":1`);
  const text = `${BEGIN},${keys.join(',')}}`;
  const result = parseSpec(text, { defaultName: 'x' });
  if (result.ok) throw new Error('it is valid');
  expect(result.problems[0]?.message).toContain('Did you mean "network"?');
  expect(result.problems).toHaveLength(101);
  expect(result.problems.at(-1)?.message).toBe('There are 29900 further problems.');
}, 15_000); // 40 s before the work was bounded

test('a list of 300,000 entries where eight objects belong is judged in seconds', () => {
  const eight = Array.from({ length: 8 }, (_, index) => `/sockets/${index}`);
  const text = `${BEGIN},"sockets":[${Array.from({ length: 300_000 }, () => 0).join()}]}`;
  const result = parseSpec(text, { defaultName: 'x' });
  if (result.ok) throw new Error('it is valid');
  expect(result.problems[0]).toMatchObject({ pointer: '/sockets', rule: 'shape/maxItems' });
  expect(result.problems.map(({ pointer }) => pointer)).toEqual(['/sockets', ...eight]);
}, 5_000); // 11 s of the processor, before what is beyond the eight was left alone

test('a number beyond all numbers is named as it is written, with its place', () => {
  const reading = readDocument('{\n  "a": -1e400 }', { name: 'A menu', example: '{}', depthNeeded: '1' });
  expect(reading).toMatchObject({
    ok: false,
    problems: [{ pointer: '/a', line: 2, column: 8, message: expect.stringContaining('Found -1e400') }],
  });
});
