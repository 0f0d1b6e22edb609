/** DHCP messages (RFC 2131 section 2) for Ethernet; options by their numbers in RFC 2132. */

export interface DhcpMessage {
  /** `op`: BOOTREQUEST of a client, or BOOTREPLY of a server. */
  readonly operation: 'request' | 'reply';
  /** `xid`: the client's choice, which the server copies. */
  readonly transaction: number;
  /** The flag BROADCAST: the client cannot receive unicast before it has an address. */
  readonly wantsBroadcast: boolean;
  /** `ciaddr`: the client's address, if it can already be reached there. */
  readonly clientIp: Uint8Array;
  /** `yiaddr`: the address that the client may use. */
  readonly yourIp: Uint8Array;
  /** `giaddr`: of a relay agent; zeros without one. */
  readonly relayIp: Uint8Array;
  /** `chaddr` */
  readonly clientMac: Uint8Array;
  readonly options: ReadonlyMap<number, Uint8Array>;
}

export const DHCP_SERVER_PORT = 67;
export const DHCP_CLIENT_PORT = 68;

/** RFC 2132 sections 3 and 9. */
export const DHCP_OPTION = {
  subnetMask: 1,
  router: 3,
  requestedIp: 50,
  leaseTime: 51,
  messageType: 53,
  serverIdentifier: 54,
  renewalTime: 58,
  rebindingTime: 59,
  clientIdentifier: 61,
} as const;

const TYPES = ['DISCOVER', 'OFFER', 'REQUEST', 'DECLINE', 'ACK', 'NAK', 'RELEASE', 'INFORM'] as const;
export type DhcpType = (typeof TYPES)[number];

const FIXED_BYTES = 236;
const COOKIE = 0x6382_5363;
const OPTIONS_AT = FIXED_BYTES + 4;
/** RFC 1542 section 2.1: clients may drop shorter messages. */
const LEAST_BYTES = 300;
const ETHERNET = 1;
const MAC_BYTES = 6;
const BROADCAST_FLAG = 0x8000;
const PAD = 0;
const END = 255;

/** Option 53: the message's type; null without one, which makes it BOOTP. */
export function dhcpType({ options }: DhcpMessage): DhcpType | null {
  const [code = 0] = options.get(DHCP_OPTION.messageType) ?? [];
  return TYPES[code - 1] ?? null;
}

/** The value of option 53. */
export function dhcpTypeBytes(type: DhcpType): Uint8Array {
  return Uint8Array.of(TYPES.indexOf(type) + 1);
}

/** Null for other hardware than Ethernet, without the cookie, and for options that do not end inside. */
export function decodeDhcp(bytes: Uint8Array): DhcpMessage | null {
  if (bytes.length < OPTIONS_AT) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const operation = view.getUint8(0);
  const isEthernet = view.getUint8(1) === ETHERNET && view.getUint8(2) === MAC_BYTES;
  if ((operation !== 1 && operation !== 2) || !isEthernet || view.getUint32(FIXED_BYTES) !== COOKIE) return null;
  const options = decodeOptions(bytes.subarray(OPTIONS_AT));
  return (
    options && {
      operation: operation === 1 ? 'request' : 'reply',
      transaction: view.getUint32(4),
      wantsBroadcast: (view.getUint16(10) & BROADCAST_FLAG) !== 0,
      clientIp: bytes.subarray(12, 16),
      yourIp: bytes.subarray(16, 20),
      relayIp: bytes.subarray(24, 28),
      clientMac: bytes.subarray(28, 28 + MAC_BYTES),
      options,
    }
  );
}

export function encodeDhcp(message: DhcpMessage): Uint8Array {
  const options = [...message.options].flatMap(([code, value]) => [code, value.length, ...value]);
  const bytes = new Uint8Array(Math.max(OPTIONS_AT + options.length + 1, LEAST_BYTES));
  const view = new DataView(bytes.buffer);
  bytes.set([message.operation === 'request' ? 1 : 2, ETHERNET, MAC_BYTES]);
  view.setUint32(4, message.transaction);
  view.setUint16(10, message.wantsBroadcast ? BROADCAST_FLAG : 0);
  bytes.set(message.clientIp, 12);
  bytes.set(message.yourIp, 16);
  bytes.set(message.relayIp, 24);
  bytes.set(message.clientMac, 28);
  view.setUint32(FIXED_BYTES, COOKIE);
  bytes.set([...options, END], OPTIONS_AT);
  return bytes;
}

/** The first value of each option; RFC 2131 section 4.1 lets a receiver treat more as it likes. */
function decodeOptions(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> | null {
  const options = new Map<number, Uint8Array>();
  for (let at = 0; at < bytes.length; ) {
    const code = bytes[at++] as number;
    if (code === END) return options;
    if (code === PAD) continue;
    const length = bytes[at++];
    if (length === undefined || at + length > bytes.length) return null;
    if (!options.has(code)) options.set(code, bytes.subarray(at, at + length));
    at += length;
  }
  return null;
}
