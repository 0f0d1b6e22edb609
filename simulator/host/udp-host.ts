import { BROADCAST_IP, BROADCAST_MAC, sameBytes } from '../net/address.ts';
import type { Frame } from '../net/frame.ts';
import type { IcmpMessage } from '../net/icmp.ts';
import { portUnreachable } from '../net/unreachable.ts';

/** A datagram as the application gets it. */
export interface ReceivedDatagram {
  readonly ip: Uint8Array;
  readonly port: number;
  readonly payload: Uint8Array;
}

export type ReceiveDatagram = (datagram: ReceivedDatagram) => void;

export interface UdpEnds {
  readonly mac: Uint8Array;
  readonly ip: Uint8Array;
  /** The broadcast address of the subnet; absent: only 255.255.255.255 is known. */
  readonly broadcastIp?: Uint8Array;
}

/** Of an Ethernet frame. */
const IP_AT = 14;

/** The UDP ports that are open on one host. */
export class UdpHost {
  readonly #ends: UdpEnds;
  readonly #ports = new Map<number, ReceiveDatagram>();

  constructor(ends: UdpEnds) {
    this.#ends = ends;
  }

  open(port: number, receive: ReceiveDatagram): void {
    this.#ports.set(port, receive);
  }

  /** Closes all ports. */
  forget(): void {
    this.#ports.clear();
  }

  isBroadcast(ip: Uint8Array): boolean {
    const { broadcastIp } = this.#ends;
    return sameBytes(ip, BROADCAST_IP) || (broadcastIp !== undefined && sameBytes(ip, broadcastIp));
  }

  /**
   * Gives a datagram for this host to its port. The result is the answer to its sender: a closed port is told, but not of
   * what was sent to all (RFC 1122 sections 4.1.3.1 and 3.2.2).
   */
  frameArrives({ ethernet, ip, udp }: Frame & { readonly kind: 'udp' }, bytes: Uint8Array): IcmpMessage | null {
    const isForAll = sameBytes(ethernet.destination, BROADCAST_MAC);
    if (!isForAll && !sameBytes(ethernet.destination, this.#ends.mac)) return null;
    const isOurs = sameBytes(ip.destination, this.#ends.ip) || (isForAll && this.isBroadcast(ip.destination));
    if (!isOurs) return null;
    const receive = this.#ports.get(udp.destinationPort);
    if (receive === undefined) return isForAll ? null : portUnreachable(bytes.subarray(IP_AT));
    // The frame is shared by all receivers and may be the sender's memory.
    receive({ ip: ip.source.slice(), port: udp.sourcePort, payload: udp.payload.slice() });
    return null;
  }
}
