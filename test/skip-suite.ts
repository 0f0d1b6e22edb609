import { beforeEach } from 'vitest';

/** To be called in a suite: skips each of its tests for the reason; null skips none. */
export function skipSuite(reason: string | null): void {
  beforeEach(({ skip }) => skip(reason !== null, reason ?? ''));
}
