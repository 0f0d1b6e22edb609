import type { Clock } from '../../clock.ts';
import type { ArpPacket } from '../../net/arp.ts';
import type { TcpSegment } from '../../net/tcp.ts';
import type { Random } from '../../random.ts';
import type { Report } from '../../timeline.ts';
import type { ChipModel } from '../model/chip-model.ts';
import type { ChipSwitches } from '../model/switches.ts';
import type { PeerAddress } from '../tcp/connection.ts';
import type { TcpFields } from '../tcp/context.ts';

/** How a socket sends. */
export interface SocketNetwork {
  /** Whose MAC address frames for this one go to: its own on the subnet, else the gateway's. */
  nextHop(ip: Uint8Array): Uint8Array;
  /** To all hosts: 255.255.255.255, or the directed broadcast of the own subnet. */
  isBroadcast(ip: Uint8Array): boolean;
  sendTcp(from: { readonly port: number; readonly ttl: number }, peer: PeerAddress, fields: TcpFields): void;
  sendUdp(from: { readonly port: number; readonly ttl: number }, peer: PeerAddress, payload: Uint8Array): void;
  /** RST in answer to a segment without a connection (RFC 9293 section 3.10.7.1); a RST gets no answer. */
  refuse(peer: PeerAddress, segment: TcpSegment): void;
  sendArp(destinationMac: Uint8Array, fields: Pick<ArpPacket, 'operation' | 'targetMac' | 'targetIp'>): void;
}

/** What a socket needs of its chip. */
export interface SocketContext {
  readonly model: ChipModel;
  readonly clock: Clock;
  readonly switches: ChipSwitches;
  readonly random: Random;
  readonly report: Report;
  readonly network: SocketNetwork;
  readonly txMemory: Uint8Array;
  readonly rxMemory: Uint8Array;
  /** The registers RTR and RCR. */
  readonly rtr: number;
  readonly rcr: number;
  /** MR.PPPoE is set. */
  readonly usesPppoe: boolean;
  /** The sum of all sockets' buffer sizes fits the memory, in both directions. */
  readonly buffersFit: boolean;
  /** Call it after a change of a buffer size. */
  placeBuffers(): void;
  /** Call it after a change of Sn_IR or Sn_IMR. */
  updateInterrupts(): void;
  violate(rule: string, text: string): void;
}
