/** Templates hold no logic: the number, depth and extent of their blocks are limited. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { blocksOf, faultOf } from './template-blocks.ts';

const FOLDER = fileURLToPath(new URL('../../templates/', import.meta.url));
const NAMES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.hbs'))
  .sort();
const MOST_CONDITIONS = 15;
const DEEPEST = 2;

const isC = (name: string): boolean => /\.[ch]\.hbs$/.test(name) || !/\.\w+\.hbs$/.test(name);

test('all templates are looked at', () => {
  expect(NAMES.length).toBeGreaterThan(50);
});

describe.each(NAMES)('%s', (name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const blocks = blocksOf(text);
  const conditions = blocks.filter(({ kind }) => kind !== 'each');

  test(`has ${MOST_CONDITIONS} conditions at most, no deeper than ${DEEPEST}`, () => {
    expect(conditions.length).toBeLessThanOrEqual(MOST_CONDITIONS);
    expect(Math.max(0, ...conditions.map(({ depth }) => depth))).toBeLessThanOrEqual(DEEPEST);
  });

  test('the tags of its blocks stand alone on their lines', () => {
    const tags = text.split('\n').filter((line) => /\{\{(#|\/|else)/.test(line));
    expect(tags.filter((line) => !/^\{\{[^{}]*\}\}$/.test(line))).toEqual([]);
  });

  test('no condition is there for a blank line', () => {
    expect(conditions.filter(({ body }) => body.trim() === '')).toEqual([]);
  });

  if (!isC(name)) return;
  test('its blocks hold whole statements, declarations or comments', () => {
    for (const block of blocks) expect({ block: block.body, fault: faultOf(block) }).toMatchObject({ fault: null });
  });
});

describe('what the test forbids', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['two heads of one statement', '{{#if a}}\n    if (x) {\n{{else}}\n    if (y) {\n{{/if}}\n        z();\n    }\n'],
    ['an arm of a chain', '    if (x) {\n{{#if a}}\n    } else if (y) {\n        z();\n{{/if}}\n    }\n'],
    ['a part of an expression', '    x = a\n{{#if b}}\n        && b\n{{/if}}\n    ;\n'],
    ['the second half of a statement', '    z(x,\n{{#if b}}\n      b);\n{{else}}\n      c);\n{{/if}}\n'],
  ];

  test.each(cases)('%s', (_name, text) => {
    expect(blocksOf(text).some((block) => faultOf(block) !== null)).toBe(true);
  });

  test('more conditions than are counted by their beginnings', () => {
    expect(blocksOf('{{#if a}}\nx;\n{{else}}\ny;\n{{/if}}\n').map(({ kind }) => kind)).toEqual(['if', 'else']);
    expect(blocksOf('{{#if a}}\n{{#each b}}\n{{#unless c}}\nx;\n{{/unless}}\n{{/each}}\n{{/if}}\n')).toMatchObject([
      { kind: 'unless', depth: 2 },
      { kind: 'each', depth: 1 },
      { kind: 'if', depth: 1 },
    ]);
  });
});
