import { expect, test } from 'vitest';
import {
  ipv4Bytes,
  ipv4OfBytes,
  ipv4OfText,
  ipv4Text,
  isSameNetwork,
  maskOf,
  networkOf,
  prefixLengthOf,
} from '../../values/ipv4.ts';

test.each<[text: string, address: number, bytes: readonly number[]]>([
  ['0.0.0.0', 0, [0, 0, 0, 0]],
  ['10.0.2.15', 0x0a00_020f, [10, 0, 2, 15]],
  ['192.168.1.20', 3_232_235_796, [192, 168, 1, 20]],
  ['255.255.255.255', 4_294_967_295, [255, 255, 255, 255]],
])('%s is %i', (text, address, bytes) => {
  expect(ipv4OfText(text)).toBe(address);
  expect(ipv4OfBytes(Uint8Array.from(bytes))).toBe(address);
  expect(ipv4Bytes(address)).toEqual(bytes);
  expect(ipv4Text(address)).toBe(text);
});

test.each<[mask: string, length: number]>([
  ['0.0.0.0', 0],
  ['128.0.0.0', 1],
  ['255.255.255.0', 24],
  ['255.255.255.252', 30],
  ['255.255.255.255', 32],
])('the mask %s has %i ones', (mask, length) => {
  expect(prefixLengthOf(ipv4OfText(mask))).toBe(length);
  expect(ipv4Text(maskOf(length))).toBe(mask);
});

test('of a mask with a gap, the ones before it count', () => {
  expect(prefixLengthOf(ipv4OfText('255.0.255.0'))).toBe(8);
});

test('a network reaches from its own address to its broadcast address', () => {
  expect(networkOf(ipv4OfText('223.255.255.77'), ipv4OfText('255.255.255.192'))).toEqual({
    first: ipv4OfText('223.255.255.64'),
    last: ipv4OfText('223.255.255.127'),
  });
});

test.each<[other: string, is: boolean]>([
  ['10.0.0.7', true],
  ['10.0.0.8', false],
  ['10.0.1.1', false],
  ['138.0.0.1', false],
])('%s and 10.0.0.1 are in one network of eight addresses: %s', (other, is) => {
  expect(isSameNetwork(ipv4OfText(other), ipv4OfText('10.0.0.1'), ipv4OfText('255.255.255.248'))).toBe(is);
});
