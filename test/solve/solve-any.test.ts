/** Any valid spec, any wish: what is chosen can be written into the text, is valid there, and the plan keeps the promise. */
import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { expect, test } from 'vitest';
import { withValue } from '../../document/text/edit.ts';
import { givenPointers, parseSpec, type Spec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { solvePeriods } from '../../generator/solve/solve.ts';
import { runs } from '../whole/share.ts';
import { specs, WHOLE_RANGE } from '../whole/specs.ts';

const SEED = 20_261;
const RUNS = runs(8, 300);

function specOf(text: string): Spec {
  const parsed = parseSpec(text, { defaultName: 'test' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

test('solved, written, planned', () => {
  const wishes = fc.integer({ min: 1, max: 4_000_000 }).map((tenths) => tenths / 10);
  const indents = fc.constantFrom('', '  ', '\t');
  let met = 0;
  fc.assert(
    fc.property(specs(WHOLE_RANGE), indents, wishes, fc.integer({ min: 3, max: 9 }), (any, indent, wantedMs, least) => {
      const text = JSON.stringify(JSON.parse(any), null, indent);
      const { ok, boundMs, keepalive, retransmission } = solvePeriods(specOf(text), givenPointers(text), {
        wantedMs,
        transmissions: least,
      });
      if (keepalive === null || retransmission === null) throw new Error('every socket of these specs is probed');
      let written = withValue(text, ['keepalive', 'NO_DATA_PERIOD'], keepalive.NO_DATA_PERIOD);
      written = withValue(written, ['keepalive', 'KA_SEND_PERIOD'], keepalive.KA_SEND_PERIOD);
      written = withValue(written, ['retransmission'], retransmission);
      expect(parse(written)).toEqual({
        ...parse(text),
        keepalive: { ...parse(text).keepalive, ...keepalive },
        retransmission,
      });
      const bounds = planOf(specOf(written)).detection.filter(({ failure }) => /cable-cut|power-cut/.test(failure));
      expect(bounds.map((row) => row.boundMs)).toEqual([boundMs, boundMs]);
      expect(ok).toBe((boundMs ?? Infinity) <= wantedMs);
      expect(retransmission.count).toBeGreaterThanOrEqual(least - 1);
      if (ok) met++;
    }),
    { seed: SEED, numRuns: RUNS },
  );
  expect(met).toBeGreaterThan(RUNS / 3);
});
