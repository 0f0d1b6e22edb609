import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame, encodeUdpFrame } from '../../simulator/net/frame.ts';
import { decodeUdp, encodeUdp } from '../../simulator/net/udp.ts';
import { portUnreachable, unreachableUdpPort } from '../../simulator/net/unreachable.ts';
import { hex } from '../hex.ts';

const SOURCE = Uint8Array.of(192, 168, 0, 31);
const DESTINATION = Uint8Array.of(192, 168, 0, 30);
/** RFC 768: ports 20 and 10, length 10, checksum, "Hi"; the checksum was worked out by another program. */
const HI = hex('0014 000a 000a 35c5 4869');
const HI_VALUE = { sourcePort: 20, destinationPort: 10, payload: hex('4869') };
/** The words add up so that the checksum is 0, which is sent as all ones. */
const ALL_ONES = hex('0014 000a 000a ffff 7e2e');

describe('UDP', () => {
  test('encodes and decodes a datagram', () => {
    expect(encodeUdp(HI_VALUE, SOURCE, DESTINATION)).toEqual(HI);
    expect(decodeUdp(HI, SOURCE, DESTINATION)).toEqual(HI_VALUE);
  });

  test('a checksum of 0 is sent as all ones', () => {
    const value = { ...HI_VALUE, payload: hex('7e2e') };
    expect(encodeUdp(value, SOURCE, DESTINATION)).toEqual(ALL_ONES);
    expect(decodeUdp(ALL_ONES, SOURCE, DESTINATION)).toEqual(value);
  });

  test('a field of 0 means that the sender computed no checksum', () => {
    expect(decodeUdp(hex('0014 000a 000a 0000 4869'), SOURCE, DESTINATION)).toEqual(HI_VALUE);
  });

  test('cuts off what follows the length', () => {
    expect(decodeUdp(hex('0014 000a 000a 35c5 4869 eeee'), SOURCE, DESTINATION)).toEqual(HI_VALUE);
  });

  test.each([
    ['7 bytes', '0014 000a 0008 00'],
    ['a length below the header', '0014 000a 0007 0000 4869'],
    ['a length beyond the bytes', '0014 000a 000b 0000 4869'],
    ['a wrong checksum', '0014 000a 000a 35c4 4869'],
    ['other data than the checksum is of', '0014 000a 000a 35c5 4868'],
  ])('refuses %s', (_name, bytes) => {
    expect(decodeUdp(hex(bytes), SOURCE, DESTINATION)).toBeNull();
  });

  test('the checksum covers the addresses', () => {
    expect(decodeUdp(HI, SOURCE, Uint8Array.of(192, 168, 0, 29))).toBeNull();
  });

  test('a whole frame comes back as it was', () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const envelope = fc.record({
      ...{ sourceMac: bytes(6), destinationMac: bytes(6), sourceIp: bytes(4), destinationIp: bytes(4) },
      ...{ ttl: fc.nat(255), identification: fc.nat(0xffff) },
    });
    const datagram = fc.record({
      ...{ sourcePort: fc.nat(0xffff), destinationPort: fc.nat(0xffff) },
      payload: fc.uint8Array({ maxLength: 1472 }),
    });
    fc.assert(
      fc.property(envelope, datagram, (ends, udp) => {
        expect(decodeFrame(encodeUdpFrame(ends, udp))).toMatchObject({ kind: 'udp', udp });
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('ICMP port unreachable (RFC 792)', () => {
  const packet = hex('4500001e 00000000 40110000 c0a8001f c0a8001e 0014 000a 000a 35c5 4869');

  test('quotes the IP header and eight bytes', () => {
    const message = portUnreachable(packet);
    expect(message).toEqual({ type: 3, code: 3, identifier: 0, sequence: 0, payload: packet.subarray(0, 28) });
    expect(unreachableUdpPort(message)).toEqual({ ip: DESTINATION, port: 10 });
  });

  test('quotes options of the header too', () => {
    const withOptions = Uint8Array.of(0x46, ...packet.subarray(1, 20), 1, 1, 1, 0, ...packet.subarray(20));
    expect(portUnreachable(withOptions).payload).toEqual(withOptions.subarray(0, 32));
    expect(unreachableUdpPort(portUnreachable(withOptions))?.port).toBe(10);
  });

  test.each([
    ['another type', { type: 11 }],
    ['host unreachable', { code: 1 }],
    ['a quotation that is too short', { payload: packet.subarray(0, 27) }],
    ['TCP', { payload: packet.slice(0, 28).with(9, 6) }],
    ['an empty one', { payload: hex('') }],
  ])('%s says nothing about a UDP port', (_name, change) => {
    expect(unreachableUdpPort({ ...portUnreachable(packet), ...change })).toBeNull();
  });
});
