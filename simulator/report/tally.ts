import type { Run } from '../verdict/judged-run.ts';

type Verdict = Run['verdict'];

const WORDS = { pass: 'passed', 'not-covered': 'not covered', fail: 'failed' } as const satisfies Record<
  Verdict,
  string
>;
const ORDER: readonly Verdict[] = ['pass', 'not-covered', 'fail'];

/** How many runs have which verdict: `18 passed, 3 not covered`. Passed runs are always counted. */
export function tallyText(runs: readonly Pick<Run, 'verdict'>[]): string {
  const counts = ORDER.map((verdict) => ({ verdict, count: runs.filter((run) => run.verdict === verdict).length }));
  return counts
    .filter(({ verdict, count }) => verdict === 'pass' || count > 0)
    .map(({ verdict, count }) => `${count} ${WORDS[verdict]}`)
    .join(', ');
}
