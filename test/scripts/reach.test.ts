/** The projects that keepwire could join: what counts is shown by a test. */
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Need, needsOf } from '../../scripts/reach/needs.ts';
import { OFFERS } from '../../scripts/reach/offers.ts';
import { projects } from '../../scripts/reach/project.ts';
import { BESIDE, isWatchable, WATCHED_TEST } from '../../scripts/reach/watched.ts';

function fitting(met: readonly string[]): number {
  return projects().filter((project) => needsOf(project).every((need) => met.includes(need))).length;
}

test('each offer names a test that exists', () => {
  for (const path of [...Object.values(OFFERS), ...Object.values(BESIDE), WATCHED_TEST]) {
    expect(existsSync(new URL(`../../${path}`, import.meta.url)), path).toBe(true);
  }
});

test('80 projects, each once, each with its evidence', () => {
  const all = projects();
  expect(new Set(all.map(({ repository }) => repository)).size).toBe(80);
  for (const { evidence, uses } of all) expect([evidence.length > 0, Array.isArray(uses)]).toEqual([true, true]);
});

/** What each step would reach, as the survey counted that the rows come from. */
const STEPS: readonly (readonly [needs: readonly Need[], fits: number])[] = [
  [[], 4],
  [['hal', 'spi3'], 15],
  [['noReset'], 23],
  [['addresses'], 25],
  [['udpBeside'], 27],
  [['vendorApplications'], 40],
  [['rtos', 'sharedBus'], 49],
  [['family'], 53],
  [['chip'], 60],
  [['arduino'], 63],
  [['bitBang'], 64],
  [['parallelBus'], 68],
];

test('what each step would reach', () => {
  const met: Need[] = [];
  for (const [needs, fits] of STEPS) {
    met.push(...needs);
    expect({ needs, fits: fitting(met) }).toEqual({ needs, fits });
  }
});

test('servers and clients on ioLibrary are watched as they are, with what is tested beside them', () => {
  const watched = projects().filter(isWatchable);
  expect(watched).toHaveLength(31);
  for (const { driver, mode } of watched) {
    expect([driver, mode]).toEqual(['ioLib', 'TOE']);
  }
});
