/** kw_port.c of a custom project is its user's: written once, and left alone. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { writeFiles } from '../../generator/emit/write.ts';
import { everything, PLAIN } from '../../scripts/bench/options.ts';
import { planOfText } from '../firmware/examples.ts';
import { warningsOf } from '../firmware/warnings.ts';
import { CHIPS } from '../whole/firmware.ts';
import { filesToCompile, GUESTS, guest } from './specs.ts';

const folder = mkdtempSync(join(tmpdir(), 'keepwire-guest-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('an edited kw_port.c is neither overwritten nor drift', () => {
  const files = render(planOfText(JSON.stringify({ ...PLAIN, ...guest('custom') }), 'mine'));
  writeFiles(folder, 'mine', files);
  const port = join(folder, 'mine', 'kw_port.c');
  expect(readFileSync(port, 'utf8')).toContain('#error "kw_port.c: write the bodies');
  writeFileSync(port, '/* mine */\n');
  expect(writeFiles(folder, 'mine', files, { check: true }).stale).toEqual([]);
  expect(writeFiles(folder, 'mine', files)).toMatchObject({ written: [], refused: [] });
  expect(readFileSync(port, 'utf8')).toBe('/* mine */\n');
});

describe.each(GUESTS)('%s', (platform) => {
  test.each(CHIPS)('everything at once compiles without a warning: %s', async (chip) => {
    const all = { ...everything(chip), ...guest(platform, { sharedBus: platform !== 'iolibrary-owned' }), trace: null };
    expect(await warningsOf(filesToCompile(all), null)).toBe('');
  });

  test('the least compiles without a warning', async () => {
    const pins = { reset: null, interrupt: null };
    expect(await warningsOf(filesToCompile({ ...PLAIN, ...guest(platform, pins) }), null)).toBe('');
  });
});
