import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { generatedFiles } from '../../scripts/generate-schemas.ts';

const ROOT = new URL('../../', import.meta.url);

test('what is derived from the schema is fresh (npx tsx scripts/generate-schemas.ts)', async () => {
  for (const [path, text] of await generatedFiles('scenario')) {
    expect(await readFile(new URL(path, ROOT), 'utf8'), path).toBe(text);
  }
});

test.each(['scenario', 'timeline'])('the %s schema is one, and its examples fit it', async (name) => {
  const schema = JSON.parse(await readFile(new URL(`schemas/${name}.schema.json`, ROOT), 'utf8'));
  const validate = new Ajv2020({ strict: false }).compile(schema);
  for (const example of schema.examples ?? []) expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
});
