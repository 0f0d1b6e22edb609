import { type Clock, type Nanos, NS_PER_S, type Timer } from '../clock.ts';
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
  /** Everybody is asked for an unknown address; one that is known, whether it still has it. */
  readonly askedMac: Uint8Array;
  readonly waiting: ((mac: Uint8Array) => void)[];
  requestsLeft: number;
  timer: Timer;
}

interface Entry {
  readonly mac: Uint8Array;
  /** When its owner last told it. */
  readonly toldNs: Nanos;
}

/** Requests for one address before it counts as absent, a second apart (as common kernels do). */
const REQUESTS = 3;
const INTERVAL_NS = NS_PER_S;
/** RFC 1122 section 2.3.2.1 wants entries to time out, also those in use: "on the order of a minute". */
const FRESH_NS = 60 * NS_PER_S;
/** A wrong address that is in use is forgotten that long after it was learnt. */
export const FORGOTTEN_AFTER_NS = FRESH_NS + REQUESTS * INTERVAL_NS;
/** Packets queued for an address during its resolution; the oldest is dropped first. */
const WAITING_LIMIT = 64;

/**
 * ARP for one interface (RFC 826): answers for its own address, resolves others and caches them. Every address counts as
 * on-link. When an entry older than a minute is used, its owner is asked by unicast; without an answer it is forgotten
 * (RFC 1122 section 2.3.2.1, mechanisms 1 and 2; Linux asks by unicast too, arp(7)).
 */
export class Neighbours {
  readonly #interface: Interface;
  readonly #known = new Map<string, Entry>();
  readonly #searches = new Map<string, Search>();

  constructor(at: Interface) {
    this.#interface = at;
  }

  /** Calls `use` with the address, now or once it is resolved; never if there is no answer. */
  resolve(ip: Uint8Array, use: (mac: Uint8Array) => void): void {
    const key = ipText(ip);
    const known = this.#known.get(key);
    const running = this.#searches.get(key);
    if (known !== undefined) {
      use(known.mac);
      const isStale = this.#interface.clock.nowNs - known.toldNs >= FRESH_NS;
      if (isStale && running === undefined) this.#search(ip, known.mac, []);
    } else if (running !== undefined) {
      if (running.waiting.length === WAITING_LIMIT) running.waiting.shift();
      running.waiting.push(use);
    } else {
      this.#search(ip, BROADCAST_MAC, [use]);
    }
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
    this.#known.set(key, { mac, toldNs: this.#interface.clock.nowNs });
    const search = this.#searches.get(key);
    if (search === undefined) return;
    this.#searches.delete(key);
    search.timer.cancel();
    for (const use of search.waiting) use(mac);
  }

  #search(ip: Uint8Array, askedMac: Uint8Array, waiting: Search['waiting']): void {
    const timer = this.#interface.clock.after(0, () => {});
    const search: Search = { askedMac, waiting, requestsLeft: REQUESTS, timer };
    this.#searches.set(ipText(ip), search);
    this.#request(ip, search);
  }

  #request(targetIp: Uint8Array, search: Search): void {
    if (search.requestsLeft === 0) {
      this.#searches.delete(ipText(targetIp));
      this.#known.delete(ipText(targetIp));
      return;
    }
    search.requestsLeft--;
    const { clock, mac, ip, send } = this.#interface;
    send(
      encodeArpFrame(search.askedMac, {
        operation: 'request',
        senderMac: mac,
        senderIp: ip,
        targetMac: new Uint8Array(6),
        targetIp,
      }),
    );
    search.timer = clock.after(INTERVAL_NS, () => this.#request(targetIp, search));
  }
}
