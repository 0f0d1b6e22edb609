import { beforeAll, describe, expect, test } from 'vitest';
import { build, type Counter, receive, start } from './counter.ts';

const SECOND = 1000;
let module: object;
beforeAll(async () => {
  module = await build('with points');
});

/** Where the counting stands when the loop begins its call. */
const BEFORE: readonly (readonly [name: string, prepare: (c: Counter) => void])[] = [
  ['nothing counted', () => {}],
  ['data just came', (c) => receive(c, 0)],
  [
    'a second before the probe',
    (c) => {
      receive(c, 0);
      c.tick(2 * SECOND);
    },
  ],
  [
    'a probe is due',
    (c) => {
      receive(c, 0);
      c.tick(3 * SECOND);
    },
  ],
  [
    'a probe has been sent',
    (c) => {
      receive(c, 0);
      c.tick(3 * SECOND);
      c.probed(0);
    },
  ],
];

/** What the loop calls, step by step: a tick may come before, between and after the steps. */
const CALLS: readonly (readonly [name: string, steps: readonly ((c: Counter) => void)[]])[] = [
  ['the end, and a connection in which the device speaks first', [(c) => c.stop(0), (c) => c.count(0)]],
  ['data arriving', [(c) => receive(c, 0)]],
  ['data sent', [(c) => c.count(0)]],
  ['probe', [(c) => c.due(0), (c) => c.probed(0)]],
];

const PERIODS = { NO_DATA_PERIOD: 2, KA_SEND_PERIOD: 2 } as const;

/** What can be seen from outside afterwards: whether a probe is due, at once and after each of the next seconds. */
function future(c: Counter): string {
  let seen = '';
  for (let second = 0; second < 9; second++) {
    seen += c.due(0) ? '1' : '0';
    if (c.due(0)) c.probed(0);
    c.tick(SECOND);
  }
  return seen;
}

/** Runs the steps with the tick that ends a second put in front of step number `at`. */
function whole(prepare: (c: Counter) => void, steps: readonly ((c: Counter) => void)[], at: number): string {
  const c = start(module, PERIODS);
  prepare(c);
  c.tick(SECOND - 1);
  for (const [index, step] of steps.entries()) {
    if (index === at) c.tick();
    step(c);
  }
  if (at === steps.length) c.tick();
  return future(c);
}

interface Interrupted {
  /** The step that the tick came into. */
  readonly step: number;
  readonly outcome: string;
}

/** Runs the steps with the tick at one point within them; null when they have no such point. */
function interrupted(prepare: (c: Counter) => void, steps: readonly ((c: Counter) => void)[], at: number) {
  let points = Number.NaN; // not counting
  let step = 0;
  let found: number | null = null;
  const c = start(module, {
    ...PERIODS,
    atEachPoint: () => {
      if (points++ !== at) return;
      found = step;
      points = Number.NaN;
      c.tick();
    },
  });
  prepare(c);
  c.tick(SECOND - 1);
  points = 0;
  for (; step < steps.length; step++) steps[step]?.(c);
  points = Number.NaN;
  return found === null ? null : ({ step: found, outcome: future(c) } satisfies Interrupted);
}

describe.each(BEFORE)('%s', (_name, prepare) => {
  test.each(CALLS)('%s: a second that ends at a block, load or store ends before or after the call', (_call, steps) => {
    let tried = 0;
    for (let found = interrupted(prepare, steps, 0); found !== null; found = interrupted(prepare, steps, tried)) {
      const allowed = [whole(prepare, steps, found.step), whole(prepare, steps, found.step + 1)];
      expect(allowed, `point ${tried}`).toContain(found.outcome);
      tried++;
    }
    expect(tried).toBeGreaterThanOrEqual(2 * steps.length);
  });
});
