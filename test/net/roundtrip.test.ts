import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeArp, encodeArp } from '../../simulator/net/arp.ts';
import { internetChecksum } from '../../simulator/net/checksum.ts';
import { decodeEthernet, encodeEthernet } from '../../simulator/net/ethernet.ts';
import { decodeFrame, encodeTcpFrame } from '../../simulator/net/frame.ts';
import { decodeIcmp, encodeIcmp } from '../../simulator/net/icmp.ts';
import { decodeIpv4, encodeIpv4 } from '../../simulator/net/ipv4.ts';
import { seq } from '../../simulator/net/seq.ts';
import { summary } from '../../simulator/net/summary.ts';
import { decodeTcp, encodeTcp } from '../../simulator/net/tcp.ts';
import { decodeTcpOptions } from '../../simulator/net/tcp-options.ts';

const RUNS = { seed: 1, numRuns: 300 };
const bytes = (maxLength: number, minLength = 0) => fc.uint8Array({ minLength, maxLength });
const mac = bytes(6, 6);
const ip = bytes(4, 4);
const uint8 = fc.nat(0xff);
const uint16 = fc.nat(0xffff);
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff }).map(seq);

const flags = fc.record({
  urg: fc.boolean(),
  ack: fc.boolean(),
  psh: fc.boolean(),
  rst: fc.boolean(),
  syn: fc.boolean(),
  fin: fc.boolean(),
});
const segment = fc.record({
  sourcePort: uint16,
  destinationPort: uint16,
  seq: uint32,
  ack: uint32,
  flags,
  window: uint16,
  urgentPointer: uint16,
  mss: fc.option(uint16),
  payload: bytes(1440),
});
const envelope = fc.record({
  sourceMac: mac,
  destinationMac: mac,
  sourceIp: ip,
  destinationIp: ip,
  ttl: uint8,
  identification: uint16,
});

describe('decoding gives back what was encoded', () => {
  test('Ethernet, but for the padding', () => {
    const frame = fc.record({
      destination: mac,
      source: mac,
      etherType: fc.integer({ min: 0x600, max: 0xffff }),
      payload: bytes(1500),
    });
    fc.assert(
      fc.property(frame, (value) => {
        const decoded = decodeEthernet(encodeEthernet(value));
        expect({ ...decoded, payload: decoded?.payload.subarray(0, value.payload.length) }).toEqual(value);
        expect(decoded?.payload.subarray(value.payload.length).every((byte) => byte === 0)).toBe(true);
      }),
      RUNS,
    );
  });

  test('ARP', () => {
    const operation = fc.constantFrom('request' as const, 'reply' as const);
    const packet = fc.record({ operation, senderMac: mac, senderIp: ip, targetMac: mac, targetIp: ip });
    fc.assert(
      fc.property(packet, (value) => {
        expect(decodeArp(encodeArp(value))).toEqual(value);
      }),
      RUNS,
    );
  });

  test('IPv4', () => {
    const packet = fc.record({
      source: ip,
      destination: ip,
      protocol: uint8,
      ttl: uint8,
      identification: uint16,
      payload: bytes(1480),
    });
    fc.assert(
      fc.property(packet, (value) => {
        expect(decodeIpv4(encodeIpv4(value))).toEqual(value);
      }),
      RUNS,
    );
  });

  test('ICMP', () => {
    const message = fc.record({ type: uint8, code: uint8, identifier: uint16, sequence: uint16, payload: bytes(1472) });
    fc.assert(
      fc.property(message, (value) => {
        expect(decodeIcmp(encodeIcmp(value))).toEqual(value);
      }),
      RUNS,
    );
  });

  test('TCP', () => {
    fc.assert(
      fc.property(segment, ip, ip, (value, source, destination) => {
        expect(decodeTcp(encodeTcp(value, source, destination), source, destination)).toEqual(value);
      }),
      RUNS,
    );
  });

  test('a whole frame, padding and all', () => {
    fc.assert(
      fc.property(envelope, segment, (ends, value) => {
        const frame = decodeFrame(encodeTcpFrame(ends, value));
        expect(frame).toMatchObject({
          kind: 'tcp',
          ethernet: { source: ends.sourceMac, destination: ends.destinationMac },
          ip: { source: ends.sourceIp, destination: ends.destinationIp, ttl: ends.ttl },
          tcp: value,
        });
      }),
      RUNS,
    );
  });
});

describe('decoding never throws', () => {
  test('on random bytes', () => {
    const decoders = [decodeEthernet, decodeArp, decodeIpv4, decodeIcmp, decodeTcpOptions, decodeFrame] as const;
    fc.assert(
      fc.property(bytes(1600), ip, (random, address) => {
        for (const decode of decoders) decode(random);
        decodeTcp(random, address, address);
        expect(summary(random)).not.toBe('');
      }),
      RUNS,
    );
  });

  test('on a frame with bytes changed whose IPv4 checksum was then put right', () => {
    const changes = fc.array(fc.tuple(fc.integer({ min: 12, max: 59 }), uint8), { maxLength: 6 });
    fc.assert(
      fc.property(envelope, segment, changes, (ends, value, edits) => {
        const frame = encodeTcpFrame(ends, value);
        for (const [index, byte] of edits) frame[index] = byte;
        const headerBytes = Math.max(20, ((frame[14] ?? 0) & 0x0f) * 4);
        frame.set([0, 0], 24);
        const sum = internetChecksum(frame.subarray(14, 14 + headerBytes));
        frame.set([sum >> 8, sum & 0xff], 24);
        expect(summary(frame)).not.toBe('');
      }),
      RUNS,
    );
  });

  test('on a frame cut short anywhere', () => {
    fc.assert(
      fc.property(envelope, segment, (ends, value) => {
        const frame = encodeTcpFrame(ends, { ...value, payload: value.payload.subarray(0, 20) });
        for (let length = 0; length < frame.length; length++) decodeFrame(frame.subarray(0, length));
      }),
      { ...RUNS, numRuns: 50 },
    );
  });
});
