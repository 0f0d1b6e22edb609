/** Idle limit, heartbeats and questions: what is noticed by the peer's silence, at both edges of each timer. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Built } from '../whole/firmware.ts';
import { pattern, pause } from '../whole/rig.ts';
import { CHIPS_ABOVE, isWhole } from '../whole/share.ts';
import { endsOf, firmware, isOver, listen, NO_PROBES, play, text, utf8 } from './rig.ts';

/** A tick, a sweep, and the frames on their way. */
const POLL_MS = 20;

describe.each(CHIPS_ABOVE)('%s, idle limit of 5 s, looked at every 2 s', (chip) => {
  let idle: Built;
  beforeAll(async () => {
    idle = await firmware(chip, { ...NO_PROBES, idle: { closeAfterS: 5, checkEveryS: 2 } });
  });

  test('a client that never sends is closed with the first check at which it has been silent for 5 s', () => {
    let connectedMs = 0;
    const rig = play(idle, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      connectedMs = rig.nowMs;
      yield pause(5980);
      expect(connection.state).toBe('ESTABLISHED'); // checks at 2 and 4 s, when the silence was shorter
      yield* rig.until('a FIN', () => isOver(connection), 40);
    });
    const [end] = endsOf(rig);
    expect(end?.reason).toBe('idle');
    expect(end?.leftMs).toBeGreaterThan(connectedMs + 5990);
    expect(end?.leftMs).toBeLessThan(connectedMs + 6000 + POLL_MS);
  });

  test('only what it sends counts: what it is sent does not, nor that it answers probes', () => {
    const rig = play(idle, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      for (let second = 0; second < 20; second++) {
        yield* rig.echoed(connection, pattern(3), 100);
        yield pause(1500);
      }
      expect(connection.state).toBe('ESTABLISHED');
      yield* rig.until('a FIN', () => isOver(connection), 7000);
    });
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['idle']);
  });

  test('it listens again at once, and the next client has its 5 s', () => {
    const rig = play(idle, function* (rig) {
      const first = yield* rig.connected(rig.peer(), 1000);
      yield* rig.until('a FIN', () => isOver(first), 7000);
      first.close();
      const next = yield* rig.connected(rig.peer(), 300);
      yield pause(4900);
      yield* rig.echoed(next, pattern(10), 100);
    });
    expect(endsOf(rig)).toHaveLength(1);
  });

  test('a peer that is gone answers no FIN: a second later the socket is closed, and listens', () => {
    let overMs = 0;
    const rig = play(idle, function* (rig) {
      const peer = rig.peer();
      yield* rig.connected(peer, 1000);
      peer.powerOff();
      yield* rig.until('the end', () => endsOf(rig).length === 1, 7000);
      overMs = rig.nowMs;
      yield* rig.connected(rig.peer(), 1500);
      expect(rig.nowMs - overMs).toBeLessThan(1200);
    });
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['idle']);
  });
});

describe.each(CHIPS_ABOVE)('%s, the peer’s heartbeat expected within 3 s', (chip) => {
  let any: Built;
  let exact: Built;
  beforeAll(async () => {
    any = await firmware(chip, { ...NO_PROBES, heartbeat: { expect: { withinS: 3 } } });
    exact = await firmware(chip, { ...NO_PROBES, heartbeat: { expect: { withinS: 3, text: 'alive\n' } } });
  });

  test('silence of 3 s is the end, a millisecond less is none', () => {
    for (const gapMs of [2900, 2970]) {
      const rig = play(any, function* (rig) {
        const connection = yield* rig.connected(rig.peer(), 1000);
        for (let beat = 0; beat < 5; beat++) {
          yield pause(gapMs);
          connection.send(pattern(1));
        }
        yield pause(100);
        expect(connection.state).toBe('ESTABLISHED');
        const lastMs = rig.nowMs - 100;
        yield* rig.until('a FIN', () => isOver(connection), 3100);
        expect(rig.nowMs - lastMs).toBeGreaterThan(3000);
        expect(rig.nowMs - lastMs).toBeLessThan(3000 + POLL_MS);
      });
      expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['heartbeat-missed']);
    }
  });

  test('the message is taken out of the stream, however it is split; what only begins like it is not', () => {
    for (let split = 0; split <= 6; split++) {
      const rig = play(exact, function* (rig) {
        const connection = yield* rig.connected(rig.peer(), 1000);
        const beat = utf8('alive\n');
        connection.send(utf8('ab'));
        connection.send(beat.slice(0, split));
        yield pause(30);
        connection.send(beat.slice(split));
        connection.send(utf8('cd aliv al'));
        yield pause(30);
        connection.send(utf8('alive\nalive\nef'));
        yield pause(100);
        expect(text(connection.received)).toBe('abcd aliv alef');
        connection.send(utf8('aliv'));
        connection.close();
        yield* rig.until('the rest', () => text(connection.received).endsWith('efaliv'), 200);
        yield* rig.until('the end', () => endsOf(rig).length === 1, 200);
      });
      expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['peer-closed']);
    }
  });

  test('heartbeats alone keep a connection, and nothing of them comes back', () => {
    const rig = play(exact, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      for (let beat = 0; beat < (isWhole ? 1440 : 100); beat++) {
        connection.send(utf8('alive\n'));
        yield pause(2500);
      }
      expect(connection.state).toBe('ESTABLISHED');
      expect(connection.received).toHaveLength(0);
    });
    expect(endsOf(rig)).toEqual([]);
  });
});

describe.each(CHIPS_ABOVE)('%s, the device’s heartbeat each 2 s', (chip) => {
  let beats: Built;
  beforeAll(async () => {
    beats = await firmware(chip, { ...NO_PROBES, heartbeat: { send: { text: 'here\n', everyS: 2 } } });
  });

  test('first after 2 s, then every 2 s, also while data flows; it keeps no dead peer’s connection', () => {
    const rig = play(beats, function* (rig) {
      const peer = rig.peer();
      const connection = yield* rig.connected(peer, 1000);
      const startMs = rig.nowMs;
      const heard = listen(rig, connection);
      yield pause(1980);
      expect(heard).toEqual([]);
      yield pause(8100);
      expect(heard.map(({ said }) => said)).toEqual(Array.from({ length: 5 }, () => 'here\n'));
      for (const [index, { atMs }] of heard.entries()) {
        expect(Math.abs(atMs - startMs - 2000 * (index + 1))).toBeLessThan(POLL_MS);
      }
      peer.powerOff();
      yield* rig.until('the end', () => endsOf(rig).length === 1, 2000 + 1500 + 100);
    });
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['send-timeout']);
  });
});

describe.each(CHIPS_ABOVE)('%s, a question after 4 s, again after 1 s, three times', (chip) => {
  let any: Built;
  let exact: Built;
  const ask = { text: 'there?', afterIdleS: 4, withinS: 1, tries: 3 };
  beforeAll(async () => {
    any = await firmware(chip, { ...NO_PROBES, ask });
    exact = await firmware(chip, { ...NO_PROBES, ask: { ...ask, answer: { text: 'yes', pass: false } } });
  });

  test('a peer that says nothing is asked at 4, 5 and 6 s and given up at 7 s', () => {
    const rig = play(any, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      const startMs = rig.nowMs;
      const heard = listen(rig, connection);
      yield pause(6980);
      expect(connection.state).toBe('ESTABLISHED');
      expect(heard.map(({ said }) => said)).toEqual(['there?', 'there?', 'there?']);
      for (const [index, { atMs }] of heard.entries()) {
        expect(Math.abs(atMs - startMs - 4000 - 1000 * index)).toBeLessThan(POLL_MS);
      }
      yield* rig.until('a FIN', () => isOver(connection), 20 + POLL_MS);
    });
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['no-answer']);
  });

  test('any data is an answer, to the last question too; then the silence is measured anew', () => {
    const rig = play(any, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      yield pause(6950);
      const heard = listen(rig, connection);
      connection.send(utf8('x'));
      yield pause(3950);
      expect(heard.map(({ said }) => said)).toEqual(['x']);
      yield pause(100);
      expect(heard.map(({ said }) => said)).toEqual(['x', 'there?']);
    });
    expect(endsOf(rig)).toEqual([]);
  });

  test('where the answer is given, other data is none; the answer is taken out of it, and asked for again', () => {
    const rig = play(exact, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      for (let answer = 0; answer < 20; answer++) {
        yield* rig.until('a question', () => text(connection.received).endsWith('there?'), 4500);
        const before = connection.received.length;
        connection.send(utf8('noyesye'));
        yield pause(20);
        connection.send(utf8('t'));
        yield* rig.until('the echo', () => connection.received.length === before + 5, 100);
        expect(text(connection.received).slice(before)).toBe('noyet');
      }
      const lastMs = rig.nowMs;
      const chatter = setIntervalOn(rig, 500, () => isOver(connection) || connection.send(utf8('blah')));
      yield* rig.until('the end', () => endsOf(rig).length === 1, 7100);
      chatter.stop();
      expect(rig.nowMs - lastMs).toBeGreaterThan(6900);
    });
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['no-answer']);
  });

  test('questions that find a dead peer end by the chip’s timeout where that is sooner', () => {
    const rig = play(any, function* (rig) {
      const peer = rig.peer();
      yield* rig.connected(peer, 1000);
      peer.powerOff();
      yield* rig.until('the end', () => endsOf(rig).length === 1, 4000 + 1500 + 2 * POLL_MS);
    });
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['send-timeout']);
  });
});

function setIntervalOn(rig: Parameters<typeof listen>[0], ms: number, act: () => unknown): { stop(): void } {
  let going = true;
  const again = (): void => {
    if (!going) return;
    act();
    rig.clock.after(ms * 1e6, again);
  };
  rig.clock.after(ms * 1e6, again);
  return {
    stop: () => {
      going = false;
    },
  };
}
