import type { Nanos } from '../clock.ts';
import { ipText } from '../net/address.ts';

interface Lease {
  /** Null: a client has found the address in use by somebody else. */
  readonly client: string | null;
  readonly untilNs: Nanos;
}

/** The addresses of a DHCP server, and who has them. Clients are named by any text. */
export class Leases {
  readonly #clock: { readonly nowNs: Nanos };
  readonly #pool: readonly Uint8Array[];
  readonly #leases = new Map<string, Lease>();

  /** @param pool in the order in which free ones are given */
  constructor(clock: { readonly nowNs: Nanos }, pool: readonly Uint8Array[]) {
    this.#clock = clock;
    this.#pool = pool;
  }

  /** RFC 2131 section 4.3.1: the client's own address, else the one that it wants, else any; null if none is free. */
  addressFor(client: string, wanted: Uint8Array | undefined): Uint8Array | null {
    const own = this.#pool.find((ip) => this.#leases.get(ipText(ip))?.client === client);
    const candidates = [own, wanted, ...this.#pool].filter((ip) => ip !== undefined);
    return candidates.find((ip) => this.isFor(client, ip)) ?? null;
  }

  /** The address is the server's, and nobody else's. */
  isFor(client: string, ip: Uint8Array): boolean {
    const name = ipText(ip);
    const lease = this.#leases.get(name);
    const isTaken = lease !== undefined && lease.client !== client && this.#clock.nowNs < lease.untilNs;
    return !isTaken && this.#pool.some((own) => ipText(own) === name);
  }

  /** The client has the address now, or had it last. */
  isOf(client: string, ip: Uint8Array): boolean {
    return this.#leases.get(ipText(ip))?.client === client;
  }

  give(client: string, ip: Uint8Array, forNs: Nanos): void {
    this.#leases.set(ipText(ip), { client, untilNs: this.#clock.nowNs + forNs });
  }

  takeBack(client: string, ip: Uint8Array): void {
    if (this.isOf(client, ip)) this.#leases.delete(ipText(ip));
  }

  /** RFC 2131 section 4.3.3: somebody else uses the address; it is not given any more. */
  bar(client: string, ip: Uint8Array): void {
    if (this.isOf(client, ip)) this.#leases.set(ipText(ip), { client: null, untilNs: Infinity });
  }
}
