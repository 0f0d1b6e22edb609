import { describe, expect, test } from 'vitest';
import type { Breach } from '../../scripts/misra/cppcheck.ts';
import { misraDocument } from '../../scripts/misra/document.ts';
import type { Deviation } from '../../scripts/misra/reasons.ts';

describe('the table', () => {
  const finding = (rule: string, file: string, line = 1): Breach => ({ rule, file, line, text: `text ${line}` });
  const deviations: readonly Deviation[] = [{ rule: '8.6', category: 'required', reason: 'Because.' }];

  test('counts a place of two firmwares once', () => {
    const found = [finding('8.6', 'b.c'), finding('8.6', 'b.c'), finding('8.6', 'b.c', 2), finding('8.6', 'a.c')];
    expect(misraDocument('Cppcheck 0', found, deviations)).toContain(
      '\n| 8.6 | required | 3 | `a.c`, `b.c` | Because. |\n',
    );
  });

  test('refuses a rule without a reason, and a reason without a rule', () => {
    const found = [finding('8.6', 'a.c'), finding('15.7', 'b.c', 7)];
    expect(() => misraDocument('Cppcheck 0', found, deviations)).toThrow('b.c:7 breaks rule 15.7: text 7');
    expect(() => misraDocument('Cppcheck 0', [], deviations)).toThrow('Rule 8.6 is not broken any more');
  });
});
