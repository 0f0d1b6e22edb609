/** The rules of RFC 2131 from the client's side of the wire. */
import { describe, expect, test } from 'vitest';
import { Clock } from '../../simulator/clock.ts';
import { DhcpServer } from '../../simulator/host/dhcp-server.ts';
import { Peer } from '../../simulator/host/peer.ts';
import { BROADCAST_IP, BROADCAST_MAC, macText } from '../../simulator/net/address.ts';
import { type DhcpType, decodeDhcp, dhcpType, dhcpTypeBytes, encodeDhcp } from '../../simulator/net/dhcp.ts';
import { decodeFrame, encodeUdpFrame } from '../../simulator/net/frame.ts';
import { Link } from '../../simulator/net/link.ts';
import { hex } from '../hex.ts';

const S = 1_000_000_000;
const ip = (last: number): Uint8Array => Uint8Array.of(192, 168, 1, last);
const NO_IP = Uint8Array.of(0, 0, 0, 0);
const SERVER = ip(9);
const LEASE_S = 100;
const MAC = hex('0008dc010203');
const OTHER_MAC = hex('0008dc0a0b0c');
const REQUESTED = 50;
const SERVER_ID = 54;

interface Question {
  readonly mac?: Uint8Array;
  readonly clientIp?: Uint8Array;
  readonly to?: Uint8Array;
  readonly broadcast?: boolean;
  readonly relayIp?: Uint8Array;
  readonly options?: readonly (readonly [number, Uint8Array])[];
}

/** A server with two addresses, and the wire to it. */
function lan(pool: readonly Uint8Array[] = [ip(20), ip(21)]) {
  const clock = new Clock();
  const link = new Link({ clock, report: () => {}, latencyNs: 1 });
  const port = link.attach('client');
  const mac = hex('020000000009');
  const peer = new Peer({ name: 'dhcp', clock, port: link.attach('dhcp'), report: () => {}, mac, ip: SERVER });
  const terms = { leaseS: LEASE_S, subnetMask: Uint8Array.of(255, 255, 255, 0), router: ip(1) };
  new DhcpServer(peer, { clock, pool, ...terms });
  const heard: Uint8Array[] = [];
  port.onFrame = (bytes) => void heard.push(bytes);
  const ask = (type: DhcpType, question: Question = {}) => {
    const { mac: clientMac = MAC, clientIp = NO_IP, to = BROADCAST_IP, broadcast = true, options = [] } = question;
    const payload = encodeDhcp({
      ...{ operation: 'request', transaction: 0x1234, wantsBroadcast: broadcast },
      ...{ clientIp, yourIp: NO_IP, relayIp: question.relayIp ?? NO_IP, clientMac },
      options: new Map([[53, dhcpTypeBytes(type)], ...options]),
    });
    const isForAll = to === BROADCAST_IP;
    const ends = { sourceMac: clientMac, destinationMac: isForAll ? BROADCAST_MAC : mac };
    const envelope = { ...ends, sourceIp: clientIp, destinationIp: to, ttl: 64, identification: 0 };
    heard.length = 0;
    port.send(encodeUdpFrame(envelope, { sourcePort: 68, destinationPort: 67, payload }));
    clock.advanceTo(clock.nowNs + 10);
    return heard.map(replyOf);
  };
  return { clock, peer, ask, wait: (seconds: number) => clock.advanceTo(clock.nowNs + seconds * S) };
}

function replyOf(bytes: Uint8Array) {
  const frame = decodeFrame(bytes);
  const message = frame?.kind === 'udp' ? decodeDhcp(frame.udp.payload) : null;
  if (frame?.kind !== 'udp' || message === null) throw new Error('not a message of DHCP');
  const { transaction, clientMac } = message;
  expect([transaction, message.operation, frame.udp.sourcePort, frame.udp.destinationPort]).toEqual([
    ...[0x1234, 'reply', 67, 68],
  ]);
  expect(message.options.get(SERVER_ID)).toEqual(SERVER);
  return {
    is: `${dhcpType(message)} ${message.yourIp.join('.')}`,
    to: `${frame.ip.destination.join('.')} ${macText(frame.ethernet.destination)}`,
    options: message.options,
    clientMac,
  };
}

const texts = (replies: readonly { readonly is: string }[]): readonly string[] => replies.map(({ is }) => is);
const select = (address: Uint8Array, server = SERVER): Question => ({
  options: [
    [REQUESTED, address],
    [SERVER_ID, server],
  ],
});
const reboot = (address: Uint8Array): Question => ({ options: [[REQUESTED, address]] });

describe('a new client', () => {
  test('DISCOVER, OFFER, REQUEST, ACK, with the terms of the lease (RFC 2132)', () => {
    const { ask } = lan();
    const [offer] = ask('DISCOVER');
    expect(offer).toMatchObject({ is: 'OFFER 192.168.1.20', to: '255.255.255.255 ff:ff:ff:ff:ff:ff', clientMac: MAC });
    const [ack] = ask('REQUEST', select(ip(20)));
    expect(ack?.is).toBe('ACK 192.168.1.20');
    const options = [...(ack?.options ?? [])].sort(([a], [b]) => a - b);
    expect(options).toEqual([
      [1, hex('ffffff00')],
      [3, ip(1)],
      [51, hex('00000064')],
      [53, hex('05')],
      [54, SERVER],
      [58, hex('00000032')],
      [59, hex('00000057')],
    ]);
  });

  test('without the flag BROADCAST the answer goes to the MAC address of the client', () => {
    const { ask } = lan();
    expect(ask('DISCOVER', { broadcast: false })[0]?.to).toBe(`192.168.1.20 ${macText(MAC)}`);
  });

  test('gets the address that it wants if it is free', () => {
    const { ask } = lan();
    expect(texts(ask('DISCOVER', reboot(ip(21))))).toEqual(['OFFER 192.168.1.21']);
    expect(texts(ask('DISCOVER', { ...reboot(ip(21)), mac: OTHER_MAC }))).toEqual(['OFFER 192.168.1.20']);
  });

  test('gets the same offer again, and another client another, until none is left', () => {
    const { ask } = lan();
    expect(texts(ask('DISCOVER'))).toEqual(['OFFER 192.168.1.20']);
    expect(texts(ask('DISCOVER'))).toEqual(['OFFER 192.168.1.20']);
    expect(texts(ask('DISCOVER', { mac: OTHER_MAC }))).toEqual(['OFFER 192.168.1.21']);
    expect(ask('DISCOVER', { mac: hex('0008dc000009') })).toEqual([]);
  });

  test('an offer that nobody takes runs out after a minute', () => {
    const { ask, wait } = lan([ip(20)]);
    ask('DISCOVER');
    wait(59);
    expect(ask('DISCOVER', { mac: OTHER_MAC })).toEqual([]);
    wait(1);
    expect(texts(ask('DISCOVER', { mac: OTHER_MAC }))).toEqual(['OFFER 192.168.1.20']);
    expect(texts(ask('REQUEST', select(ip(20))))).toEqual(['NAK 0.0.0.0']);
  });

  test('is known by its client identifier, whatever its MAC address is', () => {
    const { ask } = lan();
    const id = [[61, hex('0a0b0c')]] as const;
    expect(texts(ask('DISCOVER', { options: id }))).toEqual(['OFFER 192.168.1.20']);
    expect(texts(ask('DISCOVER', { options: id, mac: OTHER_MAC }))).toEqual(['OFFER 192.168.1.20']);
  });
});

describe('REQUEST', () => {
  test('for what was not offered: NAK, to all', () => {
    const { ask } = lan();
    ask('DISCOVER');
    expect(ask('REQUEST', { ...select(ip(21)), broadcast: false })[0]).toMatchObject({
      is: 'NAK 0.0.0.0',
      to: '255.255.255.255 ff:ff:ff:ff:ff:ff',
    });
  });

  test('for another server gets no answer', () => {
    const { ask } = lan();
    ask('DISCOVER');
    expect(ask('REQUEST', select(ip(20), ip(8)))).toEqual([]);
  });

  test('after a reboot: ACK of the own address, NAK of a wrong one, silence to a client that is not known', () => {
    const { ask } = lan();
    ask('DISCOVER');
    ask('REQUEST', select(ip(20)));
    expect(texts(ask('REQUEST', reboot(ip(20))))).toEqual(['ACK 192.168.1.20']);
    expect(texts(ask('REQUEST', reboot(Uint8Array.of(10, 0, 0, 5))))).toEqual(['NAK 0.0.0.0']);
    expect(texts(ask('REQUEST', { ...reboot(ip(20)), mac: OTHER_MAC }))).toEqual(['NAK 0.0.0.0']);
    expect(ask('REQUEST', { ...reboot(ip(21)), mac: OTHER_MAC })).toEqual([]);
  });

  test.each([
    ['renews by unicast', SERVER],
    ['rebinds by broadcast', BROADCAST_IP],
  ])('%s: ACK to its address, and the lease begins anew', (_name, to) => {
    const { ask, wait } = lan([ip(20)]);
    ask('DISCOVER');
    ask('REQUEST', select(ip(20)));
    wait(LEASE_S - 1);
    const renewal = { clientIp: ip(20), to, broadcast: false };
    expect(ask('REQUEST', renewal)[0]).toMatchObject({ is: 'ACK 192.168.1.20', to: `192.168.1.20 ${macText(MAC)}` });
    wait(LEASE_S - 1);
    expect(ask('DISCOVER', { mac: OTHER_MAC })).toEqual([]);
    wait(1);
    expect(texts(ask('DISCOVER', { mac: OTHER_MAC }))).toEqual(['OFFER 192.168.1.20']);
    expect(texts(ask('REQUEST', renewal))).toEqual(['NAK 0.0.0.0']);
  });

  test('a lease outlives a reboot of the server', () => {
    const { ask, peer } = lan();
    ask('DISCOVER');
    ask('REQUEST', select(ip(20)));
    peer.powerOff();
    expect(ask('REQUEST', { clientIp: ip(20), to: SERVER })).toEqual([]);
    peer.boot();
    expect(texts(ask('DISCOVER', { mac: OTHER_MAC }))).toEqual(['OFFER 192.168.1.21']);
    expect(texts(ask('REQUEST', { clientIp: ip(20), to: SERVER }))).toEqual(['ACK 192.168.1.20']);
  });
});

describe('other messages', () => {
  const leased = () => {
    const server = lan([ip(20)]);
    server.ask('DISCOVER');
    server.ask('REQUEST', select(ip(20)));
    return server;
  };

  test('RELEASE gives the address to others; only its client can release it', () => {
    const { ask } = leased();
    ask('RELEASE', { clientIp: ip(20), to: SERVER, mac: OTHER_MAC });
    expect(ask('DISCOVER', { mac: OTHER_MAC })).toEqual([]);
    expect(ask('RELEASE', { clientIp: ip(20), to: SERVER })).toEqual([]);
    expect(texts(ask('DISCOVER', { mac: OTHER_MAC }))).toEqual(['OFFER 192.168.1.20']);
  });

  test('DECLINE: somebody else uses the address, and nobody gets it', () => {
    const { ask, wait } = leased();
    expect(ask('DECLINE', select(ip(20)))).toEqual([]);
    wait(10 * LEASE_S);
    expect(ask('DISCOVER')).toEqual([]);
    expect(texts(ask('REQUEST', { clientIp: ip(20) }))).toEqual(['NAK 0.0.0.0']);
  });

  test('INFORM gets the network’s options and no lease', () => {
    const { ask } = leased();
    const [ack] = ask('INFORM', { clientIp: ip(77), mac: OTHER_MAC });
    expect(ack).toMatchObject({ is: 'ACK 0.0.0.0', to: `192.168.1.77 ${macText(OTHER_MAC)}` });
    expect([...(ack?.options.keys() ?? [])].sort((a, b) => a - b)).toEqual([1, 3, 53, 54]);
  });

  test.each(['OFFER', 'ACK', 'NAK'] as const)('%s of a client is ignored', (type) => {
    expect(leased().ask(type, select(ip(20)))).toEqual([]);
  });

  test('what a relay agent passes on is ignored', () => {
    expect(lan().ask('DISCOVER', { relayIp: ip(2) })).toEqual([]);
  });
});
