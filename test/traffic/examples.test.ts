/** The examples that come with an application of their own, which does not echo: each passes every scenario. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { built, EXAMPLES_FOLDER } from '../whole/firmware.ts';
import { mustPass } from '../whole/play.ts';

const EXAMPLES = readdirSync(EXAMPLES_FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('app.c'))
  .map((file) => file.split(/[\\/]/)[0] ?? '');

test('the examples are there', () => {
  expect(EXAMPLES.toSorted()).toEqual(['modbus-server']);
});

describe.each(EXAMPLES)('examples/%s', (name) => {
  const read = (file: string): string => readFileSync(join(EXAMPLES_FOLDER, name, file), 'utf8');

  test.each(BUILT_IN.map((scenario) => [scenario.name, scenario] as const))('passes %s', async (_name, scenario) => {
    const firmware = await built(read(`${name}.json`), { 'app.c': read('app.c') }, name);
    const { reasons } = mustPass(firmware, scenario);
    expect(reasons.join(' ')).not.toContain('answer-differs');
  });
});
