import { SN_IR } from '../registers/socket.ts';
import type { PeerAddress } from '../tcp/connection.ts';
import type { UdpBuffers, UdpContext } from './context.ts';

/** Payload of a datagram, Sn_MSSR for UDP: default and largest value (W5500 p. 53, W5200 p. 35). */
const MOST_PAYLOAD = 1472;

/** Sends the TX buffer up to `end`, divided by Sn_MSSR into datagrams of their own, and raises SENDOK. */
export function sendDatagrams(udp: UdpContext, peer: PeerAddress, end: number): void {
  const { buffers, wantedMss } = udp;
  const most = wantedMss === 0 ? MOST_PAYLOAD : Math.min(wantedMss, MOST_PAYLOAD);
  for (let left = unsent(buffers, end); left > 0; left = unsent(buffers, end)) {
    const count = Math.min(left, most);
    udp.transmitDatagram(peer, buffers.readTx(buffers.txNext, count));
    buffers.txNext += count;
  }
  buffers.txAcked = end;
  udp.raise(SN_IR.SENDOK);
}

/**
 * The peer's MAC address was not found: the data is lost, or ioLibrary's DHCP client would send its probe of an unused
 * address again with its next message.
 */
export function dropDatagrams(udp: UdpContext, end: number): void {
  udp.buffers.txNext = end;
  udp.buffers.txAcked = end;
  udp.raise(SN_IR.TIMEOUT);
}

function unsent({ txNext }: UdpBuffers, end: number): number {
  return (end - txNext) & 0xffff;
}
