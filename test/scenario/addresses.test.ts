import { expect, test } from 'vitest';
import { broadcastAddress, hostAddresses, hostMac } from '../../simulator/scenario/peers/addresses.ts';

function given(ip: string, subnet: string, gateway: string, count: number): readonly string[] {
  const octets = (text: string) => text.split('.').map(Number);
  const network = { mac: [], ip: octets(ip), subnet: octets(subnet), gateway: octets(gateway) };
  return hostAddresses(network, count).map((address) => address.join('.'));
}

test('the device and the gateway keep theirs', () => {
  expect(given('192.168.1.11', '255.255.255.0', '192.168.1.10', 2)).toEqual(['192.168.1.12', '192.168.1.13']);
});

test('a small subnet is used up, its network and broadcast address are not', () => {
  expect(given('10.0.0.9', '255.255.255.248', '10.0.0.10', 8)).toEqual([
    '10.0.0.11',
    '10.0.0.12',
    '10.0.0.13',
    '10.0.0.14',
  ]);
});

test('high addresses do not turn negative', () => {
  expect(given('223.255.255.1', '255.255.255.0', '0.0.0.0', 1)).toEqual(['223.255.255.10']);
});

test('addresses beyond the tenth wrap to the beginning', () => {
  const all = given('10.0.0.1', '255.255.255.240', '10.0.0.2', 99);
  expect(all).toHaveLength(12);
  expect(new Set(all).size).toBe(12);
  expect(all[0]).toBe('10.0.0.10');
});

test('MAC addresses are locally administered, unicast and different', () => {
  const macs = [1, 2, 255, 256].map(hostMac);
  for (const mac of macs) expect((mac[0] ?? 0) & 0b11).toBe(0b10);
  expect(new Set(macs.map(String)).size).toBe(4);
});

test.each([
  ['192.168.1.20', '255.255.255.0', '192.168.1.255'],
  ['10.20.30.40', '255.255.240.0', '10.20.31.255'],
  ['10.0.0.1', '255.255.255.252', '10.0.0.3'],
  ['10.0.0.1', '255.255.255.254', undefined],
  ['10.0.0.1', '255.255.255.255', undefined],
])('the broadcast address of %s in %s', (ip, subnet, want) => {
  const octets = (text: string) => text.split('.').map(Number);
  const network = { mac: [], ip: octets(ip), subnet: octets(subnet), gateway: [0, 0, 0, 0] };
  expect(broadcastAddress(network)?.join('.')).toBe(want);
});

test('servers keep their addresses too', () => {
  const network = { mac: [], ip: [10, 0, 0, 1], subnet: [255, 255, 255, 248], gateway: [10, 0, 0, 2] };
  const servers = [Uint8Array.of(10, 0, 0, 4), Uint8Array.of(192, 168, 1, 5)];
  const given = hostAddresses(network, 99, servers).map((address) => address.join('.'));
  expect(given).toEqual(['10.0.0.3', '10.0.0.5', '10.0.0.6']);
});
