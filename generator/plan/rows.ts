import type { DevicePlan } from '../../contract/device.ts';
import type { EndReason } from '../../contract/firmware.ts';
import type { MethodPlan } from '../../contract/promises.ts';
import type { FailureKind } from '../methods/failures.ts';
import type { Situation } from '../methods/method.ts';
import { rowsOf, type UsedMethod } from '../methods/used.ts';

/** What the application does with a socket hides these: it may have opened it again before they are read. */
const HIDDEN: readonly EndReason[] = ['peer-closed', 'reset', 'chip-fault'];

/** How the methods of a socket detect a failure, whether keepwire serves the socket or only watches it. */
export function seenRows(
  failure: FailureKind,
  used: readonly UsedMethod[],
  situation: Situation & Pick<DevicePlan, 'watching'>,
): readonly MethodPlan[] {
  const rows = rowsOf(failure, used, situation);
  return situation.watching === null ? rows : rows.flatMap(asWatched);
}

/** A chip that was reset is a closed socket like others, unless its settings are looked at; that is told of the chip. */
function asWatched(row: MethodPlan): readonly MethodPlan[] {
  if (row.method === 'chip-check') return [];
  return [HIDDEN.includes(row.reason) ? { ...row, reason: 'closed' } : row];
}
