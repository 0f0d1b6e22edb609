/** A campaign's runs with random faults: nothing hangs, and every socket serves a new peer within the recovery bound. */
import { farSideOf } from '../../generator/methods/far-side.ts';
import { seedOfRun } from '../../simulator/campaign/dice.ts';
import { playStory, storyOfRun } from '../../simulator/campaign/play-story.ts';
import type { Board } from '../../simulator/engine/engine.ts';
import { createHostEngine } from '../../simulator/engine/host/engine.ts';
import type { Built } from './firmware.ts';
import { sweep } from './sweep.ts';

const SEED = 2026;

/**
 * @param runs their numbers
 * @param spec its file, for the command line that repeats a failure
 */
export function recovers({ plan, wasm }: Built, runs: readonly number[], spec: string): void {
  const input = { plan, farSideOf, engine: (board: Board) => createHostEngine({ wasm, ...board }) };
  sweep(runs, (run) => {
    const { kind, run: played } = playStory(input, storyOfRun(input, SEED, run), 'mine', seedOfRun(SEED, run));
    if (kind === null) return;
    const command = `keepwire campaign ${spec} --seed ${SEED} --shard ${run + 1}/${run + 1} --count ${run + 1}`;
    throw new Error(`${kind}: ${played.reasons.slice(0, -1).join('\n')}\nShrink it with: ${command}`);
  });
}
