import type { WatchedDevice } from '../../../contract/device.ts';
import type { ConnectionRecord } from './connection-record.ts';

const BY_PEER: readonly string[] = ['close', 'abort', 'boot'];

/**
 * Whether the end of a connection may stay untold: where the application serves the socket, it may have closed it and
 * opened it again before the watch has seen the connection at all. What only the watch can notice must be told.
 */
export function mayStayUntold(
  { watching }: Pick<WatchedDevice, 'watching'>,
  { failure }: Pick<ConnectionRecord, 'failure'>,
): boolean {
  return watching !== null && failure !== null && BY_PEER.includes(failure.cause);
}
