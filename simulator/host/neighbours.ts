import { type Clock, NS_PER_S, type Timer } from '../clock.ts';
import { BROADCAST_MAC, ipText, sameBytes } from '../net/address.ts';
import type { ArpPacket } from '../net/arp.ts';
import { encodeArpFrame } from '../net/frame.ts';

/** The host's interface. */
export interface Interface {
  readonly clock: Clock;
  readonly mac: Uint8Array;
  readonly ip: Uint8Array;
  /** Other addresses for which it answers. */
  readonly standsFor: readonly Uint8Array[];
  readonly send: (frame: Uint8Array) => void;
}

interface Search {
  readonly waiting: ((mac: Uint8Array) => void)[];
  requestsLeft: number;
  timer: Timer;
}

/** Requests for one address before it counts as absent, a second apart (as common kernels do). */
const REQUESTS = 3;
/** Packets queued for an address during its resolution; the oldest is dropped first. */
const WAITING_LIMIT = 64;

/**
 * ARP for one interface (RFC 826): answers for its own address, resolves others and caches them. Entries do not age;
 * every address counts as on-link.
 */
export class Neighbours {
  readonly #interface: Interface;
  readonly #known = new Map<string, Uint8Array>();
  readonly #searches = new Map<string, Search>();

  constructor(at: Interface) {
    this.#interface = at;
  }

  /** Calls `use` with the address, now or once it is resolved; never if there is no answer. */
  resolve(ip: Uint8Array, use: (mac: Uint8Array) => void): void {
    const key = ipText(ip);
    const known = this.#known.get(key);
    if (known !== undefined) {
      use(known);
      return;
    }
    const running = this.#searches.get(key);
    if (running !== undefined) {
      if (running.waiting.length === WAITING_LIMIT) running.waiting.shift();
      running.waiting.push(use);
      return;
    }
    const search: Search = { waiting: [use], requestsLeft: REQUESTS, timer: this.#interface.clock.after(0, () => {}) };
    this.#searches.set(key, search);
    this.#request(ip, search);
  }

  /** RFC 826 "Packet Reception": updates a known sender; caches and answers a sender that asks for this host. */
  packetArrives(packet: ArpPacket): void {
    const { mac, ip, standsFor, send } = this.#interface;
    const key = ipText(packet.senderIp);
    const isForUs = [ip, ...standsFor].some((address) => sameBytes(packet.targetIp, address));
    if (isForUs || this.#known.has(key)) this.#learn(key, packet.senderMac.slice());
    if (!isForUs || packet.operation !== 'request') return;
    const { senderMac, senderIp } = packet;
    send(
      encodeArpFrame(senderMac, {
        operation: 'reply',
        senderMac: mac,
        senderIp: packet.targetIp.slice(),
        targetMac: senderMac,
        targetIp: senderIp,
      }),
    );
  }

  /** Cancels all resolutions, because the host goes down. */
  stop(): void {
    for (const search of this.#searches.values()) search.timer.cancel();
    this.#searches.clear();
  }

  #learn(key: string, mac: Uint8Array): void {
    this.#known.set(key, mac);
    const search = this.#searches.get(key);
    if (search === undefined) return;
    this.#searches.delete(key);
    search.timer.cancel();
    for (const use of search.waiting) use(mac);
  }

  #request(targetIp: Uint8Array, search: Search): void {
    if (search.requestsLeft === 0) {
      this.#searches.delete(ipText(targetIp));
      return;
    }
    search.requestsLeft--;
    const { clock, mac, ip, send } = this.#interface;
    send(
      encodeArpFrame(BROADCAST_MAC, {
        operation: 'request',
        senderMac: mac,
        senderIp: ip,
        targetMac: new Uint8Array(6),
        targetIp,
      }),
    );
    search.timer = clock.after(NS_PER_S, () => this.#request(targetIp, search));
  }
}
