/** Probes in all their kinds, primers, and what becomes of data that nobody acknowledges. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Built } from '../whole/firmware.ts';
import { pattern, pause, type Rig } from '../whole/rig.ts';
import { CHIPS_ABOVE } from '../whole/share.ts';
import { endsOf, firmware, isOver, listen, NO_PROBES, play, text } from './rig.ts';

const POLL_MS = 20;
/** 100 + 200 + 400 + 800 ms */
const TCP_TIMEOUT_MS = 1500;

const probesMs = (rig: Rig): readonly number[] =>
  rig.events.flatMap((event) => (event.kind === 'probe' && event.attempt === 0 ? [event.atNs / 1e6] : []));

describe.each(CHIPS_ABOVE)('%s, first probe at NO_DATA_PERIOD', (chip) => {
  let late: Built;
  beforeAll(async () => {
    late = await firmware(chip, {
      keepalive: { NO_DATA_PERIOD: 4, KA_SEND_PERIOD: 3, firstProbe: 'at-NO_DATA_PERIOD' },
    });
  });

  test('it leaves 3 to 4 s after the data, whatever the phase of the ticks; the next ones every 3 s', () => {
    for (let phaseMs = 0; phaseMs < 1000; phaseMs += 90) {
      let lastMs = 0;
      const rig = play(late, function* (rig) {
        yield pause(200 + phaseMs);
        const connection = yield* rig.connected(rig.peer(), 1000);
        yield* rig.echoed(connection, pattern(5), 100);
        lastMs = rig.nowMs;
        yield pause(14_000);
        expect(connection.state).toBe('ESTABLISHED');
      });
      const [first = 0, second = 0, third = 0] = probesMs(rig);
      expect(first - lastMs).toBeGreaterThan(3000 - POLL_MS);
      expect(first - lastMs).toBeLessThan(4000 + POLL_MS);
      expect(Math.abs(second - first - 3000)).toBeLessThan(POLL_MS);
      expect(Math.abs(third - second - 3000)).toBeLessThan(POLL_MS);
    }
  });

  test('data before it puts it off, and begins the first wait anew', () => {
    const rig = play(late, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      for (let round = 0; round < 6; round++) {
        yield* rig.echoed(connection, pattern(5), 100);
        yield pause(2800);
      }
      expect(probesMs(rig)).toEqual([]);
      yield pause(1300);
      expect(probesMs(rig)).toHaveLength(1);
    });
    expect(endsOf(rig)).toEqual([]);
  });
});

describe('the W5500’s own timer, 5 s', () => {
  let chip: Built;
  beforeAll(async () => {
    chip = await firmware('W5500', { keepalive: { by: 'chip', NO_DATA_PERIOD: 5, KA_SEND_PERIOD: 5 } });
  });

  test('the chip probes every 5 s without a command, on each connection anew, and notices a dead peer', () => {
    const rig = play(chip, function* (rig) {
      for (let round = 0; round < 3; round++) {
        const peer = rig.peer();
        const connection = yield* rig.connected(peer, 2000);
        yield* rig.echoed(connection, pattern(5), 100);
        const lastMs = rig.nowMs;
        const before = probesMs(rig).length;
        yield pause(16_000);
        const probes = probesMs(rig).slice(before);
        expect(probes).toHaveLength(3);
        for (const [index, atMs] of probes.entries())
          expect(Math.abs(atMs - lastMs - 5000 * (index + 1))).toBeLessThan(50);
        peer.powerOff();
        yield* rig.until('the end', () => endsOf(rig).length === round + 1, 5000 + TCP_TIMEOUT_MS + 100);
      }
    });
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(Array.from({ length: 3 }, () => 'probe-timeout'));
    expect(rig.events.some((event) => event.kind === 'command' && event.command === 'SEND_KEEP')).toBe(false);
  });

  test('beside a socket that the tick counts for, each in its own way', async () => {
    const both = await firmware('W5500', {
      keepalive: { NO_DATA_PERIOD: 2, KA_SEND_PERIOD: 2 },
      sockets: [{ port: 5000 }, { port: 5001, keepalive: { by: 'chip', NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 10 } }],
    });
    const rig = play(both, function* (rig) {
      const first = yield* rig.connected(rig.peer(), 1000);
      yield* rig.echoed(first, pattern(5), 100);
      const second = rig.peer().connect(Uint8Array.from(rig.plan.network.ip), 5001, 30_000);
      yield* rig.until('a connection', () => second.state === 'ESTABLISHED', 100);
      yield* rig.echoed(second, pattern(5), 100);
      yield pause(31_000);
    });
    const of = (socket: number): number =>
      rig.events.filter((event) => event.kind === 'probe' && event.socket === socket).length;
    expect(of(1)).toBe(3);
    expect(of(0)).toBeGreaterThanOrEqual(14);
  });
});

describe.each(CHIPS_ABOVE)('%s, sockets with periods of their own', (chip) => {
  test('each is probed by its own, and one not at all', async () => {
    const own = await firmware(chip, {
      keepalive: { NO_DATA_PERIOD: 2, KA_SEND_PERIOD: 2 },
      sockets: [
        { port: 5000 },
        { port: 5001, keepalive: { NO_DATA_PERIOD: 7, firstProbe: 'at-NO_DATA_PERIOD' } },
        { port: 5002, keepalive: null },
      ],
    });
    const rig = play(own, function* (rig) {
      yield pause(400);
      for (const port of [5000, 5001, 5002]) {
        const link = rig.peer().connect(Uint8Array.from(rig.plan.network.ip), port, 30_000);
        yield* rig.until('a connection', () => link.state === 'ESTABLISHED', 100);
        yield* rig.echoed(link, pattern(5), 100);
      }
      yield pause(13_500);
    });
    const of = (socket: number): readonly number[] =>
      rig.events.flatMap((event) => (event.kind === 'probe' && event.socket === socket ? [event.atNs / 1e9] : []));
    expect(of(0)).toHaveLength(6);
    expect(of(1)).toHaveLength(4);
    expect(of(2)).toEqual([]);
  });
});

describe.each(CHIPS_ABOVE)('%s, a primer', (chip) => {
  let primed: Built;
  beforeAll(async () => {
    primed = await firmware(chip, { primer: { hex: '00 ff 2a 2f' } });
  });

  test('is sent once, at connection, and makes a client that never sends one that is probed', () => {
    for (const keepaliveNeeds of ['sent-or-received', 'sent'] as const) {
      let diedMs = 0;
      const rig = play(
        primed,
        function* (rig) {
          const peer = rig.peer();
          const connection = yield* rig.connected(peer, 1000);
          yield pause(50);
          expect([...connection.received]).toEqual([0, 0xff, 0x2a, 0x2f]);
          yield pause(10_000);
          expect(connection.received).toHaveLength(4);
          expect(connection.state).toBe('ESTABLISHED');
          peer.powerOff();
          diedMs = rig.nowMs;
          yield* rig.until('the end', () => endsOf(rig).length === 1, 1000 + TCP_TIMEOUT_MS + POLL_MS);
        },
        { switches: { keepaliveNeeds } },
      );
      expect(endsOf(rig)[0]?.reason).toBe('probe-timeout');
      expect((endsOf(rig)[0]?.leftMs ?? 0) - diedMs).toBeGreaterThan(TCP_TIMEOUT_MS);
    }
  });

  test('with a chip that probes only after it has sent, a silent client without a primer is never noticed', async () => {
    const bare = await firmware(chip, {});
    const rig = play(bare, function* (rig) {
      const peer = rig.peer();
      yield* rig.connected(peer, 1000);
      peer.powerOff();
      yield pause(600_000);
    });
    expect(endsOf(rig)).toEqual([]);
  });
});

describe.each(CHIPS_ABOVE)('%s, a send timeout of 6 s', (chip) => {
  let limited: Built;
  beforeAll(async () => {
    limited = await firmware(chip, {
      ...NO_PROBES,
      retransmission: { timeoutMs: 1000, count: 8 },
      sendTimeoutS: 6,
    });
  });

  test('a peer that shuts its window for longer is given up 6 s after the SEND that it lets wait', () => {
    const rig = play(limited, function* (rig) {
      const connection = yield* rig.connected(rig.peer({ receiveBufferBytes: 1000 }), 1000);
      connection.autoRead = false;
      connection.send(pattern(1460));
      yield* rig.until('the end', () => endsOf(rig).length === 1, 6500);
    });
    const [end] = endsOf(rig);
    const sends = rig.events.filter((event) => event.kind === 'command' && event.command === 'SEND');
    expect(end?.reason).toBe('send-timeout');
    const sentMs = (sends.at(-1)?.atNs ?? 0) / 1e6;
    expect((end?.leftMs ?? 0) - sentMs).toBeGreaterThan(6000 - 1);
    expect((end?.leftMs ?? 0) - sentMs).toBeLessThan(6000 + POLL_MS);
  });

  // The chip repeats its lost octet each second, or 1, 3 and 7 s after the window has closed; then the rest follows.
  test.each([
    ['every-rtr', 4000],
    ['back-off', 2500],
  ] as const)('one that opens it in time, again and again, is not: probes of the window %s', (windowProbes, shutMs) => {
    const script = function* (rig: Rig) {
      const connection = yield* rig.connected(rig.peer({ receiveBufferBytes: 1000 }), 1000);
      for (let round = 0; round < 5; round++) {
        const before = connection.received.length;
        connection.autoRead = false;
        connection.send(pattern(1460, round));
        yield pause(shutMs);
        connection.autoRead = true;
        yield* rig.until('the echo', () => connection.received.length === before + 1460, 4000);
      }
    };
    expect(endsOf(play(limited, script, { switches: { windowProbes } }))).toEqual([]);
  });

  test('data that a dead peer does not acknowledge ends it sooner than the chip would', () => {
    const rig = play(limited, function* (rig) {
      const peer = rig.peer();
      const connection = yield* rig.connected(peer, 1000);
      connection.send(pattern(100));
      peer.powerOff();
      yield* rig.until('the end', () => endsOf(rig).length === 1, 6000 + 2 * POLL_MS);
    });
    expect(endsOf(rig)[0]?.reason).toBe('send-timeout');
  });
});

describe.each(CHIPS_ABOVE)('%s, the reason tells probes and data apart', (chip) => {
  test('a dead peer while data waits, while a probe waits, a restarted one', async () => {
    const plain = await firmware(chip, {});
    const cases = [
      ['send-timeout', true, false],
      ['probe-timeout', false, false],
      ['reset', false, true],
    ] as const;
    for (const [reason, sending, boots] of cases) {
      const rig = play(plain, function* (rig) {
        const peer = rig.peer();
        const connection = yield* rig.connected(peer, 1000);
        yield* rig.echoed(connection, pattern(5), 100);
        if (sending) connection.send(pattern(5));
        peer.powerOff();
        if (boots) peer.boot();
        yield* rig.until('the end', () => endsOf(rig).length === 1, 5000);
      });
      expect(endsOf(rig)[0]?.reason).toBe(reason);
    }
  });
});

test('a heartbeat is no sign of life of the peer: sent each second, it puts off no probe and no idle limit', async () => {
  const beating = await firmware('W5500', {
    keepalive: { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 2 },
    heartbeat: { send: { text: '.', everyS: 1 } },
    idle: { closeAfterS: 15, checkEveryS: 1 },
  });
  const rig = play(beating, function* (rig) {
    const connection = yield* rig.connected(rig.peer(), 1000);
    const startMs = rig.nowMs;
    const heard = listen(rig, connection);
    yield* rig.until('a FIN', () => isOver(connection), 16_100);
    expect(rig.nowMs - startMs).toBeGreaterThan(15_000 - 1);
    expect(text(connection.received)).toBe('.'.repeat(heard.length));
    expect(heard.length).toBeGreaterThanOrEqual(14);
    expect(probesMs(rig).length).toBeGreaterThanOrEqual(4);
  });
  expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['idle']);
});
