/**
 * Random faults on wire, chip, SPI, power, hosts and timing, against the firmware of each example with its application:
 * nothing hangs, every socket serves a new peer within the recovery bound, and no living peer is closed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, test } from 'vitest';
import { farSideOf } from '../../generator/methods/far-side.ts';
import { seedOfRun } from '../../simulator/campaign/dice.ts';
import { playStory, storyOfRun } from '../../simulator/campaign/play-story.ts';
import type { Board } from '../../simulator/engine/engine.ts';
import { createHostEngine } from '../../simulator/engine/host/engine.ts';
import { type Built, built, EXAMPLES_FOLDER } from './firmware.ts';
import { seeds } from './share.ts';
import { sweep } from './sweep.ts';

const SEED = 2026;
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
    const { plan, wasm } = firmware;
    const input = { plan, farSideOf, engine: (board: Board) => createHostEngine({ wasm, ...board }) };
    sweep(seeds(2, 500), (run) => {
      const { kind, run: played } = playStory(input, storyOfRun(input, SEED, run), 'mine', seedOfRun(SEED, run));
      if (kind === null) return;
      const command = `keepwire campaign examples/${file} --seed ${SEED} --shard ${run + 1}/${run + 1} --count ${run + 1}`;
      throw new Error(`${kind}: ${played.reasons.slice(0, -1).join('\n')}\nShrink it with: ${command}`);
    });
  });
});
