import { beforeAll, describe, expect, test } from 'vitest';
import { MS, playWasm } from '../note/stage.ts';
import { type Subject, wasmOf } from '../note/subject.ts';
import { type At, type Path, pathsFrom, playPath, pointsOf, sampled, subjectOf } from './paths.ts';

/**
 * Control points tried in one path, on one chip: evenly spread over all that there are. In the tier of the sweeps, each
 * single one.
 */
const POINTS_AT_MOST = 25;

/** The crystal and the PLL start within 2.2 ms (datasheet of the STM32F103, tables 22 and 27). */
const START_NS = 2.2 * MS;

describe.each(['W5500', 'W5200'] as const)('a tick at a single point, %s', (chip) => {
  const subject: Subject = subjectOf(chip);
  let wasm: Uint8Array;
  beforeAll(async () => {
    wasm = await wasmOf(subject);
  });
  const run = (path: Path, at: At) =>
    playPath(path, at, (interruptAt, untilNs, script) => playWasm(subject, wasm, { untilNs, interruptAt }, script));

  test.each(pathsFrom(START_NS))('while %s', (name, path) => {
    const points = pointsOf(path, (at) => run(path, at));
    const tried = sampled(points, POINTS_AT_MOST);
    const outcomes = new Set<string>();
    for (const { point: chosen } of tried) {
      const { outcome, wrong } = run(path, (point) => point === chosen);
      expect(wrong, `${chip}, ${name}, the tick at control point ${chosen}`).toEqual([]);
      outcomes.add(outcome);
    }
    expect(tried.length).toBeGreaterThan(10);
    console.log(`${chip}, ${name}: ${tried.length} of ${points.length} points, outcomes ${[...outcomes].join('; ')}`);
  });
});
