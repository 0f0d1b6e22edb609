/**
 * Counts work, so that no test has to time it. For tests in processes of their own: V8 counts in functions that run for
 * the first time after this file is loaded.
 */
import { Session } from 'node:inspector';

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/** How often JavaScript enters a function, a branch or a turn of a loop in `body`; what Node itself does is not counted. */
export function stepsOf(body: () => void): number {
  takeSteps();
  body();
  return takeSteps();
}

/** Since the last call. */
function takeSteps(): number {
  let steps = 0;
  session.post('Profiler.takePreciseCoverage', (_error, { result }: Coverage) => {
    for (const { functions, url } of result) {
      if (url.startsWith('node:')) continue;
      for (const { ranges } of functions) for (const { count } of ranges) steps += count;
    }
  });
  return steps;
}
