import { encodeArpFrame, encodeUdpFrame } from '../../simulator/net/frame.ts';
import { DEVICE_IP, DEVICE_MAC, PEER_IP, PEER_MAC, type Rig } from './rig.ts';

export const UDP_PORT = 3000;
export const FAR_PORT = 40000;
export const BROADCAST = new Uint8Array(6).fill(0xff);

/** Socket n is open as UDP on the port; `mode` is Sn_MR. */
export function openUdp(on: Rig, { n = 0, mode = 0x02, port = UDP_PORT } = {}): void {
  on.driver.setSocket(n, 'MR', mode);
  on.driver.setSocket(n, 'PORT', port >> 8, port & 0xff);
  on.driver.command(n, 'OPEN');
}

/** Sn_DIPR, Sn_DPORT. */
export function aim(on: Rig, ip: Iterable<number>, { n = 0, port = FAR_PORT } = {}): void {
  on.driver.setSocket(n, 'DIPR', ...ip);
  on.driver.setSocket(n, 'DPORT', port >> 8, port & 0xff);
}

/** The owner of the address answers the chip's ARP request. */
export function answerArp(on: Rig, ip: Uint8Array, mac: Uint8Array): void {
  on.inject(
    encodeArpFrame(DEVICE_MAC, {
      ...{ operation: 'reply', senderMac: mac, senderIp: ip, targetMac: DEVICE_MAC, targetIp: DEVICE_IP },
    }),
  );
}

/** The chip's frames, short: `arp 192.168.1.10`, or `udp` with destination and payload. */
export function outgoing(on: Rig): readonly string[] {
  return on.sent.map(({ frame }) => {
    if (frame.kind === 'arp') return `arp ${frame.arp.targetIp.join('.')}`;
    if (frame.kind !== 'udp') return frame.kind;
    const { ip, udp, ethernet } = frame;
    return `udp ${ip.destination.join('.')}:${udp.destinationPort} [${udp.payload.join()}] to ${ethernet.destination.join(':')}`;
  });
}

export interface Arriving {
  readonly payload: Iterable<number>;
  readonly port?: number;
  readonly from?: Uint8Array;
  readonly to?: Uint8Array;
  readonly mac?: Uint8Array;
}

/** A datagram from port 40000 of the peer. */
export function datagram({ payload, port = UDP_PORT, from = PEER_IP, to = DEVICE_IP, mac = DEVICE_MAC }: Arriving) {
  const envelope = { sourceMac: PEER_MAC, destinationMac: mac, sourceIp: from, destinationIp: to };
  const udp = { sourcePort: FAR_PORT, destinationPort: port, payload: Uint8Array.from(payload) };
  return encodeUdpFrame({ ...envelope, ttl: 64, identification: 0 }, udp);
}
