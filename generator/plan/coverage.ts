/** Which keys of the spec would make a failure detectable. */
import type { DevicePlan } from '../../contract/device.ts';
import type { FailureKind } from '../methods/failures.ts';
import { METHODS } from '../methods/registry.ts';
import { rowsOf, sendingsOf, type UsedMethod } from '../methods/used.ts';

interface Candidate extends UsedMethod {
  /** A key of the spec, for example `idle`. */
  readonly key: string;
}

const CANDIDATES: readonly Candidate[] = METHODS.flatMap((method) =>
  Object.entries(method.remedies ?? {}).map(([key, numbers]) => ({ key, method, numbers })),
);

/** Any one of these keys, beside what the socket uses already, makes a method detect the failure. */
export function keysThatCover(
  failure: FailureKind,
  used: readonly UsedMethod[],
  device: Pick<DevicePlan, 'retransmission' | 'loop'>,
): readonly string[] {
  const keys = CANDIDATES.flatMap(({ key, ...candidate }) => {
    const all = [...used.filter(({ method }) => method !== candidate.method), candidate];
    return rowsOf(failure, all, { ...device, sendings: sendingsOf(all) }).length > 0 ? [key] : [];
  });
  return [...new Set(keys)];
}
