import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';

const FOLDER = new URL('../../examples/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

function example(file: string) {
  const name = file.replace(/\.json$/, '');
  const result = parseSpec(readFileSync(new URL(file, FOLDER), 'utf8'), { defaultName: name });
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 1));
  return result.value;
}

test('the examples are there', () => {
  expect(FILES.sort()).toEqual([
    'client.json',
    'eight-sockets.json',
    'f100-hsi.json',
    'spl-w5200.json',
    'traced.json',
    'w5200-server.json',
    'w5500-minimal.json',
    'watchful-server.json',
  ]);
});

test.each(FILES)('%s is valid and can be planned', (file) => {
  expect(planOf(example(file)).timer.errorPpm).toBe(0);
});

test('together they show both chips, both platforms, both oscillators and both SPIs', () => {
  const specs = FILES.map(example);
  const kinds = (of: (spec: (typeof specs)[number]) => string): string[] => [...new Set(specs.map(of))].sort();
  expect(kinds((it) => it.chip)).toEqual(['W5200', 'W5500']);
  expect(kinds((it) => it.mcu.platform)).toEqual(['registers', 'spl']);
  expect(kinds((it) => it.mcu.clock.source)).toEqual(['HSE', 'HSI']);
  expect(kinds((it) => it.wiring.spi)).toEqual(['SPI1', 'SPI2']);
  expect(kinds((it) => it.name)).toHaveLength(FILES.length);
});
