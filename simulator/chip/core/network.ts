import { BROADCAST_MAC, sameBytes } from '../../net/address.ts';
import type { ArpPacket } from '../../net/arp.ts';
import { decodeFrame, type Envelope, encodeArpFrame, encodeIcmpFrame, encodeTcpFrame } from '../../net/frame.ts';
import { ICMP_ECHO_REPLY, ICMP_ECHO_REQUEST, type IcmpMessage } from '../../net/icmp.ts';
import type { LinkPort } from '../../net/port.ts';
import { type Seq, seq, seqAdd } from '../../net/seq.ts';
import { sequenceLength, type TcpFlags, type TcpSegment, tcpFlags } from '../../net/tcp.ts';
import { SOCKET } from '../registers/socket.ts';
import { SR } from '../registers/states.ts';
import { arpReplyArrived } from '../sockets/arp-client.ts';
import type { Socket } from '../sockets/socket.ts';
import type { PeerAddress } from '../tcp/connection.ts';
import { acceptSyn } from '../tcp/handshake.ts';
import { arrive } from '../tcp/input.ts';
import type { ChipCore } from './core.ts';

const MR_PB = 0x10;
const IR_CONFLICT = 0x80;
const DEFAULT_TTL = 0x80;
const NO_IP = new Uint8Array(4);

export interface TcpFields {
  readonly seq: Seq;
  readonly ack: Seq;
  readonly flags: readonly (keyof TcpFlags)[];
  readonly window: number;
  readonly mss: number | null;
  readonly payload: Uint8Array;
}

/** The chip between its sockets and the wire: MAC filter, ARP, ICMP echo, and whose segment is whose. */
export class Network {
  readonly #core: ChipCore;
  readonly #port: LinkPort;
  /** SHAR, SIPR, GAR and SUBR: views of the registers, so always as the host wrote them last. */
  readonly mac: Uint8Array;
  readonly ip: Uint8Array;
  readonly gateway: Uint8Array;
  readonly #mask: Uint8Array;
  #identification = 0;

  constructor(core: ChipCore, port: LinkPort) {
    this.#core = core;
    this.#port = port;
    const { at } = core.model;
    this.mac = core.common.subarray(at.SHAR, at.SHAR + 6);
    this.ip = core.common.subarray(at.SIPR, at.SIPR + 4);
    this.gateway = core.common.subarray(at.GAR, at.GAR + 4);
    this.#mask = core.common.subarray(at.SUBR, at.SUBR + 4);
    port.onFrame = (frame) => this.#receive(frame);
  }

  /** What the PHY's status register says. */
  get phyBits(): number {
    const { phy } = this.#core.model;
    return this.#port.linkUp && this.#phyRuns ? phy.linkUp : 0;
  }

  sendTcp(socket: Socket, peer: PeerAddress, fields: TcpFields): void {
    const port = socket.word(SOCKET.Sn_PORT.offset);
    this.#sendSegment(peer, socket.byte(SOCKET.Sn_TTL.offset), port, fields);
  }

  /** RST in answer to a segment that belongs nowhere (RFC 9293 section 3.10.7.1); a RST gets no answer. */
  refuse(peer: PeerAddress, segment: TcpSegment): void {
    if (segment.flags.rst) return;
    const acked = segment.flags.ack;
    this.#sendSegment(peer, DEFAULT_TTL, segment.destinationPort, {
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

  /** By SUBR. */
  onSubnet(ip: Uint8Array): boolean {
    return this.#mask.every((bits, index) => ((ip[index] ?? 0) & bits) === ((this.ip[index] ?? 0) & bits));
  }

  get #phyRuns(): boolean {
    const { at, resetBit } = this.#core.model.phy;
    return resetBit === 0 || ((this.#core.common[at] ?? 0) & resetBit) !== 0;
  }

  #receive(bytes: Uint8Array): void {
    if (!this.#phyRuns) return;
    const destination = bytes.subarray(0, 6);
    if (!sameBytes(destination, this.mac) && !sameBytes(destination, BROADCAST_MAC)) return;
    const frame = decodeFrame(bytes);
    if (frame === null) return;
    if (frame.kind === 'arp') this.#receiveArp(frame.arp);
    if ((frame.kind !== 'icmp' && frame.kind !== 'tcp') || !sameBytes(frame.ip.destination, this.ip)) return;
    const mac = frame.ethernet.source.slice();
    const ip = frame.ip.source.slice();
    if (frame.kind === 'icmp') this.#receiveIcmp({ mac, ip, port: 0 }, frame.icmp);
    else this.#receiveTcp({ mac, ip, port: frame.tcp.sourcePort }, frame.tcp);
  }

  #receiveArp(arp: ArpPacket): void {
    if (sameBytes(this.ip, NO_IP)) return;
    if (arp.operation === 'reply') {
      arpReplyArrived(this.#core, arp);
      return;
    }
    if (sameBytes(arp.senderIp, this.ip)) this.#raiseConflict();
    if (!sameBytes(arp.targetIp, this.ip)) return;
    const addressProbe = sameBytes(arp.senderIp, NO_IP) && !this.onSubnet(arp.senderIp);
    const astray = addressProbe && this.#core.model.answersAddressProbesToGateway;
    const targetIp = astray ? this.gateway : arp.senderIp;
    this.sendArp(arp.senderMac, { operation: 'reply', targetMac: arp.senderMac, targetIp });
  }

  #raiseConflict(): void {
    const { at } = this.#core.model;
    this.#core.common[at.IR] = (this.#core.common[at.IR] ?? 0) | IR_CONFLICT;
    this.#core.interrupts.update();
  }

  #receiveIcmp(peer: PeerAddress, message: IcmpMessage): void {
    if (message.type !== ICMP_ECHO_REQUEST || ((this.#core.common[this.#core.model.at.MR] ?? 0) & MR_PB) !== 0) return;
    this.#transmit(encodeIcmpFrame(this.#envelope(peer, DEFAULT_TTL), { ...message, type: ICMP_ECHO_REPLY }));
  }

  /** To its connection, else a SYN to the lowest socket that listens on the port, else RST. */
  #receiveTcp(peer: PeerAddress, segment: TcpSegment): void {
    let listener: Socket | null = null;
    for (const socket of this.#core.sockets) {
      if (socket.word(SOCKET.Sn_PORT.offset) !== segment.destinationPort) continue;
      const { connection } = socket;
      if (connection !== null && connection.peer.port === peer.port && sameBytes(connection.peer.ip, peer.ip)) {
        arrive(socket, connection, segment);
        return;
      }
      if (listener === null && socket.state === SR.LISTEN) listener = socket;
    }
    const { syn, ack, rst } = segment.flags;
    if (listener !== null && syn && !ack && !rst) acceptSyn(listener, peer, segment);
    else this.refuse(peer, segment);
  }

  #sendSegment(peer: PeerAddress, ttl: number, sourcePort: number, fields: TcpFields): void {
    const { seq: sequence, ack, flags, window, mss, payload } = fields;
    const segment: TcpSegment = {
      sourcePort,
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
    if (this.#phyRuns) this.#port.send(frame);
  }
}
