import { beforeAll, describe, expect, test } from 'vitest';
import { BRISK, type Built, built, CHIPS } from './firmware.ts';
import { mustPass, scenario } from './play.ts';
import { pattern, pause, Rig } from './rig.ts';
import { range, sweep } from './sweep.ts';

const HELLO = [
  { do: 'connect', peer: 'client' },
  { do: 'send', peer: 'client', text: 'hello' },
  { do: 'expect-echo', peer: 'client' },
];

describe.each(CHIPS)('%s', (chip) => {
  let one: Built;
  let eight: Built;
  beforeAll(async () => {
    one = await built({ chip, ...BRISK });
    eight = await built({ chip, ...BRISK, sockets: [{ port: 5000, count: 8 }] });
  });

  test('the peer closes its half right behind its data: all of it comes back before the device closes too', () => {
    sweep([1, 100, 1460, 2048, 2049, 5000, 20_000], (bytes) => {
      const rig = new Rig(one);
      const client = rig.peer();
      const { sessions } = rig.play(
        (function* () {
          const connection = yield* rig.connected(client, 1000);
          connection.send(pattern(bytes));
          connection.close();
          yield* rig.until('everything back', () => connection.received.length === bytes, 5000);
          expect(connection.received).toEqual(pattern(bytes));
          yield* rig.until("the device's FIN", () => ['TIME-WAIT', 'CLOSED'].includes(connection.state), 1000);
          yield* rig.echoed(yield* rig.connected(rig.peer(), 1000), pattern(10), 1000);
        })(),
      );
      expect(sessions[0]?.report?.reason).toBe('peer-closed');
      expect(rig.violations()).toEqual([]);
    });
  });

  test('a peer that has closed its half and reads only seconds later still gets everything', () => {
    const rig = new Rig(one);
    const client = rig.peer();
    rig.play(
      (function* () {
        const connection = yield* rig.connected(client, 1000);
        connection.autoRead = false;
        connection.send(pattern(12_000));
        connection.close();
        yield pause(3000);
        connection.autoRead = true;
        yield* rig.until('everything back', () => connection.received.length === 12_000, 10_000);
        expect(connection.received).toEqual(pattern(12_000));
      })(),
    );
    expect(rig.violations()).toEqual([]);
  });

  test('eight clients are served, a ninth is refused at once, and gets in when one of them leaves', () => {
    const rig = new Rig(eight);
    rig.play(
      (function* () {
        yield pause(400);
        const clients = [];
        for (const index of range(0, 8)) {
          const connection = yield* rig.connected(rig.peer(), 1000);
          yield* rig.echoed(connection, pattern(50 + index), 1000);
          clients.push(connection);
        }
        const ninth = rig.dial(rig.peer(), 40_000);
        yield* rig.until('a refusal', () => ninth.state === 'CLOSED', 50);
        clients[3]?.close();
        yield* rig.echoed(yield* rig.connected(rig.peer(), 500), pattern(2000), 1000);
        for (const index of [0, 1, 2, 4, 5, 6, 7]) {
          const connection = clients[index];
          if (connection === undefined) throw new Error('no client');
          yield* rig.echoed(connection, pattern(300, index), 1000);
        }
      })(),
    );
    expect(rig.violations()).toEqual([]);
  });

  test('a client that stops reading, for shorter or longer than a probe, resumes with nothing lost', () => {
    sweep([100, 900, 2500, 10_000, 60_000], (ms) => {
      const steps = [
        ...HELLO,
        { do: 'stop-reading', peer: 'client' },
        { do: 'send', peer: 'client', bytes: 30_000 },
        { do: 'wait', for: { ms } },
        { do: 'start-reading', peer: 'client' },
        { do: 'expect-echo', peer: 'client', limit: { s: 120 } },
        { do: 'send', peer: 'client', text: 'still there' },
        { do: 'expect-echo', peer: 'client' },
      ];
      mustPass(one, scenario(steps, { expect: { alive: ['client'] } }));
    });
  });

  test.each([
    ['a window of one octet', { receiveBufferBytes: 1 }, 40],
    ['a window of 17 octets', { receiveBufferBytes: 17 }, 1000],
    ['segments of 64 octets', { mssBytes: 64 }, 5000],
    ['a window smaller than its segments', { receiveBufferBytes: 500 }, 5000],
    ['the largest window', { receiveBufferBytes: 65_535 }, 60_000],
  ] as const)('a peer with %s gets its echo', (_name, tcp, bytes) => {
    sweep(['whole', 'peer-window'] as const, (partialSend) => {
      const rig = new Rig(one, { switches: { partialSend } });
      rig.play(
        (function* () {
          const connection = yield* rig.connected(rig.peer(tcp), 1000);
          yield* rig.echoed(connection, pattern(bytes), 120_000);
        })(),
      );
      expect(rig.violations()).toEqual([]);
    });
  });

  test('buffer pointers of 16 bits go round within one connection', () => {
    sweep([0, 1, 0x7fff, 0xf000, 0xffff, 'random'] as const, (initialPointers) => {
      const rig = new Rig(one, { switches: { initialPointers } });
      rig.play(
        (function* () {
          const connection = yield* rig.connected(rig.peer(), 1000);
          for (const round of range(0, 17)) yield* rig.echoed(connection, pattern(4321 + round, round), 5000);
          expect(connection.received.length).toBeGreaterThan(70_000);
        })(),
      );
      expect(rig.violations()).toEqual([]);
    });
  });

  test('many connections one after the other, each with other sizes', () => {
    const rig = new Rig(one, { switches: { initialPointers: 'random' } });
    const client = rig.peer({ timeWaitNs: 0 });
    const { sessions } = rig.play(
      (function* () {
        for (const round of range(0, 60)) {
          const connection = yield* rig.connected(client, 1000);
          yield* rig.echoed(connection, pattern(1 + ((round * 977) % 3000), round), 2000);
          if (round % 3 === 0) connection.abort();
          else connection.close();
        }
      })(),
    );
    expect(sessions).toHaveLength(60);
    const reasons = sessions.map(({ report }) => report?.reason);
    expect(reasons.slice(0, 59)).toEqual(range(0, 59).map((round) => (round % 3 === 0 ? 'reset' : 'peer-closed')));
    expect(rig.violations()).toEqual([]);
  });

  test("sequence numbers of 32 bits go round, the device's and the peer's, while data flows and while probed", () => {
    sweep([0xffff_ffff, 0xffff_fffe, 0xffff_fff0, 0xffff_f000, 0x7fff_f000, 0], (iss) => {
      const rig = new Rig(one, { switches: { initialSequence: iss } });
      const { sessions } = rig.play(
        (function* () {
          const connection = yield* rig.connected(rig.peer({}, iss), 1000);
          yield* rig.echoed(connection, pattern(1), 1000);
          yield pause(3500);
          for (const round of range(0, 5)) yield* rig.echoed(connection, pattern(3000, round), 2000);
          yield pause(3500);
          yield* rig.echoed(connection, pattern(10), 1000);
        })(),
      );
      const probes = sessions[0]?.probes ?? [];
      expect(probes.length).toBeGreaterThanOrEqual(4);
      expect(probes.every(({ answeredAtNs }) => answeredAtNs !== null)).toBe(true);
      expect(rig.violations()).toEqual([]);
    });
  });

  test('a burst of data at any moment around a due probe: nothing lost, and no probe for a second after it', () => {
    // The ticks are a second apart, so a probe falls due between one and two seconds after the hello.
    sweep(range(900, 2150, 25), (afterMs) => {
      const rig = new Rig(one);
      const client = rig.peer();
      let lastMs = 0;
      const { sessions } = rig.play(
        (function* () {
          const connection = yield* rig.connected(client, 1000);
          yield* rig.echoed(connection, pattern(5), 1000);
          yield pause(afterMs);
          yield* rig.echoed(connection, pattern(6000), 2000);
          lastMs = rig.nowMs;
          yield pause(3000);
        })(),
      );
      const after = (sessions[0]?.probes ?? []).map(({ atNs }) => atNs / 1e6 - lastMs).filter((ms) => ms > 0);
      // One tick at the least has to pass: NO_DATA_PERIOD + KA_SEND_PERIOD - 1 = 1 tick of one second, somewhere in it.
      expect(after.length).toBeGreaterThanOrEqual(1);
      expect(sessions[0]?.left).toBeNull();
      expect(rig.violations()).toEqual([]);
      mustBeApart(sessions[0]?.probes.map(({ atNs }) => atNs / 1e6) ?? []);
    });
  });
});

/** Probes leave a second apart at least, KA_SEND_PERIOD, less a poll. */
function mustBeApart(probesMs: readonly number[]): void {
  for (const [index, atMs] of probesMs.entries()) {
    const before = probesMs[index - 1];
    if (before !== undefined && atMs - before < 980) throw new Error(`probes at ${before} and ${atMs} ms`);
  }
}
