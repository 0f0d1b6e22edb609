import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Tries every point, and fails with the number of those that failed, the first few, and the one line that repeats the
 * first alone: KEEPWIRE_POINT picks a point.
 */
export function sweep<T>(points: readonly T[], body: (point: T) => void): void {
  const only = process.env.KEEPWIRE_POINT;
  const failures: { readonly point: string; readonly text: string }[] = [];
  let tried = 0;
  for (const point of points) {
    const name = typeof point === 'object' ? JSON.stringify(point) : `${point}`;
    if (only !== undefined && only !== name) continue;
    tried++;
    try {
      body(point);
    } catch (error) {
      failures.push({ point: name, text: error instanceof Error ? error.message : `${error}` });
    }
  }
  const [first] = failures;
  if (first !== undefined) throw new Error(told(failures, tried, first.point));
}

function told(failures: readonly { readonly point: string; readonly text: string }[], tried: number, first: string) {
  const shown = failures.slice(0, 4).map(({ point, text }) => `at ${point}: ${text}`);
  const others = failures.slice(4, 40).map(({ point }) => point);
  const { currentTestName = '', testPath = '' } = expect.getState();
  const repeat = `KEEPWIRE_POINT=${quoted(first)} npx vitest run ${relative(ROOT, testPath)} -t ${quoted(
    currentTestName.replaceAll(' > ', ' ').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  )}`;
  const more = others.length > 0 ? `also at ${others.join(', ')}\n` : '';
  return `${failures.length} of ${tried} points fail\n${shown.join('\n')}\n${more}Repeat the first with: ${repeat}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** From `first` to before `end`, every `step`. */
export function range(first: number, end: number, step = 1): readonly number[] {
  return Array.from({ length: Math.max(0, Math.ceil((end - first) / step)) }, (_, index) => first + index * step);
}
