/** What is printed of a comparison. */
import type { RunComparison } from './compare.ts';

export interface Compared {
  readonly id: string;
  /** Why this spec may behave differently; null: it may not. */
  readonly exception: string | null;
  readonly runs: readonly RunComparison[];
}

export interface ComparisonReport {
  readonly lines: readonly string[];
  /** Something was compared, and nothing differs but what may. */
  readonly isAlike: boolean;
}

export function reportOf(compared: readonly Compared[]): ComparisonReport {
  const runs = compared.flatMap(({ id, exception, runs }) => runs.map((run) => ({ ...run, id, exception })));
  const alike = runs.filter(({ differences }) => differences.length === 0);
  const different = runs.filter(({ differences }) => differences.length > 0);
  const excepted = different.filter(({ exception }) => exception !== null);
  const count = different.length - excepted.length;
  const reasons = new Set(excepted.map(({ exception }) => exception));
  return {
    lines: [
      ...compared.flatMap(differenceLines),
      ...[...reasons].map((reason) => `excepted: ${reason}`),
      `${alike.length} runs alike${shifts(alike)}, ${count} differ${exceptedText(excepted.length)}`,
    ],
    isAlike: runs.length > 0 && count === 0,
  };
}

/** Runs of a spec that differ in the same way are reported together. */
function differenceLines({ id, exception, runs }: Compared): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { scenario, differences } of runs) {
    if (differences.length === 0) continue;
    const text = differences.map((difference) => `  ${difference}`).join('\n');
    groups.set(text, [...(groups.get(text) ?? []), scenario]);
  }
  const mark = exception === null ? '' : ' (excepted)';
  return [...groups].flatMap(([text, scenarios]) => [`${id}${mark}: ${scenarios.join(', ')}`, text]);
}

function shifts(alike: readonly RunComparison[]): string {
  const shifted = alike.filter(({ shiftNs }) => shiftNs > 0);
  if (shifted.length === 0) return '';
  const most = Math.max(...shifted.map(({ shiftNs }) => shiftNs));
  return ` (times in ${shifted.length} of them up to ${most} ns apart)`;
}

function exceptedText(count: number): string {
  return count === 0 ? '' : `, ${count} differ as they may`;
}
