/** The command `compile` builds whole firmware: a project's own build compiles what joins it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCommandLine } from '../../generator/cli/run-command-line.ts';
import { PLAIN } from '../../scripts/bench/options.ts';
import { recordedIo } from '../cli/recorded-io.ts';
import { GUESTS, guest } from './specs.ts';

const folder = mkdtempSync(join(tmpdir(), 'keepwire-guest-compile-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(GUESTS)('%s: refused, with what to do', async (platform) => {
  const file = join(folder, `${platform}.json`);
  writeFileSync(file, JSON.stringify({ ...PLAIN, ...guest(platform) }));
  const io = recordedIo();
  expect(await runCommandLine(['compile', file, '--out', join(folder, 'out')], io)).toBe(2);
  expect(io.stderr.join('\n')).toContain(
    `platform ${platform} is compiled by your project; run keepwire generate, and see the README.md in the folder ${platform}. keepwire simulate compiles it for the simulator, and plays it`,
  );
});
