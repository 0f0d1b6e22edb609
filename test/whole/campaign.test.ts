/**
 * Random faults on wire, chip, SPI, power, hosts and timing, against the firmware of each example with its application:
 * nothing hangs, every socket serves a new peer within the recovery bound, and no living peer is closed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, test } from 'vitest';
import { type Built, built, EXAMPLES_FOLDER } from './firmware.ts';
import { recovers } from './recovers.ts';
import { seeds } from './share.ts';

const FILES = ['', 'applications/'].flatMap((folder) =>
  readdirSync(join(EXAMPLES_FOLDER, folder)).flatMap((name) => (name.endsWith('.json') ? [`${folder}${name}`] : [])),
);

/** The user's files beside a spec: in the folder of its name, where there is one. */
function applicationOf(file: string): Readonly<Record<string, string>> {
  const folder = join(EXAMPLES_FOLDER, file.replace(/\.json$/, ''));
  if (!existsSync(folder)) return {};
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

describe.each(FILES)('examples/%s', (file) => {
  let firmware: Built;
  beforeAll(async () => {
    const spec = readFileSync(join(EXAMPLES_FOLDER, file), 'utf8');
    firmware = await built(spec, applicationOf(file), basename(file, '.json'));
  });

  test('recovers from every fault', () => {
    recovers(firmware, seeds(2, 500), `examples/${file}`);
  });
});
