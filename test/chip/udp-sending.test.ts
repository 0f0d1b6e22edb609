/** SEND of a socket that is open as UDP. */
import { describe, expect, test } from 'vitest';
import { CHIPS, DEVICE_MAC, MS, PEER_IP, PEER_MAC, type Rig, rig, S } from './rig.ts';
import { aim, answerArp, BROADCAST, FAR_PORT, openUdp, outgoing } from './udp-rig.ts';

const TO_PEER = `udp 192.168.1.10:${FAR_PORT} [1,2,3] to ${PEER_MAC.join(':')}`;
const GATEWAY = Uint8Array.of(192, 168, 1, 1);
const ROUTER_MAC = Uint8Array.of(2, 0, 0, 0, 0, 1);
const SENDOK = 0x10;
const TIMEOUT = 0x08;

const ir = (on: Rig): number => on.driver.socket(0, 'IR');
const state = (on: Rig): number => on.driver.socket(0, 'SR');
const pointers = (on: Rig): readonly number[] =>
  (['TX_RD', 'TX_WR', 'TX_FSR'] as const).map((name) => on.driver.socket(0, name, 2));

describe.each(CHIPS)('%s', (name) => {
  test('OPEN goes to SOCK_UDP and sets the pointers', () => {
    const on = rig(name, { switches: { initialPointers: 0x1234 } });
    openUdp(on);
    expect(state(on)).toBe(0x22);
    expect(pointers(on)).toEqual([0x1234, 0x1234, 2048]);
    expect([on.driver.socket(0, 'RX_RD', 2), on.driver.socket(0, 'RX_WR', 2)]).toEqual([0x1234, 0x1234]);
    expect([on.changes(), on.violations()]).toEqual([['CLOSED>UDP'], []]);
  });

  test('the first SEND asks for the MAC address, keeps it in Sn_DHAR, sends, and raises SENDOK', () => {
    const on = rig(name);
    openUdp(on);
    aim(on, PEER_IP);
    on.driver.send(0, [1, 2, 3]);
    expect(outgoing(on)).toEqual(['arp 192.168.1.10']);
    expect([ir(on), state(on)]).toEqual([0, name === 'W5200' ? 0x01 : 0x22]);
    answerArp(on, PEER_IP, PEER_MAC);
    expect(outgoing(on)).toEqual(['arp 192.168.1.10', TO_PEER]);
    expect([ir(on), state(on)]).toEqual([SENDOK, 0x22]);
    expect(on.driver.socket(0, 'DHAR', 6)).toBe(0x02_00_00_00_00_0a);
    const [read, written, free] = pointers(on);
    expect([read === written, free]).toEqual([true, 2048]);
    expect(on.violations()).toEqual([]);
  });

  test('the frame, byte by byte (RFC 791, RFC 768); the TTL is Sn_TTL', () => {
    const on = rig(name);
    on.driver.setSocket(0, 'TTL', 5);
    openUdp(on);
    aim(on, [255, 255, 255, 255], { port: 67 });
    on.driver.send(0, [0x48, 0x69]);
    // The checksums were worked out by another program.
    const ip = [0x45, 0, 0, 30, 0, 1, 0x40, 0, 5, 17, 0xb4, 0x12, 192, 168, 1, 20, 255, 255, 255, 255];
    const udp = [0x0b, 0xb8, 0, 67, 0, 10, 0xe9, 0xb9, 0x48, 0x69];
    const frame = [...BROADCAST, ...DEVICE_MAC, 8, 0, ...ip, ...udp, ...new Array(16).fill(0)];
    expect([...(on.sent[0]?.bytes ?? [])]).toEqual(frame);
  });

  test('a SEND to the same Sn_DIPR asks no more, one to another does', () => {
    const on = rig(name);
    openUdp(on);
    aim(on, PEER_IP);
    on.driver.send(0, [1, 2, 3]);
    answerArp(on, PEER_IP, PEER_MAC);
    on.driver.send(0, [1, 2, 3]);
    expect(outgoing(on)).toEqual(['arp 192.168.1.10', TO_PEER, TO_PEER]);
    aim(on, [192, 168, 1, 11]);
    on.driver.send(0, [4]);
    expect(outgoing(on).at(-1)).toBe('arp 192.168.1.11');
  });

  test('after a broadcast, and after CLOSE and OPEN, it asks again', () => {
    const on = rig(name);
    openUdp(on);
    for (const between of [() => aim(on, [255, 255, 255, 255]), () => on.driver.command(0, 'CLOSE')]) {
      aim(on, PEER_IP);
      on.driver.send(0, [1]);
      answerArp(on, PEER_IP, PEER_MAC);
      between();
      if (state(on) === 0) openUdp(on);
      else on.driver.send(0, [2]);
    }
    aim(on, PEER_IP);
    on.driver.send(0, [3]);
    expect(outgoing(on).filter((line) => line.startsWith('arp'))).toHaveLength(3);
  });

  test('another subnet is reached by the gateway’s MAC address', () => {
    const on = rig(name);
    openUdp(on);
    aim(on, [10, 0, 0, 1]);
    on.driver.send(0, [7]);
    answerArp(on, GATEWAY, ROUTER_MAC);
    expect(outgoing(on)).toEqual(['arp 192.168.1.1', `udp 10.0.0.1:${FAR_PORT} [7] to ${ROUTER_MAC.join(':')}`]);
  });

  test.each([
    ['255.255.255.255', [255, 255, 255, 255]],
    ['192.168.1.255', [192, 168, 1, 255]],
  ])('to %s without ARP', (text, ip) => {
    const on = rig(name);
    openUdp(on);
    aim(on, ip);
    on.driver.send(0, [7]);
    expect(outgoing(on)).toEqual([`udp ${text}:${FAR_PORT} [7] to ${BROADCAST.join(':')}`]);
    expect(ir(on)).toBe(SENDOK);
  });

  // RTR 1000 is 100 ms, RCR 2 makes three requests: ARP_TO = RTR × (RCR + 1).
  test('without an answer: RCR + 1 requests RTR apart, TIMEOUT, the socket stays open, the data is lost', () => {
    const on = rig(name);
    on.driver.setCommon('RTR', 1000 >> 8, 1000 & 0xff);
    on.driver.setCommon('RCR', 2);
    openUdp(on);
    aim(on, PEER_IP);
    on.driver.send(0, [1, 2, 3]);
    const firstNs = on.sent[0]?.atNs ?? 0;
    on.waitUntil(firstNs + 300 * MS - 1);
    expect(on.sent.map(({ atNs }) => atNs - firstNs)).toEqual([0, 100 * MS, 200 * MS]);
    on.waitUntil(firstNs + 300 * MS);
    expect([ir(on), state(on)]).toEqual([TIMEOUT, 0x22]);
    const [read, written, free] = pointers(on);
    expect([read === written, free]).toEqual([true, 2048]);
    on.driver.send(0, [9]);
    answerArp(on, PEER_IP, PEER_MAC);
    expect(outgoing(on).slice(3)).toEqual([
      'arp 192.168.1.10',
      `udp 192.168.1.10:${FAR_PORT} [9] to ${PEER_MAC.join(':')}`,
    ]);
    expect(on.violations()).toEqual([]);
  });

  test.each([
    ['Sn_MSSR 0: 1472 bytes', 0, [1472, 128]],
    ['Sn_MSSR 500', 500, [500, 500, 500, 100]],
    ['Sn_MSSR beyond 1472', 1500, [1472, 128]],
  ])('more than the MTU is divided into datagrams: %s', (_case, mss, sizes) => {
    const on = rig(name);
    on.driver.setSocket(0, 'MSSR', mss >> 8, mss & 0xff);
    openUdp(on);
    aim(on, [255, 255, 255, 255]);
    const data = Array.from({ length: 1600 }, (_, index) => index % 251);
    on.driver.send(0, data);
    const payloads = on.sent.flatMap(({ frame }) => (frame.kind === 'udp' ? [[...frame.udp.payload]] : []));
    expect(payloads.map(({ length }) => length)).toEqual(sizes);
    expect(payloads.flat()).toEqual(data);
    expect(ir(on)).toBe(SENDOK);
  });

  test('SEND_MAC sends to Sn_DHAR without ARP', () => {
    const on = rig(name);
    openUdp(on);
    aim(on, PEER_IP);
    on.driver.setSocket(0, 'DHAR', ...ROUTER_MAC);
    on.driver.fill(0, [1, 2, 3]);
    on.driver.command(0, 'SEND_MAC');
    expect(outgoing(on)).toEqual([`udp 192.168.1.10:${FAR_PORT} [1,2,3] to ${ROUTER_MAC.join(':')}`]);
    expect(ir(on)).toBe(SENDOK);
  });

  test('CLOSE while ARP is in progress sends nothing more', () => {
    const on = rig(name);
    openUdp(on);
    aim(on, PEER_IP);
    on.driver.send(0, [1]);
    on.driver.command(0, 'CLOSE');
    answerArp(on, PEER_IP, PEER_MAC);
    on.wait(10 * S);
    expect([outgoing(on), state(on), ir(on)]).toEqual([['arp 192.168.1.10'], 0, 0]);
  });

  test('a SEND before SENDOK of the last one is a violation and sends nothing', () => {
    const on = rig(name);
    openUdp(on);
    aim(on, PEER_IP);
    on.driver.send(0, [1]);
    state(on);
    on.driver.send(0, [2]);
    answerArp(on, PEER_IP, PEER_MAC);
    expect(on.violations()).toEqual([name === 'W5200' ? 'command/state' : 'command/overlap']);
    expect(outgoing(on)).toEqual(['arp 192.168.1.10', `udp 192.168.1.10:${FAR_PORT} [1] to ${PEER_MAC.join(':')}`]);
  });

  test.each([
    ['sendok', SENDOK],
    ['nothing', 0],
  ] as const)('switch emptySend %s: SEND without data sends nothing', (emptySend, raised) => {
    const on = rig(name, { switches: { emptySend } });
    openUdp(on);
    aim(on, PEER_IP);
    on.driver.command(0, 'SEND');
    expect([outgoing(on), ir(on)]).toEqual([[], raised]);
  });

  test('SEND of more than Sn_TX_FSR is a violation', () => {
    const on = rig(name);
    openUdp(on);
    aim(on, [255, 255, 255, 255]);
    on.driver.send(0, new Array(2049).fill(1));
    expect(on.violations()).toContain('buffer/tx-overflow');
  });

  test('multicast ends the run', () => {
    const on = rig(name);
    openUdp(on, { mode: 0x82 });
    expect(state(on)).toBe(0);
    expect(on.events).toContainEqual({
      ...{ kind: 'violation', rule: 'not-modelled' },
      text: `${name}: S0: not modelled: UDP multicast (Sn_MR 0x82)`,
    });
  });

  // A DHCP client probes the address that it got before it takes it (WIZnet's dhcp.c).
  test('without an address of its own: whom it asks', () => {
    const on = rig(name);
    on.driver.setCommon('SIPR', 0, 0, 0, 0);
    on.driver.setCommon('GAR', 0, 0, 0, 0);
    openUdp(on);
    aim(on, PEER_IP);
    on.driver.send(0, [1]);
    expect(outgoing(on)).toEqual([name === 'W5500' ? 'arp 192.168.1.10' : 'arp 0.0.0.0']);
    if (name === 'W5500') return;
    on.driver.command(0, 'CLOSE');
    on.driver.setCommon('SUBR', 0, 0, 0, 0);
    openUdp(on);
    on.driver.send(0, [1]);
    expect(outgoing(on).at(-1)).toBe('arp 192.168.1.10');
  });

  test('without an address of its own it hears who has the one that it asks for', () => {
    const on = rig(name);
    on.driver.setCommon('SIPR', 0, 0, 0, 0);
    on.driver.setCommon('SUBR', 0, 0, 0, 0);
    openUdp(on);
    aim(on, PEER_IP);
    on.driver.send(0, [1]);
    answerArp(on, PEER_IP, PEER_MAC);
    expect(ir(on)).toBe(SENDOK);
  });
});
