import { ipv4OfBytes, isSameNetwork, networkOf, prefixLengthOf } from '../../../values/ipv4.ts';
import { BROADCAST_IP, sameBytes } from '../../net/address.ts';
import type { ArpPacket } from '../../net/arp.ts';
import { type Envelope, encodeArpFrame, encodeIcmpFrame, encodeTcpFrame, encodeUdpFrame } from '../../net/frame.ts';
import type { IcmpMessage } from '../../net/icmp.ts';
import type { LinkPort } from '../../net/port.ts';
import { seq, seqAdd } from '../../net/seq.ts';
import { sequenceLength, type TcpSegment, tcpFlags } from '../../net/tcp.ts';
import type { ChipModel } from '../model/chip-model.ts';
import type { SocketNetwork } from '../sockets/context.ts';
import type { PeerAddress } from '../tcp/connection.ts';
import type { TcpFields } from '../tcp/context.ts';

const DEFAULT_TTL = 0x80;

/** The PHY, and everything that the chip sends. */
export class NetworkInterface implements SocketNetwork {
  readonly #model: ChipModel;
  readonly #common: Uint8Array;
  readonly #port: LinkPort;
  /** SHAR, SIPR, GAR and SUBR: views of the registers, which always show what the host wrote last. */
  readonly mac: Uint8Array;
  readonly ip: Uint8Array;
  readonly gateway: Uint8Array;
  readonly #mask: Uint8Array;
  #identification = 0;

  /** `common`: the bytes of the common registers. */
  constructor(model: ChipModel, common: Uint8Array, port: LinkPort) {
    this.#model = model;
    this.#common = common;
    this.#port = port;
    const { at } = model;
    this.mac = common.subarray(at.SHAR, at.SHAR + 6);
    this.ip = common.subarray(at.SIPR, at.SIPR + 4);
    this.gateway = common.subarray(at.GAR, at.GAR + 4);
    this.#mask = common.subarray(at.SUBR, at.SUBR + 4);
  }

  /** The bits of the PHY's status register that the PHY itself sets. */
  get phyBits(): number {
    return this.#port.linkUp && this.phyRuns ? this.#model.phy.linkUp : 0;
  }

  /** False while the host holds the PHY in reset. */
  get phyRuns(): boolean {
    const { at, resetBit } = this.#model.phy;
    return resetBit === 0 || ((this.#common[at] ?? 0) & resetBit) !== 0;
  }

  /** False before the host has set SIPR, and while a DHCP client has none. */
  get hasIp(): boolean {
    return this.ip.some((byte) => byte !== 0);
  }

  nextHop(ip: Uint8Array): Uint8Array {
    const isDirect = this.onSubnet(ip) || (!this.hasIp && !this.#model.asksGatewayWithoutIp);
    return isDirect ? ip : this.gateway;
  }

  /** By SUBR. */
  onSubnet(ip: Uint8Array): boolean {
    return isSameNetwork(ipv4OfBytes(ip), ipv4OfBytes(this.ip), ipv4OfBytes(this.#mask));
  }

  /** To all hosts: 255.255.255.255, or the directed broadcast of the own subnet. */
  isBroadcast(ip: Uint8Array): boolean {
    return sameBytes(ip, BROADCAST_IP) || this.isDirectedBroadcast(ip);
  }

  isDirectedBroadcast(ip: Uint8Array): boolean {
    const mask = ipv4OfBytes(this.#mask);
    return prefixLengthOf(mask) < 31 && ipv4OfBytes(ip) === networkOf(ipv4OfBytes(this.ip), mask).last;
  }

  sendTcp({ port, ttl }: { readonly port: number; readonly ttl: number }, peer: PeerAddress, fields: TcpFields): void {
    const { seq: sequence, ack, flags, window, mss, payload } = fields;
    const segment: TcpSegment = {
      sourcePort: port,
      destinationPort: peer.port,
      seq: sequence,
      ack: flags.includes('ack') ? ack : seq(0),
      flags: tcpFlags(...flags),
      window,
      urgentPointer: 0,
      mss,
      payload,
    };
    this.#transmit(encodeTcpFrame(this.#envelope(peer, ttl), segment));
  }

  sendUdp(
    { port, ttl }: { readonly port: number; readonly ttl: number },
    peer: PeerAddress,
    payload: Uint8Array,
  ): void {
    const datagram = { sourcePort: port, destinationPort: peer.port, payload };
    this.#transmit(encodeUdpFrame(this.#envelope(peer, ttl), datagram));
  }

  refuse(peer: PeerAddress, segment: TcpSegment): void {
    if (segment.flags.rst) return;
    const acked = segment.flags.ack;
    const from = { port: segment.destinationPort, ttl: DEFAULT_TTL };
    this.sendTcp(from, peer, {
      seq: acked ? segment.ack : seq(0),
      ack: acked ? seq(0) : seqAdd(segment.seq, sequenceLength(segment)),
      flags: acked ? ['rst'] : ['rst', 'ack'],
      window: 0,
      mss: null,
      payload: new Uint8Array(0),
    });
  }

  sendArp(destinationMac: Uint8Array, fields: Pick<ArpPacket, 'operation' | 'targetMac' | 'targetIp'>): void {
    this.#transmit(encodeArpFrame(destinationMac, { ...fields, senderMac: this.mac, senderIp: this.ip }));
  }

  sendIcmp(peer: PeerAddress, message: IcmpMessage): void {
    this.#transmit(encodeIcmpFrame(this.#envelope(peer, DEFAULT_TTL), message));
  }

  #envelope(peer: PeerAddress, ttl: number): Envelope {
    this.#identification = (this.#identification + 1) & 0xffff;
    return {
      sourceMac: this.mac,
      destinationMac: peer.mac,
      sourceIp: this.ip,
      destinationIp: peer.ip,
      ttl,
      identification: this.#identification,
    };
  }

  #transmit(frame: Uint8Array): void {
    if (this.phyRuns) this.#port.send(frame);
  }
}
