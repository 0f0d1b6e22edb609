import { expect, test } from 'vitest';
import { BROADCAST_MAC } from '../../simulator/net/address.ts';
import { encodeEthernet } from '../../simulator/net/ethernet.ts';
import { encodeArpFrame, encodeIcmpFrame, encodeTcpFrame } from '../../simulator/net/frame.ts';
import { encodeIpv4 } from '../../simulator/net/ipv4.ts';
import { seq } from '../../simulator/net/seq.ts';
import { summary } from '../../simulator/net/summary.ts';
import { tcpFlags } from '../../simulator/net/tcp.ts';
import { hex } from '../hex.ts';

const sourceMac = hex('0008dc010203');
const destinationMac = hex('020000000001');
const sourceIp = Uint8Array.of(192, 168, 1, 10);
const destinationIp = Uint8Array.of(192, 168, 1, 20);
const envelope = { sourceMac, destinationMac, sourceIp, destinationIp, ttl: 64, identification: 0 };
const arp = { senderMac: sourceMac, senderIp: sourceIp, targetMac: new Uint8Array(6), targetIp: destinationIp };
const echo = { code: 0, identifier: 1, sequence: 2, payload: new Uint8Array(0) };
const segment = {
  sourcePort: 49152,
  destinationPort: 5000,
  seq: seq(4_000_000_000),
  ack: seq(9),
  window: 100,
  urgentPointer: 0,
  mss: null,
};
const udp = encodeIpv4({ ...envelope, source: sourceIp, destination: destinationIp, protocol: 17, payload: hex('00') });

test.each([
  [
    'TCP 192.168.1.10:49152 > 192.168.1.20:5000 [ACK] seq=4000000000 ack=9 len=1',
    encodeTcpFrame(envelope, { ...segment, flags: tcpFlags('ack'), payload: hex('00') }),
  ],
  [
    'TCP 192.168.1.10:49152 > 192.168.1.20:5000 [SYN] seq=4000000000 len=0',
    encodeTcpFrame(envelope, { ...segment, flags: tcpFlags('syn'), payload: hex('') }),
  ],
  ['ARP who has 192.168.1.20? tell 192.168.1.10', encodeArpFrame(BROADCAST_MAC, { ...arp, operation: 'request' })],
  ['ARP 192.168.1.10 is at 00:08:dc:01:02:03', encodeArpFrame(destinationMac, { ...arp, operation: 'reply' })],
  ['ICMP 192.168.1.10 > 192.168.1.20 echo request seq=2', encodeIcmpFrame(envelope, { ...echo, type: 8 })],
  ['ICMP 192.168.1.10 > 192.168.1.20 echo reply seq=2', encodeIcmpFrame(envelope, { ...echo, type: 0 })],
  ['ICMP 192.168.1.10 > 192.168.1.20 type 3', encodeIcmpFrame(envelope, { ...echo, type: 3 })],
  [
    'IPv4 192.168.1.10 > 192.168.1.20 protocol 17',
    encodeEthernet({ source: sourceMac, destination: destinationMac, etherType: 0x0800, payload: udp }),
  ],
  [
    'EtherType 0x88b5 from 00:08:dc:01:02:03',
    encodeEthernet({ source: sourceMac, destination: destinationMac, etherType: 0x88b5, payload: hex('') }),
  ],
  ['malformed frame of 3 bytes', hex('010203')],
])('%s', (want, frame) => {
  expect(summary(frame)).toBe(want);
});
