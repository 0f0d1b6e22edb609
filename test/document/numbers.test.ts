import { expect, test } from 'vitest';
import { readDocument } from '../../document/text/read.ts';

test('a number beyond all numbers is named as it is written, with its place', () => {
  const reading = readDocument('{\n  "a": -1e400 }', { name: 'A menu', example: '{}', depthNeeded: '1' });
  expect(reading).toMatchObject({
    ok: false,
    problems: [{ pointer: '/a', line: 2, column: 8, message: expect.stringContaining('Found -1e400') }],
  });
});
