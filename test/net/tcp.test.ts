import { describe, expect, test } from 'vitest';
import { internetChecksum, pseudoHeader } from '../../simulator/net/checksum.ts';
import { seq } from '../../simulator/net/seq.ts';
import { decodeTcp, encodeTcp, flagsText, sequenceLength, type TcpSegment, tcpFlags } from '../../simulator/net/tcp.ts';
import { hex } from '../hex.ts';

const SOURCE = Uint8Array.of(192, 168, 1, 1);
const DESTINATION = Uint8Array.of(192, 168, 1, 2);

/** The two packets below, checksums included, are those of smoltcp's TCP tests: an implementation that is not ours. */
const WITH_OPTIONS = hex('bf00 0050 01234567 89abcdef 6035 0123 01b6 0201 03030c01 aa0000ff');
const SYN = hex('bf00 0050 01234567 00000000 5002 0123 7a8d 0000 aa0000ff');

const syn: TcpSegment = {
  sourcePort: 48896,
  destinationPort: 80,
  seq: seq(0x01234567),
  ack: seq(0),
  flags: tcpFlags('syn'),
  window: 0x0123,
  urgentPointer: 0,
  mss: null,
  payload: hex('aa0000ff'),
};

/** The header with its checksum put right, so that a test can break one thing only. */
function checksummed(text: string): Uint8Array {
  const bytes = hex(text);
  bytes.set([0, 0], 16);
  const sum = internetChecksum(pseudoHeader(SOURCE, DESTINATION, 6, bytes.length), bytes);
  bytes.set([sum >> 8, sum & 0xff], 16);
  return bytes;
}

describe('TCP', () => {
  test('encodes and decodes a known segment', () => {
    expect(encodeTcp(syn, SOURCE, DESTINATION)).toEqual(SYN);
    expect(decodeTcp(SYN, SOURCE, DESTINATION)).toEqual(syn);
  });

  test('reads all fields of a known segment and skips options it does not know', () => {
    expect(decodeTcp(WITH_OPTIONS, SOURCE, DESTINATION)).toEqual({
      ...syn,
      ack: seq(0x89abcdef),
      flags: tcpFlags('fin', 'rst', 'ack', 'urg'),
      urgentPointer: 0x0201,
    });
  });

  // RFC 9293 section 3.1: the control bits CWR ECE URG ACK PSH RST SYN FIN, the last one lowest.
  test.each([
    ['fin', 0x01],
    ['syn', 0x02],
    ['rst', 0x04],
    ['psh', 0x08],
    ['ack', 0x10],
    ['urg', 0x20],
  ] as const)('%s is bit %#x', (name, bit) => {
    const bytes = encodeTcp({ ...syn, flags: tcpFlags(name) }, SOURCE, DESTINATION);
    expect(bytes[13]).toBe(bit);
    expect(decodeTcp(bytes, SOURCE, DESTINATION)?.flags).toEqual(tcpFlags(name));
  });

  test('ECE and CWR do not disturb', () => {
    const bytes = checksummed('bf00 0050 01234567 00000000 50c2 0123 0000 0000');
    expect(decodeTcp(bytes, SOURCE, DESTINATION)?.flags).toEqual(tcpFlags('syn'));
  });

  test('the maximum segment size is option 2 of 4 bytes (RFC 9293 section 3.7.1)', () => {
    const bytes = encodeTcp({ ...syn, mss: 1460, payload: new Uint8Array(0) }, SOURCE, DESTINATION);
    expect(bytes.subarray(12, 14)).toEqual(hex('60 02'));
    expect(bytes.subarray(20)).toEqual(hex('02 04 05b4'));
    expect(decodeTcp(bytes, SOURCE, DESTINATION)?.mss).toBe(1460);
  });

  const noOptions = 'bf00 0050 01234567 00000000';
  test.each([
    ['after no-operations', `${noOptions} 7002 0123 0000 0000 01 01 02 04 05b4 00 00`, 536, 1460],
    ['behind an unknown option', `${noOptions} 7002 0123 0000 0000 fe 04 aaaa 02 04 05b4`, 536, 1460],
    ['not behind the end of the list', `${noOptions} 7002 0123 0000 0000 00 00 00 00 02 04 05b4`, 536, null],
  ])('finds the maximum segment size %s', (_name, text, _default, want) => {
    expect(decodeTcp(checksummed(text), SOURCE, DESTINATION)?.mss).toBe(want);
  });

  test.each([
    ['19 bytes', checksummed('bf00 0050 01234567 00000000 5002 0123 0000 00')],
    ['a data offset of 4', checksummed(`${noOptions} 4002 0123 0000 0000`)],
    ['a data offset beyond the segment', checksummed(`${noOptions} 6002 0123 0000 0000`)],
    ['an option of length 0', checksummed(`${noOptions} 6002 0123 0000 0000 03 00 00 00`)],
    ['an option of length 1', checksummed(`${noOptions} 6002 0123 0000 0000 03 01 00 00`)],
    ['an option that ends beyond the header', checksummed(`${noOptions} 6002 0123 0000 0000 03 05 00 00 ff`)],
    ['an option without its length', checksummed(`${noOptions} 6002 0123 0000 0000 01 01 01 03`)],
    ['a maximum segment size of 3 bytes', checksummed(`${noOptions} 6002 0123 0000 0000 02 03 05 00`)],
    ['a wrong checksum', hex('bf00 0050 01234567 00000000 5002 0123 7a8e 0000 aa0000ff')],
  ])('refuses %s', (_name, bytes) => {
    expect(decodeTcp(bytes, SOURCE, DESTINATION)).toBeNull();
  });

  test('a segment belongs to its addresses: the checksum covers them', () => {
    expect(decodeTcp(SYN, SOURCE, Uint8Array.of(192, 168, 1, 3))).toBeNull();
  });

  test('SYN and FIN take one sequence number each (RFC 9293 section 3.4)', () => {
    expect(sequenceLength({ ...syn, flags: tcpFlags('ack', 'psh', 'rst') })).toBe(4);
    expect(sequenceLength({ ...syn, flags: tcpFlags('syn', 'fin') })).toBe(6);
  });

  test('flags as text', () => {
    expect(flagsText(tcpFlags('ack', 'syn'))).toBe('[SYN,ACK]');
    expect(flagsText(tcpFlags())).toBe('[]');
  });
});
