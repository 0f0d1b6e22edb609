import { type Changes, testRules } from './rule-table.ts';

const net = (network: Changes): Changes => ({ network });
const sockets = (...entries: Changes[]): Changes => ({ sockets: entries });
const watched = (...entries: Changes[]): Changes => ({
  ...{ sockets: entries, mcu: { platform: 'iolibrary' } },
  timer: { source: 'millis', prescaler: undefined },
});

/** Limits typed from RFC 791, 950, 1112 and 6890 and from both WIZnet datasheets. */
testRules({
  'network/mac-unicast': {
    good: [net({ mac: '00:00:00:00:00:01' }), net({ mac: 'FE:ff:ff:ff:ff:ff' }), net({ mac: '02:00:00:00:00:00' })],
    bad: [
      [net({ mac: '00:00:00:00:00:00' }), '/network/mac', 'no device'],
      [net({ mac: '01:00:5E:00:00:01' }), '/network/mac', 'multicast', '02:00:5E:00:00:01'],
      [net({ mac: 'ff:ff:ff:ff:ff:ff' }), '/network/mac', 'multicast', 'FE:ff:ff:ff:ff:ff'],
    ],
  },
  'network/ip-host': {
    good: ['1.0.0.1', '126.255.255.253', '128.0.0.1', '223.255.255.253', '169.254.1.1'].map((ip) =>
      net({ ip, gateway: '0.0.0.0' }),
    ),
    bad: [
      [net({ ip: '0.0.0.1', gateway: '0.0.0.0' }), '/network/ip', 'this network'],
      [net({ ip: '127.0.0.1', gateway: '0.0.0.0' }), '/network/ip', 'loopback'],
      [net({ ip: '224.0.0.1', gateway: '0.0.0.0' }), '/network/ip', 'multicast'],
      [net({ ip: '239.255.255.254', gateway: '0.0.0.0' }), '/network/ip', 'multicast'],
      [net({ ip: '240.0.0.1', gateway: '0.0.0.0' }), '/network/ip', 'reserved'],
      [net({ ip: '255.255.255.255', gateway: '0.0.0.0' }), '/network/ip', 'broadcast'],
    ],
  },
  'network/ip-in-subnet': {
    good: [
      net({ ip: '192.168.1.2' }),
      net({ ip: '192.168.1.254' }),
      net({ ip: '10.1.1.255', subnet: '255.255.0.0', gateway: '0.0.0.0' }),
    ],
    bad: [
      [net({ ip: '192.168.1.0' }), '/network/ip', "network's own", '192.168.1.1 to 192.168.1.254'],
      [net({ ip: '192.168.1.255' }), '/network/ip', 'broadcast'],
      [net({ ip: '10.0.0.3', subnet: '255.255.255.252', gateway: '0.0.0.0' }), '/network/ip', '10.0.0.1 to 10.0.0.2'],
    ],
  },
  'network/subnet-mask': {
    good: [net({ subnet: '128.0.0.0' }), net({ ip: '192.168.1.2', subnet: '255.255.255.252' })],
    bad: [
      [net({ subnet: '0.0.0.0' }), '/network/subnet', 'Nearest: 128.0.0.0'],
      [net({ subnet: '255.255.255.254' }), '/network/subnet', 'Nearest: 255.255.255.252'],
      [net({ subnet: '255.255.255.255' }), '/network/subnet', 'Nearest: 255.255.255.252'],
      [net({ subnet: '255.0.255.0' }), '/network/subnet', 'Nearest: 255.0.0.0'],
    ],
  },
  'network/gateway': {
    good: [net({ gateway: '0.0.0.0' }), net({ gateway: '192.168.1.254' }), net({ ip: '192.168.1.2' })],
    bad: [
      [net({ gateway: '192.168.2.1' }), '/network/gateway', '192.168.1.1 to 192.168.1.254'],
      [net({ gateway: '192.168.0.255' }), '/network/gateway', '0.0.0.0 for no gateway'],
      [net({ gateway: '192.168.1.0' }), '/network/gateway', 'Found 192.168.1.0'],
      [net({ gateway: '192.168.1.255' }), '/network/gateway', 'Found 192.168.1.255'],
      [net({ gateway: '192.168.1.20' }), '/network/gateway', "device's own"],
      [net({ ip: '10.0.0.5' }), '/network/gateway', 'No gateway is given', '192.168.1.1'],
    ],
  },
  'retransmission/registers': {
    good: [0.1, 200, 200.1, 6553.5].map((timeoutMs) => ({ retransmission: { timeoutMs } })),
    bad: [[{ retransmission: { timeoutMs: 200.05 } }, '/retransmission/timeoutMs', '0.1 ms']],
  },
  'sockets/total': {
    good: [sockets({ count: 8 }), sockets({ port: 1, count: 7 }, { port: 2 })],
    bad: [[sockets({ port: 1, count: 7 }, { port: 2, count: 2 }), '/sockets', 'Found 9 sockets (7 + 2)', 'Allowed: 8']],
  },
  'sockets/number': {
    good: [
      watched({ count: 8 }),
      watched({ number: 2 }),
      watched({ number: 7 }),
      watched({ number: 1, count: 2 }, { port: 1, number: 4 }, { port: 2, count: 3 }),
      watched({ port: 7, number: 1 }, { port: 7, number: 5 }),
    ],
    bad: [
      [sockets({ number: 0 }), '/sockets/0/number', 'Found 0', 'platform registers', 'Remove the key'],
      [watched({ port: 1, number: 3 }, { port: 2, number: 3 }), '/sockets/1/number', 'Found 3', 'up to 3', '4 or more'],
      [watched({ port: 1, number: 3, count: 2 }, { port: 2, number: 4 }), '/sockets/1/number', 'up to 4', '5 or more'],
      [watched({ port: 1, number: 3 }, { port: 2, number: 1 }), '/sockets/1/number', 'Found 1', '4 or more'],
      [watched({ number: 7, count: 2 }), '/sockets/0/number', 'sockets 7 to 8', 'the sockets 0 to 7', '6 or less'],
      [watched({ port: 1, number: 7 }, { port: 2 }), '/sockets/1', 'takes socket 8', 'W5500', 'lower numbers'],
    ],
  },
  'sockets/rxKiB-size': {
    good: [sockets({ rxKiB: 16 }), { chip: 'W5200', ...sockets({ rxKiB: 8 }) }],
    bad: [[{ chip: 'W5200', ...sockets({ rxKiB: 16 }) }, '/sockets/0/rxKiB', 'W5200', '1, 2, 4 or 8']],
  },
  'sockets/txKiB-size': {
    good: [sockets({ txKiB: 16 })],
    bad: [[{ chip: 'W5200', ...sockets({ txKiB: 16 }) }, '/sockets/0/txKiB', 'W5200', '1, 2, 4 or 8']],
  },
  'sockets/rxKiB-total': {
    good: [sockets({ port: 1, rxKiB: 8 }, { port: 2, rxKiB: 8 }), sockets({ count: 8, rxKiB: 2 })],
    bad: [[sockets({ port: 1, rxKiB: 16 }, { port: 2, rxKiB: 1 }), '/sockets', '17 KiB', '1 x 16 + 1 x 1']],
  },
  'sockets/txKiB-total': {
    good: [sockets({ count: 4, txKiB: 4 })],
    bad: [[sockets({ count: 5, txKiB: 4 }), '/sockets', '20 KiB of transmit buffer']],
  },
  'sockets/port-once': {
    good: [sockets({ port: 1 }, { port: 2 })],
    bad: [
      [
        sockets({ port: 7 }, { port: 7 }),
        '/sockets/1/port',
        'Port 7 is already used by /sockets/0.',
        'set "count" in /sockets/0',
      ],
      [sockets({ port: 5000 }, {}), '/sockets/1/port', 'Port 5000 is already used by /sockets/0.'],
    ],
  },
  'name/safe': {
    good: ['a', '0', 'A.b_c-d', 'a'.repeat(63), 'console', 'com10', 'x.con'].map((name) => ({ name })),
    bad: ['con', 'NUL', 'Com1', 'lpt9.txt', 'aux.', 'a.'].map((name) => [{ name }, '/name', 'Found the name'] as const),
  },
});
