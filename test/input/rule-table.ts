import { describe, expect, test } from 'vitest';
import { problemsOf, specWith } from './helpers.ts';

export type Changes = Parameters<typeof specWith>[0];

export interface Row {
  /** Just inside what is allowed; each gives no problem. */
  readonly good: readonly Changes[];
  /** Just outside; each gives exactly one problem, at `pointer`, with every one of `says` in its message. */
  readonly bad: readonly (readonly [changes: Changes, pointer: string, ...says: string[]])[];
}

/** Holds rules against their rows: every good one passes, every bad one breaks that rule and no other. */
export function testRules(rules: Readonly<Record<string, Row>>): void {
  describe.each(Object.entries(rules))('%s', (rule, { good, bad }) => {
    test.each(good.map((changes) => [specWith(changes)]))('allows %s', (text) => {
      expect(problemsOf(text)).toEqual([]);
    });
    test.each(bad.map(([changes, pointer, ...says]) => [specWith(changes), pointer, says] as const))(
      'refuses %s',
      (text, pointer, says) => {
        const problems = problemsOf(text);
        expect(problems).toHaveLength(1);
        expect(problems[0]).toMatchObject({ pointer, rule });
        for (const words of says) expect(problems[0]?.message).toContain(words);
      },
    );
  });
}
