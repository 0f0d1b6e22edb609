import { describe, expect, test } from 'vitest';
import { decodeArp, encodeArp } from '../../simulator/net/arp.ts';
import { decodeEthernet, encodeEthernet } from '../../simulator/net/ethernet.ts';
import { decodeIcmp, encodeIcmp } from '../../simulator/net/icmp.ts';
import { decodeIpv4, encodeIpv4 } from '../../simulator/net/ipv4.ts';
import { hex } from '../hex.ts';

describe('Ethernet', () => {
  const addresses = '020000000001 020000000002';

  test('puts destination, source and type first (IEEE 802.3) and pads to 60 bytes', () => {
    const bytes = encodeEthernet({
      destination: hex('020000000001'),
      source: hex('020000000002'),
      etherType: 0x0800,
      payload: hex('a1a2a3'),
    });
    expect(bytes).toEqual(hex(`${addresses} 0800 a1a2a3 ${'00'.repeat(43)}`));
  });

  test.each([
    ['45 bytes of payload are padded by one', 45, 60],
    ['46 bytes are not padded', 46, 60],
    ['47 bytes are not padded', 47, 61],
    ['1500 bytes are the most', 1500, 1514],
  ])('%s', (_name, payloadBytes, want) => {
    const ends = { destination: hex('020000000001'), source: hex('020000000002'), etherType: 0x0800 };
    expect(encodeEthernet({ ...ends, payload: new Uint8Array(payloadBytes) })).toHaveLength(want);
  });

  test('1501 bytes of payload are refused', () => {
    const ends = { destination: hex('020000000001'), source: hex('020000000002'), etherType: 0x0800 };
    expect(() => encodeEthernet({ ...ends, payload: new Uint8Array(1501) })).toThrow(RangeError);
  });

  test.each([
    ['nothing', ''],
    ['13 bytes', `${addresses} 08`],
    ['an 802.3 length instead of a type', `${addresses} 05ff 00`],
    ['1515 bytes', `${addresses} 0800 ${'00'.repeat(1501)}`],
  ])('refuses %s', (_name, bytes) => {
    expect(decodeEthernet(hex(bytes))).toBeNull();
  });
});

describe('ARP', () => {
  // The fields in the order of RFC 826 "Packet format": hrd 1, pro 0800, hln 6, pln 4, op, sha, spa, tha, tpa.
  const request = hex('0001 0800 06 04 0001 0008dc010203 c0a80114 000000000000 c0a8010a');
  const value = {
    operation: 'request',
    senderMac: hex('0008dc010203'),
    senderIp: hex('c0a80114'),
    targetMac: hex('000000000000'),
    targetIp: hex('c0a8010a'),
  } as const;

  test('a request by RFC 826', () => {
    expect(encodeArp(value)).toEqual(request);
    expect(decodeArp(request)).toEqual(value);
  });

  test('a reply differs in the operation', () => {
    const reply = Uint8Array.from(request);
    reply[7] = 2;
    expect(encodeArp({ ...value, operation: 'reply' })).toEqual(reply);
    expect(decodeArp(reply)).toEqual({ ...value, operation: 'reply' });
  });

  test('padding behind it does not matter', () => {
    expect(decodeArp(Uint8Array.of(...request, 0xee, 0xee))).toEqual(value);
  });

  test.each([
    ['27 bytes', 27, 0x0a],
    ['hardware other than Ethernet', 1, 6],
    ['a protocol other than IPv4', 3, 1],
    ['a wrong hardware length', 4, 5],
    ['a wrong protocol length', 5, 16],
    ['operation 0', 7, 0],
    ['operation 3 (RARP)', 7, 3],
  ])('refuses %s', (name, index, byte) => {
    const broken = Uint8Array.from(request);
    broken[index] = byte;
    expect(decodeArp(name === '27 bytes' ? broken.subarray(0, 27) : broken)).toBeNull();
  });
});

describe('IPv4', () => {
  // A header whose checksum, b861, is worked out by hand in many textbooks; its payload is 95 bytes.
  const header = hex('4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7');
  const payload = new Uint8Array(95).fill(0x5a);
  const packet = Uint8Array.of(...header, ...payload);
  const value = {
    source: Uint8Array.of(192, 168, 0, 1),
    destination: Uint8Array.of(192, 168, 0, 199),
    protocol: 17,
    ttl: 64,
    identification: 0,
    payload,
  };

  test('encodes and decodes a known header', () => {
    expect(encodeIpv4(value)).toEqual(packet);
    expect(decodeIpv4(packet)).toEqual(value);
  });

  test('cuts Ethernet padding off by the total length', () => {
    expect(decodeIpv4(Uint8Array.of(...packet, 0, 0, 0))?.payload).toHaveLength(95);
  });

  test('skips options', () => {
    // RFC 791 section 3.1: IHL 6, one word of three no-operations and an end of list.
    expect(decodeIpv4(hex('4600 0019 0000 4000 4006 b5c5 c0a8 0001 c0a8 00c7 01010100 2a'))?.payload).toEqual(
      hex('2a'),
    );
  });

  test.each([
    ['19 bytes', '4500 0013 0000 4000 4011 0000 c0a8 0001 c0a8 00'],
    ['version 6', '6500 0014 0000 4000 4011 98c0 c0a8 0001 c0a8 00c7'],
    ['a header of 16 bytes', '4400 0014 0000 4000 4011 b9c0 c0a8 0001 c0a8 00c7'],
    ['a header longer than the packet', '4f00 0014 0000 4000 4011 aec0 c0a8 0001 c0a8 00c7'],
    ['a total length below the header', '4500 0013 0000 4000 4011 b8c1 c0a8 0001 c0a8 00c7'],
    ['a total length beyond the bytes', '4500 0015 0000 4000 4011 b8bf c0a8 0001 c0a8 00c7'],
    ['a wrong checksum', '4500 0014 0000 4000 4011 b8c1 c0a8 0001 c0a8 00c7'],
    ['a first fragment', '4500 0014 0000 2000 4011 d8c0 c0a8 0001 c0a8 00c7'],
    ['a later fragment', '4500 0014 0000 0001 4011 f8bf c0a8 0001 c0a8 00c7'],
  ])('refuses %s', (_name, bytes) => {
    expect(decodeIpv4(hex('4500 0014 0000 4000 4011 b8c0 c0a8 0001 c0a8 00c7'))).not.toBeNull();
    expect(decodeIpv4(hex(bytes))).toBeNull();
  });
});

describe('ICMP', () => {
  // An echo request with identifier 0x1234, sequence 0xabcd and 4 bytes of data, as smoltcp's ICMPv4 tests have it.
  const echo = hex('08 00 8efe 1234 abcd aa0000ff');
  const value = { type: 8, code: 0, identifier: 0x1234, sequence: 0xabcd, payload: hex('aa0000ff') };

  test('encodes and decodes an echo request', () => {
    expect(encodeIcmp(value)).toEqual(echo);
    expect(decodeIcmp(echo)).toEqual(value);
  });

  test('refuses a short message and a wrong checksum', () => {
    expect(decodeIcmp(echo.subarray(0, 7))).toBeNull();
    expect(decodeIcmp(hex('08 00 8eff 1234 abcd aa0000ff'))).toBeNull();
  });
});
