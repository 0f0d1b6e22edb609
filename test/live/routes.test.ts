import { describe, expect, test } from 'vitest';
import { checkNetworkIsFree } from '../../live/network/host-address.ts';
import { offerOf, overlappingRoute, parseRoutes, type Route, routeText } from '../../live/network/routes.ts';
import { ifreqOf, isSocatOf, parseTapDevice } from '../../live/network/tap-device.ts';

const HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT   \n';
const row = (name: string, address: string, mask: string) =>
  `${name}\t${address}\t0101A8C0\t0003\t0\t0\t0\t${mask}\t0\t0\t0      \n`;
/** As a little-endian machine prints it: default, 192.0.2.0/24, 10.8.0.0/16 and the halves that a VPN sets. */
const TABLE =
  HEAD +
  row('eth0', '00000000', '00000000') +
  row('eth0', '000200C0', '00FFFFFF') +
  row('wg0', '0000080A', '0000FFFF') +
  row('tun0', '00000000', '00000080') +
  row('tun0', '00000080', '00000080');

const network = (ip: readonly number[], subnet = [255, 255, 255, 0]) => ({
  mac: [],
  ip,
  subnet,
  gateway: [0, 0, 0, 0],
});
const overlapping = (ip: readonly number[], subnet?: number[]) => {
  const route = overlappingRoute(network(ip, subnet), parseRoutes(TABLE, 'LE'));
  return route === null ? null : `${routeText(route)} ${route.interface}`;
};

test('the table of the kernel is read in either byte order', () => {
  expect(parseRoutes(TABLE, 'LE').map(routeText)).toEqual([
    '0.0.0.0/0',
    '192.0.2.0/24',
    '10.8.0.0/16',
    '0.0.0.0/1',
    '128.0.0.0/1',
  ]);
  expect(parseRoutes(HEAD + row('eth0', 'C0000200', 'FFFFFF00'), 'BE').map(routeText)).toEqual(['192.0.2.0/24']);
});

test.each([
  ['inside a route', [10, 8, 3, 20], undefined, '10.8.0.0/16 wg0'],
  ['the last of a route', [10, 8, 255, 20], undefined, '10.8.0.0/16 wg0'],
  ['beside a route', [10, 9, 0, 20], undefined, null],
  ['around a route', [192, 0, 77, 20], [255, 255, 0, 0], '192.0.2.0/24 eth0'],
  ['under default routes only', [192, 168, 1, 20], undefined, null],
])('a network %s', (_name, ip, subnet, expected) => {
  expect(overlapping(ip, subnet)).toBe(expected);
});

describe('a network for the device', () => {
  // TEST-NET-2 and TEST-NET-3 (RFC 5737), beside a default route.
  const routes = parseRoutes(
    HEAD +
      row('eth0', '00000000', '00000000') +
      row('wg0', '006433C6', '00FFFFFF') +
      row('kw0', '007100CB', '00FFFFFF'),
    'LE',
  );
  const check = (ip: readonly number[]) => () => checkNetworkIsFree(network(ip), 'kw0', routes);

  test('that a route overlaps is refused, and another one offered', () => {
    expect(check([198, 51, 100, 20])).toThrow(
      "the route 198.51.100.0/24 by wg0 overlaps the network of the device's 198.51.100.20; a free network for the " +
        'spec is "network": { "ip": "192.168.213.20", "subnet": "255.255.255.0", "gateway": "192.168.213.1" }, or run ' +
        'keepwire in a network namespace (ip netns)',
    );
  });

  test.each([
    ['beside it', [198, 51, 101, 20]],
    ['of its own interface, which was prepared', [203, 0, 113, 20]],
  ])('%s is free', (_name, ip) => expect(check(ip)).not.toThrow());
});

test('a network is offered that no route has', () => {
  expect(offerOf([])).toBe(
    'a free network for the spec is ' +
      '"network": { "ip": "192.168.213.20", "subnet": "255.255.255.0", "gateway": "192.168.213.1" }',
  );
  const taken: Route = { interface: 'a', address: 0xc0a8_0000, mask: 0xffff_0000 };
  expect(offerOf([taken])).toContain('"ip": "172.23.197.20"');
  const all = [0x0a00_0000, 0xa000_0000, 0xc000_0000].map((address) => ({ ...taken, address, mask: 0xe000_0000 }));
  expect(offerOf(all)).toBe('give the spec a network that has no route');
});

test('a TAP device says whether it was prepared, and for whom', () => {
  // `ip tuntap add dev kwp mode tap user 1000`; a device that a process made; a TUN device
  expect(parseTapDevice('0x1802\n', '1000\n')).toEqual({ isPersistent: true, owner: 1000 });
  expect(parseTapDevice('0x1002\n', '-1\n')).toEqual({ isPersistent: false, owner: null });
  expect(parseTapDevice('0x1801\n', '-1\n')).toBeNull();
});

test('the process that a killed run has left is known by its command line', () => {
  const line =
    'socat\0TUN:192.168.1.1/24,tun-type=tap,tun-name=kw0,iff-no-pi,iff-up\0UDP4:127.0.0.1:1,bind=127.0.0.1:2\0';
  expect(isSocatOf(line, 'kw0')).toBe(true);
  expect(isSocatOf(line, 'kw')).toBe(false);
  expect(isSocatOf(line.replace('socat', 'cat'), 'kw0')).toBe(false);
  expect(isSocatOf(`socat\0OPEN:/dev/net/tun,ioctl-bin=0x400454ca:x${ifreqOf('kw0')}\0UDP4:a\0`, 'kw0')).toBe(true);
});

test('a TAP device is attached to by its name, without a header before each frame', () => {
  // struct ifreq: 16 bytes of name, IFF_TAP | IFF_NO_PI in the byte order of the machine, 40 bytes in all
  const name = '6b77300000000000' + '0000000000000000';
  expect(ifreqOf('kw0', 'LE')).toBe(`${name}0210`.padEnd(80, '0'));
  expect(ifreqOf('kw0', 'BE')).toBe(`${name}1002`.padEnd(80, '0'));
});
