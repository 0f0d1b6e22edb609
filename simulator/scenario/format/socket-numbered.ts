import type { DeviceSocket } from '../../../contract/device.ts';

/** The socket with this number of the chip; undefined: it is the application's own. */
export function socketNumbered<Socket extends DeviceSocket>(
  { sockets }: { readonly sockets: readonly Socket[] },
  wanted: number,
): Socket | undefined {
  return sockets.find(({ number }) => number === wanted);
}
