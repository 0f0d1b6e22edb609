import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { planText } from '../../generator/cli/plan-text.ts';
import { filesBeside } from '../../generator/cli/read-file.ts';
import { planDocument } from '../../generator/explain/document.ts';
import { everything, MEASURED_OPTIONS, PLAIN } from '../../scripts/bench/options.ts';
import { generatedPlanSchema } from '../../scripts/generate-schemas.ts';
import { WATCH } from '../watch/firmware.ts';

const ROOT = new URL('../../', import.meta.url);
const text = readFileSync(new URL('schemas/plan.schema.json', ROOT), 'utf8');
const schema = JSON.parse(text);
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

/** `from`: the file that the spec stands in, below `examples`. */
function documentOf(spec: string, from = 'any.json'): unknown {
  const planned = planText(spec, {
    defaultName: 'device',
    readFile: filesBeside(`${ROOT.pathname}examples/${from}`),
  });
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
  return JSON.parse(JSON.stringify(planDocument(planned.value.plan)));
}

const examples = readdirSync(new URL('examples', ROOT), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.json'),
);
const specs: readonly (readonly [name: string, text: string])[] = [
  ...examples.map((name) => [name, readFileSync(new URL(`examples/${name}`, ROOT), 'utf8')] as const),
  ...MEASURED_OPTIONS.map(({ name, spec }) => [name, JSON.stringify({ ...PLAIN, chip: 'W5500', ...spec })] as const),
  ['watched sockets', JSON.stringify({ ...PLAIN, ...WATCH, chip: 'W5500' })],
  ...['W5200', 'W5500'].map((chip) => [`everything on the ${chip}`, JSON.stringify(everything(chip))] as const),
];

test('the schema is fresh (npx tsx scripts/generate-schemas.ts)', () => {
  expect([...generatedPlanSchema()]).toEqual([['schemas/plan.schema.json', text]]);
});

test.each(specs)('%s', (name, spec) => {
  expect(validate(documentOf(spec, name)), JSON.stringify(validate.errors, null, 1)).toBe(true);
});

test('a key more or less is an error', () => {
  const document = documentOf(specs[0]?.[1] ?? '') as { readonly plan: object };
  expect(validate({ ...document, plan: { ...document.plan, more: 1 } })).toBe(false);
  expect(validate({ ...document, plan: { ...document.plan, clock: undefined } })).toBe(false);
  expect(validate({ ...document, version: 1 })).toBe(false);
});

/** Every key in a JSON value. */
function keysIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [...(Array.isArray(value) ? [] : [key]), ...keysIn(child)]);
}

test('no key of the schema is without use', () => {
  const used = new Set(specs.flatMap(([name, spec]) => keysIn(documentOf(spec, name))));
  const named: string[] = [];
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('properties' in node) named.push(...Object.keys(node.properties as object));
    for (const child of Object.values(node)) look(child);
  };
  look(schema);
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter((key) => !used.has(key))).toEqual([]);
});
