import type { WatchedDevice } from '../../../contract/device.ts';
import type { ConnectionRecord } from './connection-record.ts';

const BY_PEER: readonly string[] = ['close', 'abort', 'boot'];

/**
 * Whether the end of a connection may stay unreported. On platform iolibrary the application may close the socket and open
 * it again before kw_watch.c has seen the connection. An end that only kw_watch.c can detect must be reported.
 */
export function mayStayUntold(
  { watching }: Pick<WatchedDevice, 'watching'>,
  { failure }: Pick<ConnectionRecord, 'failure'>,
): boolean {
  return watching !== null && failure !== null && BY_PEER.includes(failure.cause);
}
