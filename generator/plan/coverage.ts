/** Which keys of the spec would make a failure detectable. */
import type { DevicePlan, DeviceSocket } from '../../contract/device.ts';
import type { FailureKind } from '../methods/failures.ts';
import { METHODS } from '../methods/registry.ts';
import { sendingsOf, type UsedMethod } from '../methods/used.ts';
import { seenRows } from './rows.ts';

interface Candidate extends UsedMethod {
  /** A key of the spec, for example `idle`. */
  readonly key: string;
}

const CANDIDATES: readonly Candidate[] = METHODS.flatMap((method) =>
  Object.entries(method.remedies ?? {}).map(([key, numbers]) => ({ key, method, numbers })),
);

/** Tells of a failure which keys would detect it: any one of them, beside what the socket uses already, does. */
export function coverageOf(
  used: readonly UsedMethod[],
  socket: Pick<DeviceSocket, 'protocol'>,
  device: Pick<DevicePlan, 'retransmission' | 'loop' | 'watching'>,
): (failure: FailureKind) => readonly string[] {
  const { watching } = device;
  const offered = CANDIDATES.filter(({ method, numbers }) => {
    const isInStream = (method.needsStream?.(numbers) ?? null) !== null;
    return (method.isOffered?.(socket) ?? true) && (watching === null || !isInStream);
  });
  const remedies = offered.map(({ key, ...candidate }) => {
    const all = [...used.filter(({ method }) => method !== candidate.method), candidate];
    return { key, all, situation: { ...device, sendings: sendingsOf(all), protocol: socket.protocol } };
  });
  return (failure) => {
    const helping = remedies.filter(({ all, situation }) => seenRows(failure, all, situation).length > 0);
    return [...new Set(helping.map(({ key }) => key))];
  };
}
