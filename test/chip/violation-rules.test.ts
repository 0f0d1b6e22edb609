import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VIOLATION_RULES } from '../../simulator/violation-rules.ts';

const LITERAL = /'((?:access|buffer|command|mcu|register|reset|spi)\/[a-z-]+|not-modelled)'/g;

test('the list of rules holds just those that the models report', () => {
  const files = ['chip', 'engine', 'mcu'].flatMap((part) => {
    const folder = join(import.meta.dirname, '../../simulator', part);
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
  });
  const found = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(LITERAL)].map(([, rule]) => rule));
  expect([...new Set(found)].sort()).toEqual([...VIOLATION_RULES]);
});
