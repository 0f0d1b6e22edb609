import type { Clock } from '../clock.ts';
import { BROADCAST_MAC, sameBytes } from '../net/address.ts';
import { decodeFrame, type Envelope, encodeIcmpFrame, encodeTcpFrame, encodeUdpFrame } from '../net/frame.ts';
import { ICMP_ECHO_REPLY, ICMP_ECHO_REQUEST, type IcmpMessage } from '../net/icmp.ts';
import type { LinkPort } from '../net/port.ts';
import type { UdpDatagram } from '../net/udp.ts';
import { randomFrom } from '../random.ts';
import type { PeerEvent, Report } from '../timeline.ts';
import { DEFAULT_TCP_CONFIG, type TcpConfig } from './config.ts';
import type { Connection } from './connection.ts';
import { Neighbours } from './neighbours.ts';
import { TcpHost } from './tcp-host.ts';
import { type ReceiveDatagram, UdpHost } from './udp-host.ts';

/** A port with a power switch, as the ports of the simulated link have. */
export interface PeerPort extends LinkPort {
  setPowered?(powered: boolean): void;
}

export interface PeerOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly port: PeerPort;
  readonly report: Report;
  readonly mac: Uint8Array;
  readonly ip: Uint8Array;
  /** Other addresses for which it answers ARP too, as a router does for the hosts behind it (RFC 1027). */
  readonly standsFor?: readonly Uint8Array[];
  /** The broadcast address of its subnet; absent: it knows only 255.255.255.255. */
  readonly broadcastIp?: Uint8Array;
  readonly seed?: number;
  readonly tcp?: Partial<TcpConfig>;
  /** Initial sequence number of the first connection, in place of one from the seed. */
  readonly firstIss?: number;
}

const TTL = 64;

/**
 * A scripted host on the link: ARP, ICMP echo, UDP, and an own TCP by RFC 9293. It shares only the codecs with the chip, so
 * that each checks the other. Every address counts as on-link.
 */
export class Peer {
  readonly name: string;
  readonly ip: Uint8Array;
  /** The host is up again; its application may listen. */
  onBoot: (() => void) | undefined;
  readonly #options: PeerOptions;
  readonly #tcp: TcpHost;
  readonly #udp: UdpHost;
  #neighbours: Neighbours;
  #powered = true;
  #identification = 0;

  constructor(options: PeerOptions) {
    const { name, ip, clock, firstIss, port } = options;
    this.name = name;
    this.ip = ip;
    this.#options = options;
    this.#neighbours = this.#newNeighbours();
    this.#udp = new UdpHost(options);
    this.#tcp = new TcpHost({
      clock,
      ip,
      config: { ...DEFAULT_TCP_CONFIG, ...options.tcp },
      random: randomFrom((options.seed ?? 1) ^ hashOf(name)),
      firstIss: firstIss ?? null,
      report: (what, text) => this.#report(what, text),
      transmit: (to, segment) => this.#sendTo(to, (envelope) => encodeTcpFrame(envelope, segment)),
    });
    port.onFrame = (frame) => this.#frameArrives(frame);
  }

  get powered(): boolean {
    return this.#powered;
  }

  /** Connections that are not CLOSED, oldest first. */
  get connections(): readonly Connection[] {
    return this.#tcp.connections;
  }

  /** Opens a connection; set its hooks before time advances. Throws without power, and if the port is in use. */
  connect(ip: Uint8Array, port: number, localPort?: number): Connection {
    if (!this.#powered) throw new Error(`${this.name} is powered off`);
    return this.#tcp.connect(ip, port, localPort);
  }

  /** Accepts connections to `port` until the host goes down; `accept` is called with each once it is established. */
  listen(port: number, accept: (connection: Connection) => void): void {
    this.#tcp.listen(port, accept);
  }

  /** Takes datagrams for `port`, broadcasts too, until the host goes down. */
  openUdp(port: number, receive: ReceiveDatagram): void {
    this.#udp.open(port, receive);
  }

  /** Sends a datagram: by ARP, to all, or to `mac` where the receiver has no address yet. */
  sendUdp(ip: Uint8Array, datagram: UdpDatagram, mac: Uint8Array | null = null): void {
    if (!this.#powered) return;
    const encode = (envelope: Envelope): Uint8Array => encodeUdpFrame(envelope, datagram);
    const known = this.#udp.isBroadcast(ip) ? BROADCAST_MAC : mac;
    if (known === null) this.#sendTo(ip, encode);
    else this.#send(ip, known, encode);
  }

  /** Switches the host off; it sends nothing and loses all its state. */
  powerOff(): void {
    if (!this.#powered) return;
    this.#powered = false;
    this.#forget();
    this.#options.port.setPowered?.(false);
    this.#report('powered-off', this.name);
  }

  /** A new kernel, after {@link powerOff} or without it. It answers segments of old connections with RST. */
  boot(): void {
    this.#forget();
    this.#powered = true;
    this.#options.port.setPowered?.(true);
    this.#report('booted', this.name);
    this.onBoot?.();
  }

  #forget(): void {
    this.#tcp.forget();
    this.#udp.forget();
    this.#neighbours.stop();
    this.#neighbours = this.#newNeighbours();
  }

  #newNeighbours(): Neighbours {
    const { clock, mac, ip, port, standsFor = [] } = this.#options;
    return new Neighbours({ clock, mac, ip, standsFor, send: (frame) => port.send(frame) });
  }

  #frameArrives(bytes: Uint8Array): void {
    const frame = this.#powered ? decodeFrame(bytes) : null;
    if (frame === null) return;
    if (frame.kind === 'arp') this.#neighbours.packetArrives(frame.arp);
    const answer = frame.kind === 'udp' ? this.#udp.frameArrives(frame, bytes) : null;
    if (frame.kind === 'udp' && answer !== null) this.#sendIcmp(frame.ip.source.slice(), answer);
    if (frame.kind !== 'icmp' && frame.kind !== 'tcp') return;
    const isForUs =
      sameBytes(frame.ethernet.destination, this.#options.mac) && sameBytes(frame.ip.destination, this.ip);
    if (!isForUs) return;
    // Frames are shared by all receivers and may be the sender's memory, so data that is kept must be copied.
    const from = frame.ip.source.slice();
    if (frame.kind === 'icmp') this.#icmpArrives(frame.icmp, from);
    else this.#tcp.segmentArrives(frame.tcp, from);
  }

  #icmpArrives(message: IcmpMessage, from: Uint8Array): void {
    if (message.type !== ICMP_ECHO_REQUEST) return;
    this.#sendIcmp(from, { ...message, type: ICMP_ECHO_REPLY });
  }

  #sendIcmp(to: Uint8Array, message: IcmpMessage): void {
    this.#sendTo(to, (envelope) => encodeIcmpFrame(envelope, message));
  }

  #sendTo(destinationIp: Uint8Array, encode: (envelope: Envelope) => Uint8Array): void {
    this.#neighbours.resolve(destinationIp, (destinationMac) => this.#send(destinationIp, destinationMac, encode));
  }

  #send(destinationIp: Uint8Array, destinationMac: Uint8Array, encode: (envelope: Envelope) => Uint8Array): void {
    const { mac: sourceMac, ip: sourceIp, port } = this.#options;
    const identification = this.#identification++ & 0xffff;
    port.send(encode({ sourceMac, destinationMac, sourceIp, destinationIp, ttl: TTL, identification }));
  }

  #report(what: PeerEvent, text: string): void {
    this.#options.report({ kind: 'peer', peer: this.name, what, text });
  }
}

/** FNV-1a, so that peers of one scenario differ under the same seed. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
