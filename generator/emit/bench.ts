import type { Plan } from '../../contract/plan.ts';
import type { FileSet } from './files.ts';
import { render } from './render.ts';

/** The name of the file with `main`. */
const START = 'kw_bench.c';

/**
 * The board on which an application is played that keepwire only watches: start, port and clock of a firmware that owns
 * its board. None of it is written to the user's folder. Empty where the firmware has all of that itself.
 */
export function benchFiles(plan: Plan): FileSet {
  if (plan.watching === null) return [];
  const owner: Plan = { ...plan, platform: { ...plan.platform, name: 'registers', library: null }, watching: null };
  const board = render(owner).filter(({ path, layer }) => layer === 'platform' && path !== 'kw_config.h');
  const start = render(plan, [{ path: START, template: 'platforms/iolibrary/bench.c', layer: 'app' }]);
  return [...board, ...start];
}
