/**
 * Legal slow peers: no state's limit cuts them off. What a peer sends needs most of a TCP timeout to arrive, which the
 * chip itself allows; with each method on, in each state that waits for the peer.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { NS_PER_MS } from '../../simulator/clock.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import { type Built, CHIPS } from '../whole/firmware.ts';
import { mustPass } from '../whole/play.ts';
import { pattern, pause, type Rig } from '../whole/rig.ts';
import { CHIPS_ABOVE, isWhole } from '../whole/share.ts';
import { checked, METHODS } from './methods.ts';
import { commands, endsOf, firmware, longest, NO_PROBES, play, statesOf } from './rig.ts';

/** Latency, polls, and the tick that the chip counts by. */
const SHORT_MS = 30;
const SERVER = { ip: '192.168.1.101', port: 7000 };

/** Every method on a chip in turn; all on both in the sweeps. */
const PAIRS = Object.entries(METHODS).flatMap(([name, { spec, chips = CHIPS }], index) =>
  chips.filter((_, column) => isWhole || index % chips.length === column).map((chip) => [name, chip, spec] as const),
);

test.each(PAIRS)('%s, %s: a handshake, data, silence and data again, all of them slow', async (_name, chip, spec) => {
  const built = await firmware(chip, spec);
  const { retransmission, sockets } = built.plan;
  // A client asks for the server's MAC address first, and the chip gives that less time.
  const chipMs = sockets[0]?.role === 'client' ? retransmission.arpTimeoutMs : retransmission.tcpTimeoutMs;
  const limitMs = Math.min(chipMs, sockets[0]?.limits.sendMs ?? chipMs);
  const slow = { do: 'impair', direction: 'to-device', delayMs: limitMs - SHORT_MS };
  const echo = [
    { do: 'send', peer: 'client', text: 'chatter' },
    { do: 'expect-echo', peer: 'client', limit: { s: 60 } },
  ];
  const steps = [
    slow,
    { do: 'connect', peer: 'client', limit: { s: 60 } },
    ...echo,
    { do: 'wait', for: { s: 15 } },
    ...echo,
  ];
  mustPass(built, checked({ steps, expect: { alive: ['client'] } }));
});

describe.each(CHIPS_ABOVE)('%s', (chip) => {
  let server: Built;
  beforeAll(async () => {
    server = await firmware(chip, NO_PROBES);
  });

  function delay(rig: Rig, ms: number): void {
    rig.link.impair({ delayNs: ms * NS_PER_MS }, ['to-device']);
  }

  test('SYNRECV: the last ACK of the handshake comes just before the chip gives up', () => {
    const slowMs = server.plan.retransmission.tcpTimeoutMs - SHORT_MS;
    const rig = play(server, function* (rig) {
      delay(rig, slowMs);
      yield* rig.echoed(yield* connectedSlowly(rig), pattern(10), 60_000);
    });
    expect(longest(rig, 'SYNRECV')).toBeGreaterThanOrEqual(slowMs);
    expect(endsOf(rig)).toEqual([]);
    expect(commands(rig, 'CLOSE')).toBe(0);
  });

  test('LAST_ACK: the ACK of the FIN comes just before the chip gives up', () => {
    const slowMs = server.plan.retransmission.tcpTimeoutMs - SHORT_MS;
    const rig = play(server, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      yield* rig.echoed(connection, pattern(10), 1000);
      connection.close();
      yield* rig.until('the FIN of the device', () => statesOf(rig).at(-1)?.state === 'LAST_ACK', 1000);
      delay(rig, slowMs);
      yield* rig.until('LISTEN', () => statesOf(rig).at(-1)?.state === 'LISTEN', 10_000);
    });
    expect(longest(rig, 'LAST_ACK')).toBeGreaterThanOrEqual(slowMs - 1);
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['peer-closed']);
    expect(commands(rig, 'CLOSE')).toBe(0);
  });

  test.each([
    ['just before KW_CLOSE_MS: both FINs count', -SHORT_MS, true],
    ['just after it: too late, and the socket is closed', SHORT_MS, false],
  ])('FIN_WAIT: the peer closes %s', async (_name, moreMs, isOrderly) => {
    const built = await firmware(chip, { ...NO_PROBES, idle: { closeAfterS: 2 } });
    const rig = play(built, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      yield* rig.echoed(connection, pattern(10), 1000);
      yield* rig.until('the end', () => endsOf(rig).length > 0, 10_000);
      yield pause(built.plan.limits.closeMs + moreMs);
      connection.close();
      yield* rig.until('LISTEN', () => statesOf(rig).at(-1)?.state === 'LISTEN', 5000);
      yield* rig.echoed(yield* rig.connected(rig.peer(), 1000), pattern(10), 1000);
    });
    expect(statesOf(rig).some(({ state }) => state === 'TIME_WAIT')).toBe(isOrderly);
  });

  test('SYNSENT: the SYN,ACK of the server comes just before the chip gives up', async () => {
    const client = { role: 'client', server: SERVER, reconnect: { firstMs: 100, maxMs: 200 } };
    const built = await firmware(chip, { ...NO_PROBES, sockets: [client] });
    const slowMs = built.plan.retransmission.tcpTimeoutMs - SHORT_MS;
    const accepted: Connection[] = [];
    const rig = play(built, function* (rig) {
      rig.peer().listen(SERVER.port, (connection) => accepted.push(connection));
      yield* rig.until(
        'the SYN',
        () => rig.events.some((it) => it.kind === 'frame' && it.summary.includes('[SYN]')),
        5000,
      );
      delay(rig, slowMs);
      yield* rig.until('a connection', () => statesOf(rig).at(-1)?.state === 'ESTABLISHED', 10_000);
    });
    expect(statesOf(rig).filter(({ state }) => state === 'SYNSENT')).toHaveLength(1);
    expect(longest(rig, 'SYNSENT')).toBeGreaterThanOrEqual(slowMs - 1);
    expect(commands(rig, 'CLOSE')).toBe(0);
  });

  /** The peer waits for its connection as long as it takes. */
  function* connectedSlowly(rig: Rig): Task<Connection> {
    const connection = rig.dial(rig.peer(), 30_000);
    yield* rig.until('a connection', () => connection.state === 'ESTABLISHED', 60_000);
    return connection;
  }
});
