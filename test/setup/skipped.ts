import type { Reporter, TestModule, Vitest } from 'vitest/node';

/** Prints why tests were skipped, at the end of the run: a line for each reason. */
export default class SkippedReporter implements Reporter {
  #hasPattern = false;

  onInit({ config }: Vitest): void {
    this.#hasPattern = config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = new Map<string, number>();
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const { note } = test.result() as { readonly note?: string };
        // A name pattern skips without a reason.
        if (note === undefined && this.#hasPattern) continue;
        const reason = note ?? `${module.relativeModuleId} gives no reason`;
        counts.set(reason, (counts.get(reason) ?? 0) + 1);
      }
    }
    for (const [reason, count] of counts) {
      console.error(`Skipped ${count} ${count === 1 ? 'test' : 'tests'}: ${reason}`);
    }
  }
}
