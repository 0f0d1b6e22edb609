/** Goodbyes in both directions, orderly stops, a lost link, a chip that is not itself, and what can be read afterwards. */
import { beforeAll, describe, expect, test } from 'vitest';
import { END_REASONS } from '../../contract/firmware.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import { BRISK, type Built, built } from '../whole/firmware.ts';
import { pattern, pause, Rig } from '../whole/rig.ts';
import { CHIPS_ABOVE } from '../whole/share.ts';
import { echoWith, STOPPABLE, STOPS_ON_LETTERS } from './apps.ts';
import { endsOf, firmware, isOver, NO_PROBES, play, text, utf8 } from './rig.ts';

describe.each(CHIPS_ABOVE)('%s, goodbye', (chip) => {
  let bye: Built;
  let mute: Built;
  beforeAll(async () => {
    const spec = { ...BRISK, ...NO_PROBES, chip, sockets: [{ port: 5000, count: 2 }] };
    bye = await built({ ...spec, goodbye: { text: 'bye\n' } }, { 'app.c': STOPPABLE });
    mute = await built({ ...spec, goodbye: {} }, { 'app.c': STOPPABLE });
  });

  test('a stop says goodbye, then FIN; the port listens again', () => {
    const rig = play(bye, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      yield* rig.echoed(connection, pattern(50), 100);
      connection.send(utf8('s'));
      yield* rig.until('a FIN', () => connection.state === 'CLOSE-WAIT', 100);
      expect(text(connection.received).slice(50)).toBe('bye\n');
      connection.close();
      yield* rig.echoed(yield* rig.connected(rig.peer(), 300), pattern(50), 100);
    });
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['local-stop']);
  });

  test('without a message there is only the FIN', () => {
    const rig = play(mute, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      connection.send(utf8('s'));
      yield* rig.until('a FIN', () => connection.state === 'CLOSE-WAIT', 100);
      expect(connection.received).toHaveLength(0);
    });
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['local-stop']);
  });

  test('a peer that answers neither goodbye nor FIN holds the socket for a second, no longer', () => {
    for (const dies of ['before', 'after'] as const) {
      let stoppedMs = 0;
      const rig = play(bye, function* (rig) {
        const peer = rig.peer();
        const connection = yield* rig.connected(peer, 1000);
        connection.send(utf8('s'));
        yield* rig.until('s is read', () => rig.events.some((e) => e.kind === 'command' && e.command === 'RECV'), 100);
        stoppedMs = rig.nowMs;
        if (dies === 'after') yield* rig.until('a FIN', () => isOver(connection), 100);
        peer.powerOff();
        yield* rig.until(
          'CLOSED',
          () =>
            rig.events.some(
              (e) => e.kind === 'socket-state' && e.to === 'CLOSED' && e.from !== 'INIT' && e.peer !== undefined,
            ),
          1500,
        );
        yield* rig.until('the end is told', () => endsOf(rig).length > 0, 1);
        expect(rig.nowMs - stoppedMs).toBeLessThan(1000 + 40);
        expect(rig.nowMs - stoppedMs).toBeGreaterThan(990);
      });
      expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['local-stop']);
    }
  });

  test('a stop while data is under way waits for its acknowledgement, a second at most', () => {
    const rig = play(bye, function* (rig) {
      const connection = yield* rig.connected(rig.peer({ receiveBufferBytes: 500 }), 1000);
      connection.autoRead = false;
      connection.send(pattern(1400));
      yield pause(200);
      const other = yield* rig.connected(rig.peer(), 1000);
      other.send(utf8('a'));
      const startMs = rig.nowMs;
      yield* rig.until('both ends', () => endsOf(rig).length === 2, 1100);
      expect(rig.nowMs - startMs).toBeGreaterThan(990);
      expect(text(other.received)).toBe('bye\n');
    });
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['local-stop', 'local-stop']);
  });

  test('a stop of everything: nobody is let in any more', () => {
    const rig = play(bye, function* (rig) {
      const first = yield* rig.connected(rig.peer(), 1000);
      const second = yield* rig.connected(rig.peer(), 1000);
      second.send(utf8('a'));
      for (const connection of [first, second]) {
        yield* rig.until('a FIN', () => connection.state === 'CLOSE-WAIT', 100);
        expect(text(connection.received)).toBe('bye\n');
        connection.close();
      }
      yield pause(2000);
      const late = rig.dial(rig.peer(), 40_000);
      yield* rig.until('a refusal', () => late.state === 'CLOSED', 100);
    });
    expect(endsOf(rig)).toHaveLength(2);
  });

  test('the peer’s goodbye ends it at once, split anywhere, behind other data, and nothing of it is echoed', () => {
    for (let split = 0; split <= 4; split++) {
      const rig = play(bye, function* (rig) {
        const connection = yield* rig.connected(rig.peer(), 1000);
        const word = utf8('bye\n');
        connection.send(utf8('by'));
        yield pause(20);
        connection.send(utf8('eby'));
        yield pause(20);
        expect(text(connection.received)).toBe('bye'); // `by` may be the beginning of a goodbye
        connection.send(utf8('es'));
        connection.send(word.slice(0, split));
        yield pause(20);
        expect(connection.state).toBe(split === 4 ? 'CLOSE-WAIT' : 'ESTABLISHED');
        if (split < 4) connection.send(word.slice(split));
        yield* rig.until('a FIN', () => connection.state === 'CLOSE-WAIT', 100);
      });
      expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['goodbye']);
    }
  });

  test('the peer’s goodbye counts while the device cannot send', () => {
    const rig = play(bye, function* (rig) {
      const connection = yield* rig.connected(rig.peer({ receiveBufferBytes: 500 }), 1000);
      connection.autoRead = false;
      connection.send(pattern(1400));
      yield pause(1000);
      connection.send(utf8('bye\n'));
      yield* rig.until('the end', () => endsOf(rig).length === 1, 100);
      yield* rig.connected(rig.peer(), 500);
    });
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['goodbye']);
  });
});

test('goodbye to a client: it ends at once, and connects again after its wait', async () => {
  const client = await firmware('W5500', {
    goodbye: { text: 'bye' },
    sockets: [{ role: 'client', server: { ip: '192.168.1.101', port: 7000 }, reconnect: { firstMs: 2000, jitter: 0 } }],
  });
  const rig = play(client, function* (rig) {
    const accepted: Connection[] = [];
    rig.peer().listen(7000, (connection) => void accepted.push(connection));
    yield* rig.until('a connection', () => accepted.length === 1, 1000);
    accepted[0]?.send(utf8('bye'));
    yield* rig.until('the end', () => endsOf(rig).length === 1, 100);
    const endMs = rig.nowMs;
    accepted[0]?.close();
    yield* rig.until('a new one', () => accepted.length === 2, 2400);
    expect(rig.nowMs - endMs).toBeGreaterThan(2000);
  });
  expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['goodbye']);
});

describe.each(CHIPS_ABOVE)('%s, the local link', (chip) => {
  test.each([
    ['close', { onDown: 'close' }, 0],
    ['hold for 3 s', { onDown: 'hold', holdS: 3 }, 3000],
  ] as const)('%s: ends after that and a look, without waiting for anything', async (_name, link, holdMs) => {
    const linked = await firmware(chip, { ...NO_PROBES, link });
    const rig = new Rig(linked);
    let downMs = 0;
    rig.play(
      (function* () {
        const connection = yield* rig.connected(rig.peer(), 1000);
        yield* rig.echoed(connection, pattern(5), 100);
        yield pause(500);
        rig.unplug();
        downMs = rig.nowMs;
        yield* rig.until('the end', () => endsOf(rig).length === 1, holdMs + 100 + 20);
        yield pause(300);
        rig.plug();
        yield* rig.echoed(yield* rig.connected(rig.peer(), 1000), pattern(5), 100);
      })(),
    );
    const [end] = endsOf(rig);
    expect(end?.reason).toBe('link-down');
    expect((end?.leftMs ?? 0) - downMs).toBeGreaterThanOrEqual(holdMs - 100);
    expect(rig.violations()).toEqual([]);
  });

  test('a flap shorter than the hold ends nothing; several of them neither', async () => {
    const linked = await firmware(chip, { ...NO_PROBES, link: { onDown: 'hold', holdS: 3 } });
    const rig = new Rig(linked);
    rig.play(
      (function* () {
        const connection = yield* rig.connected(rig.peer(), 1000);
        yield* rig.echoed(connection, pattern(5), 100);
        yield pause(50);
        for (let flap = 0; flap < 5; flap++) {
          rig.unplug();
          yield pause(2800);
          rig.plug();
          yield pause(300);
        }
        yield* rig.echoed(connection, pattern(5), 100);
      })(),
    );
    expect(endsOf(rig)).toEqual([]);
  });
});

describe.each(CHIPS_ABOVE)('%s, health each 3 s', (chip) => {
  test('an own address that is not what was written is noticed, and the chip set up again', async () => {
    const healthy = await firmware(chip, { ...NO_PROBES, health: { everyS: 3 } });
    const address = chip === 'W5500' ? [0x00, 0x0f, 0x04] : [0x00, 0x0f, 0x80, 0x01];
    const rig = new Rig(healthy);
    rig.play(
      (function* () {
        const connection = yield* rig.connected(rig.peer(), 1000);
        yield* rig.echoed(connection, pattern(5), 100);
        yield pause(1000);
        rig.chip.select();
        rig.chip.exchange(Uint8Array.from([...address, 10])); // SIPR's first byte
        rig.chip.deselect();
        yield* rig.until('the end', () => endsOf(rig).length === 1, 3020);
        yield* rig.echoed(yield* rig.connected(rig.peer(), 3000), pattern(5), 100);
      })(),
    );
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['chip-fault']);
    expect(rig.faults()).toHaveLength(1);
  });
});

describe.each(CHIPS_ABOVE)('%s, counters', (chip) => {
  /** Sends back how often each reason was counted, two bytes each, and when data last came. */
  const REPORTER = echoWith(`${STOPS_ON_LETTERS}
    uint8_t report[${2 * END_REASONS.length + 4}];
    for (uint32_t reason = 1U; reason <= ${END_REASONS.length}U; reason++) {
        uint16_t const ends = kw_socket_ends(socket, (kw_end_reason_t)reason);
        report[2U * reason - 2U] = (uint8_t)(ends >> 8);
        report[2U * reason - 1U] = (uint8_t)ends;
    }
    for (uint32_t i = 0U; i < 4U; i++) {
        report[${2 * END_REASONS.length}U + i] = (uint8_t)(kw_socket_heard_ms(socket) >> (24U - 8U * i));
    }
    (void)kw_socket_send(socket, report, sizeof report);
    return;`);

  test('tell how often a socket’s connections ended for which reason, and when it last heard anything', async () => {
    const counting = await built(
      { ...BRISK, chip, counters: true, goodbye: {}, idle: { closeAfterS: 30, checkEveryS: 1 } },
      { 'app.c': REPORTER },
    );
    play(counting, function* (rig) {
      for (const how of ['close', 'abort', 'close', 's', 'power'] as const) {
        const peer = rig.peer();
        const connection = yield* rig.connected(peer, 3000);
        yield pause(50);
        if (how === 's') connection.send(utf8('s'));
        if (how === 'power') {
          connection.send(utf8('xx'));
          yield pause(100);
          peer.powerOff();
        }
        if (how === 'close' || how === 'abort') connection[how]();
        const count = endsOf(rig).length;
        yield* rig.until('the end', () => endsOf(rig).length > count || count === 5, 5000);
      }
      const last = yield* rig.connected(rig.peer(), 3000);
      last.send(utf8('xx'));
      yield* rig.until('a report', () => last.received.length === 2 * END_REASONS.length + 4, 100);
      const view = new DataView(last.received.slice().buffer);
      const counts = Object.fromEntries(END_REASONS.map(({ name }, index) => [name, view.getUint16(2 * index)]));
      const wanted = { 'peer-closed': 2, reset: 1, 'local-stop': 1, 'probe-timeout': 1 };
      expect(counts).toEqual({ ...Object.fromEntries(END_REASONS.map(({ name }) => [name, 0])), ...wanted });
      expect(Math.abs(view.getUint32(2 * END_REASONS.length) - rig.nowMs)).toBeLessThan(30);
    });
  });
});
