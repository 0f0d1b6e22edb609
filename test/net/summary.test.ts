import { expect, test } from 'vitest';
import { BROADCAST_MAC } from '../../simulator/net/address.ts';
import { type DhcpType, dhcpTypeBytes, encodeDhcp } from '../../simulator/net/dhcp.ts';
import { encodeEthernet } from '../../simulator/net/ethernet.ts';
import { encodeArpFrame, encodeIcmpFrame, encodeTcpFrame, encodeUdpFrame } from '../../simulator/net/frame.ts';
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
const gre = encodeIpv4({ ...envelope, source: sourceIp, destination: destinationIp, protocol: 47, payload: hex('00') });

const NO_IP = new Uint8Array(4);
/** A message of DHCP, from a client unless it says what it gives. */
function dhcp(
  type: DhcpType | null,
  ends: readonly [number, number],
  more: { yourIp?: Uint8Array; clientIp?: Uint8Array },
) {
  const [sourcePort, destinationPort] = ends;
  const payload = encodeDhcp({
    operation: destinationPort === 67 ? 'request' : 'reply',
    ...{ transaction: 1, wantsBroadcast: true, clientMac: sourceMac },
    ...{ clientIp: NO_IP, yourIp: NO_IP, relayIp: NO_IP, ...more },
    options: new Map(type === null ? [] : [[53, dhcpTypeBytes(type)]]),
  });
  return encodeUdpFrame(envelope, { sourcePort, destinationPort, payload });
}

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
    'UDP 192.168.1.10:40000 > 192.168.1.20:3000 len=2',
    encodeUdpFrame(envelope, { sourcePort: 40000, destinationPort: 3000, payload: hex('a1a2') }),
  ],
  ['DHCP 192.168.1.10:68 > 192.168.1.20:67 DISCOVER', dhcp('DISCOVER', [68, 67], {})],
  ['DHCP 192.168.1.10:68 > 192.168.1.20:67 REQUEST 192.168.1.10', dhcp('REQUEST', [68, 67], { clientIp: sourceIp })],
  ['DHCP 192.168.1.10:67 > 192.168.1.20:68 ACK 192.168.1.20', dhcp('ACK', [67, 68], { yourIp: destinationIp })],
  ['DHCP 192.168.1.10:68 > 192.168.1.20:67 BOOTP', dhcp(null, [68, 67], {})],
  [
    'UDP 192.168.1.10:68 > 192.168.1.20:67 len=1',
    encodeUdpFrame(envelope, { sourcePort: 68, destinationPort: 67, payload: hex('01') }),
  ],
  [
    'IPv4 192.168.1.10 > 192.168.1.20 protocol 47',
    encodeEthernet({ source: sourceMac, destination: destinationMac, etherType: 0x0800, payload: gre }),
  ],
  [
    'EtherType 0x88b5 from 00:08:dc:01:02:03',
    encodeEthernet({ source: sourceMac, destination: destinationMac, etherType: 0x88b5, payload: hex('') }),
  ],
  ['malformed frame of 3 bytes', hex('010203')],
])('%s', (want, frame) => {
  expect(summary(frame)).toBe(want);
});
