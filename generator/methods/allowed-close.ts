import type { AllowedClose, ClosedConnection } from '../../contract/far-side.ts';
import type { EndReason } from '../../contract/firmware.ts';
import { NS_PER_MS } from '../../values/time.ts';

/**
 * A close after silence.
 *
 * @param message the only message that counts as a sign of life; null: any data does
 */
export function closeAfterSilence(reason: EndReason, limitMs: number, message: string | null = null): AllowedClose {
  return { reason, isRight: (closed) => wasSilent(closed, limitMs * NS_PER_MS, message) };
}

function wasSilent(
  { establishedNs, closedNs, pollNs, receivedNs, saidNs }: ClosedConnection,
  limitNs: number,
  message: string | null,
): boolean {
  const heardNs = message === null ? receivedNs : (saidNs(message) ?? establishedNs);
  return closedNs + pollNs - Math.min(receivedNs, heardNs) >= limitNs;
}
