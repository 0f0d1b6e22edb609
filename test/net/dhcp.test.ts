import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeDhcp, dhcpType, dhcpTypeBytes, encodeDhcp } from '../../simulator/net/dhcp.ts';
import { hex } from '../hex.ts';

/** RFC 2131 figure 1: op, htype, hlen, hops; xid; secs, flags; ciaddr; yiaddr; siaddr; giaddr; chaddr; sname; file. */
const head = (op: string, flags: string, yiaddr: string) =>
  `${op}010600 1a2b3c4d 0000${flags} 00000000 ${yiaddr} 00000000 00000000 0008dc010203 ${'00'.repeat(10 + 64 + 128)}`;
const COOKIE = '63825363';
const DISCOVER = hex(`${head('01', '8000', '00000000')} ${COOKIE} 350101 3d07010008dc010203 ff`);
const OFFER = hex(`${head('02', '0000', 'c0a80114')} ${COOKIE} 350102 3604c0a80109 33040000000a ff`);
const NO_IP = new Uint8Array(4);

describe('DHCP', () => {
  test('a DISCOVER', () => {
    const message = decodeDhcp(DISCOVER);
    expect(message).toEqual({
      operation: 'request',
      transaction: 0x1a2b3c4d,
      wantsBroadcast: true,
      ...{ clientIp: NO_IP, yourIp: NO_IP, relayIp: NO_IP },
      clientMac: hex('0008dc010203'),
      options: new Map([
        [53, hex('01')],
        [61, hex('010008dc010203')],
      ]),
    });
    expect(message && dhcpType(message)).toBe('DISCOVER');
  });

  test('an OFFER, which is padded to the 300 bytes of BOOTP', () => {
    const bytes = encodeDhcp({
      operation: 'reply',
      transaction: 0x1a2b3c4d,
      wantsBroadcast: false,
      ...{ clientIp: NO_IP, yourIp: Uint8Array.of(192, 168, 1, 20), relayIp: NO_IP },
      clientMac: hex('0008dc010203'),
      options: new Map([
        [53, dhcpTypeBytes('OFFER')],
        [54, Uint8Array.of(192, 168, 1, 9)],
        [51, hex('0000000a')],
      ]),
    });
    expect(bytes).toHaveLength(300);
    expect(bytes.subarray(0, OFFER.length)).toEqual(OFFER);
    expect(bytes.subarray(OFFER.length).every((byte) => byte === 0)).toBe(true);
  });

  test('pads between options are skipped, and of an option that comes twice the first counts', () => {
    const bytes = hex(`${head('01', '0000', '00000000')} ${COOKIE} 0000 350103 00 350101 ff eeee`);
    expect(decodeDhcp(bytes)?.options).toEqual(new Map([[53, hex('03')]]));
  });

  test.each([
    ['239 bytes', DISCOVER.subarray(0, 239)],
    ['operation 3', DISCOVER.with(0, 3)],
    ['other hardware', DISCOVER.with(1, 6)],
    ['another length of addresses', DISCOVER.with(2, 8)],
    ['another cookie', DISCOVER.with(236, 0x64)],
    ['an option beyond the end', DISCOVER.with(241, 200)],
    ['no end', DISCOVER.subarray(0, -1)],
    ['an option without a length', DISCOVER.subarray(0, 241)],
  ])('refuses %s', (_name, bytes) => {
    expect(decodeDhcp(DISCOVER)).not.toBeNull();
    expect(decodeDhcp(bytes)).toBeNull();
  });

  test('a message of BOOTP has no type', () => {
    const message = decodeDhcp(hex(`${head('01', '0000', '00000000')} ${COOKIE} ff`));
    expect(message && dhcpType(message)).toBeNull();
  });

  test('decoding gives back what was encoded, and no bytes make it throw', () => {
    const ip = fc.uint8Array({ minLength: 4, maxLength: 4 });
    const options = fc
      .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 254 }), fc.uint8Array({ maxLength: 255 })), {
        selector: ([code]) => code,
        maxLength: 4,
      })
      .map((entries) => new Map(entries));
    const message = fc.record({
      operation: fc.constantFrom('request' as const, 'reply' as const),
      transaction: fc.integer({ min: 0, max: 0xffff_ffff }),
      wantsBroadcast: fc.boolean(),
      ...{ clientIp: ip, yourIp: ip, relayIp: ip },
      clientMac: fc.uint8Array({ minLength: 6, maxLength: 6 }),
      options,
    });
    fc.assert(
      fc.property(message, (value) => {
        expect(decodeDhcp(encodeDhcp(value))).toEqual(value);
      }),
      { seed: 1, numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (tail) => {
        decodeDhcp(Uint8Array.of(...DISCOVER.subarray(0, 240), ...tail));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
