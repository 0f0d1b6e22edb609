/** What users copy: the README's dialogue. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseSpec } from '../../generator/input/index.ts';
import { ROOT } from '../cli/keepwire.ts';
import { blocksOf } from '../readme/blocks.ts';

test("the README's dialogue is valid", () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const block = blocksOf(readme).find(({ language, text }) => language === 'jsonc' && text.includes('"dialogue"'));
  const spec = `{ "chip": "W5500", "keepalive": { "NO_DATA_PERIOD": 10, "KA_SEND_PERIOD": 5 }, "timer": { "prescaler": 71 },
    ${block?.text} }`;
  const parsed = parseSpec(spec);
  expect(parsed.ok ? [] : parsed.problems).toEqual([]);
});
