import { beforeAll, describe, expect, test } from 'vitest';
import { createArmEngine } from '../../../simulator/engine/arm/run.ts';
import { type At, type Path, pathsFrom, playPath, pointsOf, sampled, subjectOf } from '../../keepalive/paths.ts';
import { MS, playEngine } from '../../note/stage.ts';
import { type ArmBuilt, buildOnce } from './build.ts';

/**
 * Points tried in one path, on one chip: evenly spread over the different instructions that it executes, each where it
 * comes first. With KEEPWIRE_SWEEP=all in the environment every point is tried, each round of each loop.
 */
const POINTS_AT_MOST = 60;

/** The crystal and the PLL start within 2.2 ms (datasheet of the STM32F103, tables 22 and 27); the program clears its memory before. */
const START_NS = 2.55 * MS;

describe.each(['W5500', 'W5200'] as const)('the tick before a single instruction, %s', (chip) => {
  const subject = subjectOf(chip);
  let built: ArmBuilt;
  beforeAll(async () => {
    built = await buildOnce(subject.plan);
  });
  const run = (path: Path, at: At) =>
    playPath(path, at, (interruptAt, untilNs, script) => {
      const { image } = built;
      return playEngine(subject, (board) => createArmEngine({ ...board, image, interruptAt }), { untilNs }, script);
    });

  test.each(pathsFrom(START_NS))('while %s', (name, path) => {
    const points = pointsOf(path, (at) => run(path, at));
    const firsts = [...new Map([...points].reverse().map((point) => [point.address, point])).values()].reverse();
    const tried = process.env.KEEPWIRE_SWEEP === 'all' ? points : sampled(firsts, POINTS_AT_MOST);
    const outcomes = new Set<string>();
    for (const { point: chosen, address } of tried) {
      let delivered = 0;
      const { outcome, wrong } = run(path, (point, _nowNs, at) => {
        if (point === chosen) delivered = at;
        return point === chosen;
      });
      expect(wrong, `${chip}, ${name}, the tick before instruction ${chosen}`).toEqual([]);
      expect(delivered).toBe(address); // the run is the same up to there
      outcomes.add(outcome);
    }
    expect(tried.length).toBeGreaterThan(40);
    const of = `${points.length} points, ${firsts.length} different instructions`;
    console.log(`${chip}, ${name}: ${tried.length} tried of ${of}; outcomes ${[...outcomes].join('; ')}`);
  });
});
