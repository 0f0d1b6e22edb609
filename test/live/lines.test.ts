import { expect, test } from 'vitest';
import { createLiveLines } from '../../live/report/lines.ts';

test('a violation that repeats is told the first, the 10th, the 100th time; each text by itself', () => {
  const lineOf = createLiveLines();
  const tell = (text: string, atNs: number) => lineOf({ atNs, kind: 'violation', rule: 'spi/no-data', text })?.text;
  const told = Array.from({ length: 2000 }, (_, n) => tell('a', n)).filter((text) => text !== undefined);
  const line = 'violation (spi/no-data): a';
  expect(told).toEqual([line, ...['10th', '100th', '1000th'].map((nth) => `${line}, the ${nth} time`)]);
  expect(tell('b', 3000)).toBe('violation (spi/no-data): b');
});
