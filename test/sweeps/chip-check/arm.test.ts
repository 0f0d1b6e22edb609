/** Every value of every switch, on the ELF that GCC makes. */
import { expect, test } from 'vitest';
import { armEngine, checkPlan, runCheck, specText } from '../../chip-check/bed.ts';
import { EVERY_VALUE } from '../../chip-check/chips.ts';
import { mistakes } from '../../chip-check/expected.ts';
import { CHIPS } from '../../whole/firmware.ts';
import { sweep } from '../../whole/sweep.ts';

test.each(CHIPS)('the report of a %s on the arm engine', async (chip) => {
  const plan = checkPlan(specText(chip));
  const engine = await armEngine(plan);
  sweep(EVERY_VALUE, (switches) => {
    const { report, violations } = runCheck(plan, engine, { switches });
    expect(mistakes(report, chip, switches)).toBe('');
    expect(violations).toEqual([]);
  });
});
