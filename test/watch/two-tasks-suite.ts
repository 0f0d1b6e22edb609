import { expect, test } from 'vitest';
import { MOST_FRAMES, played } from './two-tasks.ts';

/** Each task is preempted at each frame; with a lock nothing is disturbed. */
export function twoTasks(chip: 'W5500' | 'W5200'): void {
  test.each(['application', 'watch'] as const)('the %s is preempted at each frame', async (preempted) => {
    const { bytes, isAlive, probes, wrong } = await played(chip, preempted, true);
    expect(wrong).toEqual([]);
    expect(isAlive).toBe(true);
    expect(probes).toBeGreaterThan(MOST_FRAMES);
    expect(bytes).toBeGreaterThan(250 * MOST_FRAMES);
  });

  test('without a lock the two disturb each other, and the chip shows it', async () => {
    const runs = [await played(chip, 'application', false), await played(chip, 'watch', false)];
    expect(runs.flatMap(({ wrong }) => wrong)).toContainEqual(expect.stringMatching(/^command\//));
  });
}
