import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/copy-checkout.ts';
import { MUTATIONS } from '../../scripts/mutations/list.ts';
import { mutated } from '../../scripts/mutations/mutate.ts';

const EXAMPLE = { part: 'input', name: 'x', file: 'a.ts', find: 'b', replace: '$&c', harm: 'None.' };

describe('the list of mutations', () => {
  test('has five in each of six parts, each with a name of its own', () => {
    const parts = [...new Set(MUTATIONS.map(({ part }) => part))];
    const counts = parts.map((part) => MUTATIONS.filter((it) => it.part === part).length);
    expect(counts).toEqual([5, 5, 5, 5, 5, 5]);
    expect(new Set(MUTATIONS.map(({ name }) => name)).size).toBe(30);
  });
  test.each(MUTATIONS)('$name fits its file', (mutation) => {
    const text = readFileSync(join(ROOT, mutation.file), 'utf8');
    expect(mutated(text, mutation)).not.toBe(text);
    expect(mutation.harm).toMatch(/^[A-Za-z].*\.$/);
    for (const file of mutation.tests ?? []) expect(existsSync(join(ROOT, file)), file).toBe(true);
  });
});

test('a text is replaced as it stands, and must occur exactly once', () => {
  expect(mutated('abc', EXAMPLE)).toBe('a$&cc');
  expect(() => mutated('a', EXAMPLE)).toThrow('mutation x: this text does not occur in a.ts, and must occur once:\nb');
  expect(() => mutated('bb', EXAMPLE)).toThrow('occurs 2 times in a.ts');
});
