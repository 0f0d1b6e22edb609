import { expect, test } from 'vitest';
import { durationMs } from '../../simulator/scenario/format/duration.ts';
import type { Duration } from '../../simulator/scenario/format/scenario.generated.ts';
import { smallPlan } from './plan.ts';

const cases: readonly (readonly [given: Duration, wantMs: number])[] = [
  [{ ms: 200 }, 200],
  [{ s: 5 }, 5000],
  [{ s: 0.25 }, 250],
  ['NO_DATA_PERIOD', 10_000],
  ['KA_SEND_PERIOD', 5000],
  ['tcpTimeout', 3000],
  ['bound', 18_020],
  [{ times: 1.5, of: 'tcpTimeout' }, 4500],
  [{ times: 0, of: 'bound' }, 0],
  [['NO_DATA_PERIOD', { times: 2, of: 'KA_SEND_PERIOD' }, { ms: 1 }], 20_001],
];
test.each(cases)('%j is %d ms', (given, want) => expect(durationMs(given, smallPlan())).toBe(want));
