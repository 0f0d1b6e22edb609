import { type Clock, NS_PER_S } from '../clock.ts';
import { BROADCAST_IP, macText, sameBytes } from '../net/address.ts';
import {
  DHCP_CLIENT_PORT,
  DHCP_OPTION,
  DHCP_SERVER_PORT,
  type DhcpMessage,
  type DhcpType,
  decodeDhcp,
  dhcpType,
  dhcpTypeBytes,
  encodeDhcp,
} from '../net/dhcp.ts';
import { Leases } from './leases.ts';
import type { Peer } from './peer.ts';

export interface DhcpServerOptions {
  readonly clock: Clock;
  /** The addresses to lease, in the order in which free ones are given. */
  readonly pool: readonly Uint8Array[];
  readonly leaseS: number;
  readonly subnetMask: Uint8Array;
  /** Zeros for none. */
  readonly router: Uint8Array;
}

const NO_IP = new Uint8Array(4);
/** An address that was offered is kept for its client so long; RFC 2131 leaves the time to the server. */
const OFFER_NS = 60 * NS_PER_S;
/** RFC 2131 section 4.4.5: T1 and T2 as shares of the lease. */
const RENEWAL_SHARE = 0.5;
const REBINDING_SHARE = 0.875;

/**
 * A DHCP server on a host (RFC 2131), the only one of its LAN: DISCOVER, REQUEST of all kinds, DECLINE, RELEASE, INFORM.
 * Leases outlive a reboot of the host, as section 2.1 wants. Not modelled: relay agents, option overload, and options beyond the ones that it sends.
 */
export class DhcpServer {
  readonly #peer: Peer;
  readonly #options: DhcpServerOptions;
  readonly #leases: Leases;

  constructor(peer: Peer, options: DhcpServerOptions) {
    this.#peer = peer;
    this.#options = options;
    this.#leases = new Leases(options.clock, options.pool);
    peer.onBoot = () => this.#listen();
    this.#listen();
  }

  #listen(): void {
    this.#peer.openUdp(DHCP_SERVER_PORT, ({ payload }) => {
      const message = decodeDhcp(payload);
      if (message?.operation === 'request' && sameBytes(message.relayIp, NO_IP)) this.#serve(message);
    });
  }

  #serve(message: DhcpMessage): void {
    switch (dhcpType(message)) {
      case 'DISCOVER':
        this.#offer(message);
        break;
      case 'REQUEST':
        this.#request(message);
        break;
      case 'DECLINE':
        this.#leases.bar(clientOf(message), requestedIp(message) ?? NO_IP);
        break;
      case 'RELEASE':
        this.#leases.takeBack(clientOf(message), message.clientIp);
        break;
      case 'INFORM':
        this.#reply(message, 'ACK', NO_IP, this.#network());
        break;
      default:
    }
  }

  #offer(message: DhcpMessage): void {
    const client = clientOf(message);
    const ip = this.#leases.addressFor(client, requestedIp(message));
    if (ip === null) return;
    if (!this.#leases.isOf(client, ip)) this.#leases.give(client, ip, OFFER_NS);
    this.#reply(message, 'OFFER', ip, this.#terms());
  }

  /** RFC 2131 section 4.3.2 and table 4: what the client's state makes of a REQUEST. */
  #request(message: DhcpMessage): void {
    const client = clientOf(message);
    const chosen = message.options.get(DHCP_OPTION.serverIdentifier);
    const requested = requestedIp(message);
    if (chosen !== undefined && !sameBytes(chosen, this.#peer.ip)) return; // another server's; the offer runs out
    const ip = requested ?? message.clientIp;
    const isReboot = chosen === undefined && requested !== undefined;
    const isMine = isReboot || chosen !== undefined ? this.#leases.isOf(client, ip) : this.#leases.isFor(client, ip);
    if (isMine && this.#leases.isFor(client, ip)) {
      this.#leases.give(client, ip, this.#options.leaseS * NS_PER_S);
      this.#reply(message, 'ACK', ip, this.#terms());
    } else if (!isReboot || !this.#leases.isFor(client, ip)) {
      this.#refuse(message);
    } // A rebooted client that the server does not know may be another server's.
  }

  /** RFC 2131 section 4.3.2: DHCPNAK, to all. */
  #refuse(message: DhcpMessage): void {
    this.#send(message, 'NAK', NO_IP, [], BROADCAST_IP);
  }

  /** RFC 2131 section 4.1: to `ciaddr`, else to all if the client wants it, else to the address that it will have. */
  #reply(message: DhcpMessage, type: DhcpType, yourIp: Uint8Array, options: readonly Option[]): void {
    const { clientIp, wantsBroadcast } = message;
    const isReachable = !sameBytes(clientIp, NO_IP);
    const unicast = isReachable ? clientIp : yourIp;
    this.#send(message, type, yourIp, options, !isReachable && wantsBroadcast ? BROADCAST_IP : unicast);
  }

  #send(message: DhcpMessage, type: DhcpType, yourIp: Uint8Array, options: readonly Option[], to: Uint8Array): void {
    const own: readonly Option[] = [
      [DHCP_OPTION.messageType, dhcpTypeBytes(type)],
      [DHCP_OPTION.serverIdentifier, this.#peer.ip],
    ];
    const { clientIp } = message;
    const reply = encodeDhcp({
      ...message,
      ...{ operation: 'reply', clientIp: type === 'NAK' ? NO_IP : clientIp, yourIp },
      options: new Map([...own, ...options]),
    });
    const datagram = { sourcePort: DHCP_SERVER_PORT, destinationPort: DHCP_CLIENT_PORT, payload: reply };
    this.#peer.sendUdp(to.slice(), datagram, message.clientMac.slice());
  }

  #terms(): readonly Option[] {
    const { leaseS } = this.#options;
    return [
      [DHCP_OPTION.leaseTime, secondsBytes(leaseS)],
      [DHCP_OPTION.renewalTime, secondsBytes(Math.floor(leaseS * RENEWAL_SHARE))],
      [DHCP_OPTION.rebindingTime, secondsBytes(Math.floor(leaseS * REBINDING_SHARE))],
      ...this.#network(),
    ];
  }

  #network(): readonly Option[] {
    const { subnetMask, router } = this.#options;
    const gateway: readonly Option[] = sameBytes(router, NO_IP) ? [] : [[DHCP_OPTION.router, router]];
    return [[DHCP_OPTION.subnetMask, subnetMask], ...gateway];
  }
}

type Option = readonly [code: number, value: Uint8Array];

/** RFC 2131 section 4.2: by the client identifier, else by the hardware address. */
function clientOf({ options, clientMac }: DhcpMessage): string {
  return macText(options.get(DHCP_OPTION.clientIdentifier) ?? clientMac);
}

/** Option 50, if it is an address. */
function requestedIp({ options }: DhcpMessage): Uint8Array | undefined {
  const ip = options.get(DHCP_OPTION.requestedIp);
  return ip?.length === 4 ? ip.slice() : undefined;
}

function secondsBytes(seconds: number): Uint8Array {
  return Uint8Array.of(seconds >>> 24, seconds >>> 16, seconds >>> 8, seconds);
}
