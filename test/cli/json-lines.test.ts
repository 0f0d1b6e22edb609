import { expect, test } from 'vitest';
import { jsonLines } from '../../generator/cli/json-lines.ts';

const events = Array.from({ length: 3000 }, (_, n) => ({ atNs: n, kind: 'trace', text: 'a "b"\n', more: [[1], {}] }));

test.each([
  ['nothing', null],
  ['text', 'a\nb'],
  ['an empty list', []],
  ['an empty object', {}],
  ['left-out members', { a: undefined, b: () => 1, c: [undefined, null], d: { e: undefined } }],
  ['depth', { a: [{ b: [{ c: [{ d: [] }, {}] }], 'é"': -0.5 }], f: new Date(0) }],
  ['the runs of simulate', { ok: true, runs: [{ timeline: events }, { timeline: [], cpu: null }] }],
])('%s: the text is that of JSON.stringify', (_name, value) => {
  expect([...jsonLines(value)].join('\n')).toBe(JSON.stringify(value, null, 2));
});

test('a long document comes in pieces', () => {
  const pieces = [...jsonLines({ runs: [{ timeline: events }] })];
  expect(pieces.length).toBeGreaterThan(3);
  for (const piece of pieces) expect(piece.length).toBeLessThan(70_000);
});
