import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conclude } from '../../peer/chip-check/report/conclude.ts';
import { parseReport } from '../../peer/chip-check/report/lines.ts';
import { CHIPS } from '../whole/firmware.ts';
import { runs, shareOf } from '../whole/share.ts';
import { sweep } from '../whole/sweep.ts';
import { checkPlan, hostEngine, runCheck, specText } from './bed.ts';
import { ALONE, EVERY_VALUE, MIXED, type Switches } from './chips.ts';
import { mistakes } from './expected.ts';

describe.each(CHIPS)('the report of a %s tells', (chip) => {
  const plan = checkPlan(specText(chip));

  test('every value of every switch', async () => {
    const engine = await hostEngine(plan);
    sweep(EVERY_VALUE, (switches) => {
      const { report, violations } = runCheck(plan, engine, { switches });
      expect(mistakes(report, chip, switches)).toBe('');
      expect(violations).toEqual([]);
    });
  });

  test('a value that alone differs from the defaults', async () => {
    const engine = await hostEngine(plan);
    sweep(shareOf(ALONE, 40, CHIPS.indexOf(chip)), (switches) => {
      expect(mistakes(runCheck(plan, engine, { switches }).report, chip, switches)).toBe('');
    });
  });

  test.each([false, true])('whether an answered probe raises SENDOK (sendKeepSendok): %s', async (value) => {
    const { report } = runCheck(plan, await hostEngine(plan), { switches: { sendKeepSendok: value } });
    expect(conclude(parseReport(report)).sendKeepSendok).toMatchObject({ value });
  });

  test('any mixture', async () => {
    const engine = await hostEngine(plan);
    sweep(fc.sample(MIXED, { seed: 20_264, numRuns: runs(1, 200) }), (switches) => {
      const { report } = runCheck(plan, engine, { switches: switches as Switches, seed: 7 });
      expect(mistakes(report, chip, switches as Switches)).toBe('');
    });
  });
});
