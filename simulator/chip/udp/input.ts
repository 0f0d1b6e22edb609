import { SN_IR } from '../registers/socket.ts';
import type { PeerAddress } from '../tcp/connection.ts';
import type { UdpContext } from './context.ts';

/** PACKET-INFO of WIZnet's W5500 page on UDP: the sender's address and port, and the data's length, two bytes each. */
const INFO_BYTES = 8;

/** Puts a datagram behind its PACKET-INFO into the RX buffer; one that does not fit as a whole is lost (the same page). */
export function datagramArrives(udp: UdpContext, { ip, port }: PeerAddress, payload: Uint8Array): void {
  const { buffers } = udp;
  if (INFO_BYTES + payload.length > buffers.rxFree) return;
  const words = [port, payload.length].flatMap((word) => [word >> 8, word & 0xff]);
  buffers.storeRx(Uint8Array.of(...ip, ...words, ...payload));
  udp.raise(SN_IR.RECV);
  udp.report({ kind: 'received' });
}
