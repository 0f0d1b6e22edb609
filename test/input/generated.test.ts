import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { SchemaNode } from '../../document/shape/schema.ts';
import { CHIPS } from '../../generator/chips/registry.ts';
import { FAMILIES } from '../../generator/hardware/families.ts';
import { PARTS } from '../../generator/hardware/parts.ts';
import { generatedFiles } from '../../scripts/generate-schemas.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const schema = JSON.parse(read('schemas/spec.schema.json'));

test('what is made of the schema is fresh (npx tsx scripts/generate-schemas.ts)', async () => {
  const files = await generatedFiles('spec');
  const sources = ['contract/spec.generated.ts', 'generator/input/validator.generated.js'];
  const paths = [...sources, 'docs/spec.md', 'schemas/spec.schema.json'].sort();
  expect([...files.keys()].sort()).toEqual(paths);
  for (const [path, text] of files) expect(read(path), path).toBe(text);
});

test('the validator stands alone and is small', () => {
  const code = read('generator/input/validator.generated.js');
  expect(code).not.toMatch(/\brequire\(|\bimport\b/);
  expect(code.length).toBeLessThan(100_000);
});

describe('the schema names what the catalogue has', () => {
  const { properties } = schema;
  test.each([
    ['parts', properties.mcu.properties.part.enum, Object.keys(PARTS)],
    ['chips', properties.chip.enum, Object.keys(CHIPS)],
    ['timers', properties.timer.properties.instance.enum, Object.keys(FAMILIES.F1.timers)],
  ])('%s', (_name, inSchema, inCatalogue) => {
    expect(inSchema).toEqual(inCatalogue);
  });
});

/** Every node that describes a value, with its place in the schema. */
function nodes(node: SchemaNode, place = ''): [string, SchemaNode][] {
  const children = Object.entries(node.properties ?? {}).flatMap(([key, child]) => nodes(child, `${place}/${key}`));
  return [[place, node], ...children, ...(node.items ? nodes(node.items, `${place}/0`) : [])];
}

describe('the schema explains itself to an editor', () => {
  test('it is known by a name that is no address: nobody serves it', () => {
    expect(schema.$id).toBe('urn:keepwire:spec:1');
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });

  test.each(nodes(schema))('%s', (_place, node) => {
    expect(node.title).toMatch(/^\S/);
    expect(node.description).toMatch(/\.$/);
    expect(`${node.title} ${node.description}`).not.toMatch(/[`*#<>]|\]\(/); // no markup
    expect(node.examples?.length).toBeGreaterThan(0);
    if (node.properties) expect(node.additionalProperties).toBe(false);
    if (node.pattern) expect(node.patternErrorMessage).toBeTruthy();
  });

  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  ajv.addVocabulary(['patternErrorMessage']);
  ajv.addSchema(schema);
  test.each(nodes(schema))('%s has examples and a default that it allows itself', (place, node) => {
    const fragment = place.replaceAll('/0', '/items').replaceAll(/\/(?!items)/g, '/properties/');
    const validate = ajv.compile({ $ref: `${schema.$id}#${fragment}` });
    for (const value of [...(node.examples ?? []), ...('default' in node ? [node.default] : [])]) {
      expect(validate(value), JSON.stringify(value)).toBe(true);
    }
  });
});
