/** What the application note's job takes of flash, and what docs/firmware.md says each measure of safety costs. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BenchRow } from '../../scripts/bench/row.ts';
import { applicationNote } from '../../scripts/bench/safety.ts';
import { skipSuite } from '../skip-suite.ts';
import { whyMissing } from '../tools.ts';

const GOAL_BYTES = 2300;
const PAGE = readFileSync(join(import.meta.dirname, '../../docs/firmware.md'), 'utf8');
const SECTION = /^## What safety costs\n([\s\S]*?)(?=\n## )/m.exec(PAGE)?.[1] ?? '';

const missing = whyMissing('compiler', 'newlib');
skipSuite(missing);

let rows: readonly BenchRow[] = [];
beforeAll(() => {
  if (missing === null) rows = applicationNote();
});

test(`the note's job takes at most ${GOAL_BYTES} bytes, with every measure that is on by default`, () => {
  const [job] = rows;
  expect(job?.value).toBeLessThanOrEqual(GOAL_BYTES);
  expect(job?.value).toBeGreaterThan(GOAL_BYTES / 2);
});

describe('docs/firmware.md', () => {
  /** Rows of the table: what, and how many bytes. */
  const documented = [...SECTION.matchAll(/^\| (.*?) +\| +([\d,]+) \|$/gm)].map(([, what, bytes = '']) => [
    what,
    Number(bytes.replace(',', '')),
  ]);
  const version = /arm-none-eabi-gcc (\d+\.\d+)/.exec(SECTION)?.[1] ?? '';

  test('names each measure and its cost as measured', ({ skip }) => {
    const ours = execFileSync('arm-none-eabi-gcc', ['-dumpfullversion'], { encoding: 'utf8' }).trim();
    expect(version).not.toBe('');
    skip(!ours.startsWith(`${version}.`), `the figures are of arm-none-eabi-gcc ${version}, and this is ${ours}`);
    expect(documented).toEqual(rows.map(({ what, value }) => [what, value]));
  });
});
