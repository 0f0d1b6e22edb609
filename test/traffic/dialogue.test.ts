/** A dialogue as its interface shows it: bytes and times in, bytes and events out. */
import { describe, expect, test } from 'vitest';
import type { Dialogue, DialogueEvent } from '../../contract/traffic.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { farSideOf } from '../../generator/methods/far-side.ts';
import { planOf } from '../../generator/plan/plan.ts';

function dialogue(entries: readonly unknown[], repeats = true): Dialogue {
  const spec = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } };
  const parsed = parseSpec(JSON.stringify({ ...spec, traffic: { dialogue: entries } }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const plan = planOf(parsed.value);
  const [socket] = plan.sockets;
  if (socket === undefined) throw new Error('no socket');
  const { traffic } = farSideOf(plan, socket);
  if (traffic.kind !== 'dialogue') throw new Error(traffic.kind);
  return traffic.begin(repeats);
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const texts = (sent: readonly Uint8Array[]): readonly string[] => sent.map((it) => new TextDecoder().decode(it));
const kinds = (events: readonly DialogueEvent[]): readonly string[] => events.map(({ kind }) => kind);
const NOTHING = new Uint8Array(0);

const LOGIN = { say: { text: 'user\n' }, expect: { text: 'ok\n' }, withinMs: 500 };
const STATUS = { say: { text: 'status\n' }, expect: { pattern: "'up ' [30-39]{1,5} 0A" }, withinMs: 500 };

describe('entries in turn', () => {
  test('each waits for the answer to the one before it, and the round ends with the last', () => {
    const it = dialogue([LOGIN, STATUS]);
    expect([it.isInRound, it.nextMs]).toEqual([false, null]);
    expect(texts(it.startRound(0).send)).toEqual(['user\n']);
    const first = it.received(bytes('ok\n'), 20);
    expect([texts(first.send), first.events]).toEqual([['status\n'], [{ kind: 'answered', tookMs: 20 }]]);
    expect(it.received(bytes('up 42\n'), 50).events).toEqual([{ kind: 'answered', tookMs: 30 }]);
    expect([it.isInRound, it.nextMs, it.owedSinceMs]).toEqual([false, null, null]);
    expect(texts(it.startRound(60).send)).toEqual(['user\n']);
  });

  test('an entry that expects nothing is followed by the next at once', () => {
    const it = dialogue([{ say: { text: 'a' } }, { say: { hex: '62' } }, LOGIN]);
    expect(texts(it.startRound(0).send)).toEqual(['a', 'b', 'user\n']);
  });

  test('what follows an answer is for the next entry', () => {
    const it = dialogue([LOGIN, STATUS]);
    it.startRound(0);
    const turn = it.received(bytes('ok\nup 1\n'), 10);
    expect([texts(turn.send), kinds(turn.events)]).toEqual([['status\n'], ['answered', 'answered']]);
  });

  test('what follows the last answer is for the next round', () => {
    const it = dialogue([LOGIN]);
    it.startRound(0);
    expect(kinds(it.received(bytes('ok\nok'), 10).events)).toEqual(['answered']);
    expect(kinds(it.startRound(20).events)).toEqual([]);
    expect(kinds(it.received(bytes('\n'), 30).events)).toEqual(['answered']);
  });

  test.each(['ok\nup 12345\n', 'ok\nup 7\nok\n'])('%j means the same wherever it is split', (stream) => {
    const all = bytes(stream);
    const eventsOf = (chunks: readonly Uint8Array[]): readonly DialogueEvent[] => {
      const it = dialogue([LOGIN, STATUS]);
      const turns = [it.startRound(0), ...chunks.map((chunk) => it.received(chunk, 5))];
      return [...turns, it.startRound(6)].flatMap(({ events }) => events);
    };
    const whole = eventsOf([all]);
    expect(whole.length).toBeGreaterThan(1);
    for (let first = 0; first <= all.length; first++) {
      for (let second = first; second <= all.length; second++) {
        expect(eventsOf([all.slice(0, first), all.slice(first, second), all.slice(second)])).toEqual(whole);
      }
    }
  });
});

describe('a mismatch', () => {
  test('names the byte, what was found and what was expected', () => {
    const it = dialogue([LOGIN, STATUS]);
    it.startRound(0);
    it.received(bytes('ok\n'), 1);
    const { events } = it.received(bytes('up x'), 2);
    expect(events).toEqual([
      {
        kind: 'answer-differs',
        sinceMs: 1,
        isMissing: false,
        text: 'byte 3 of what the device says is 0x78; "expect" of dialogue entry 1 (counted from 0) expects 0x30 to 0x39',
      },
    ]);
    expect(it.isInRound).toBe(false);
  });

  test('drops what follows it, up to the next thing that the peer says', () => {
    const it = dialogue([LOGIN]);
    it.startRound(0);
    expect(kinds(it.received(bytes('no\nok\n'), 1).events)).toEqual(['answer-differs']);
    expect(it.received(bytes('ok\n'), 2).events).toEqual([]);
    it.startRound(3);
    expect(kinds(it.received(bytes('ok\n'), 4).events)).toEqual(['answered']);
  });
});

describe('withinMs', () => {
  test('an answer is in time at the very end of it', () => {
    const it = dialogue([LOGIN]);
    it.startRound(100);
    expect(it.nextMs).toBeCloseTo(600, 3);
    expect(it.due(600, NOTHING).events).toEqual([]);
    expect(kinds(it.received(bytes('ok\n'), 600).events)).toEqual(['answered']);
  });

  test('and late just behind it', () => {
    const it = dialogue([LOGIN]);
    it.startRound(100);
    it.received(bytes('ok'), 600);
    expect(it.nextMs).toBeGreaterThan(600);
    const { events } = it.due(it.nextMs ?? 0, NOTHING);
    expect(events).toEqual([
      {
        kind: 'answer-differs',
        sinceMs: 100,
        isMissing: true,
        text: 'only 2 bytes of the answer came for "expect" of dialogue entry 0 (counted from 0); it was due within 500 ms',
      },
    ]);
  });

  test('bytes that are held because they may begin a message count', () => {
    const it = dialogue([LOGIN]);
    it.startRound(0);
    it.received(bytes('ok'), 10);
    expect(kinds(it.due(it.nextMs ?? 0, bytes('\n')).events)).toEqual(['answered']);
    it.startRound(1000);
    expect(kinds(it.received(bytes('\nok\n'), 1010).events)).toEqual(['answered']);
  });
});

describe('everyS', () => {
  const POLL = { say: { text: 'poll\n' }, expect: { text: 'data\n' }, everyS: 5 };

  test('begins with the first round, and is kept', () => {
    const it = dialogue([LOGIN, POLL]);
    expect(it.nextMs).toBe(null);
    it.startRound(0);
    it.received(bytes('ok\n'), 1);
    expect(it.nextMs).toBe(5000);
    expect(it.due(4999, NOTHING).send).toEqual([]);
    expect(texts(it.due(5000, NOTHING).send)).toEqual(['poll\n']);
    it.received(bytes('data\n'), 5010);
    expect(it.nextMs).toBe(10_000);
  });

  test('waits for an answer that is owed', () => {
    const it = dialogue([LOGIN, POLL]);
    it.startRound(0);
    it.received(bytes('ok\n'), 1);
    it.startRound(4900);
    expect(it.due(5000, NOTHING).send).toEqual([]);
    expect(texts(it.received(bytes('ok\n'), 5100).send)).toEqual(['poll\n']);
  });

  test('is due at the nanosecond that a clock rounds it to', () => {
    for (let startNs = 528_123_456; startNs < 528_125_456; startNs += 7) {
      const it = dialogue([LOGIN, POLL]);
      it.startRound(startNs / 1e6);
      it.received(bytes('ok\n'), startNs / 1e6);
      const atNs = Math.round((it.nextMs ?? 0) * 1e6);
      expect(texts(it.due(atNs / 1e6, NOTHING).send), `${startNs}`).toEqual(['poll\n']);
    }
  });

  test('where all entries have it, a round is each of them once', () => {
    const it = dialogue([POLL, { ...STATUS, everyS: 7 }]);
    expect(texts(it.startRound(0).send)).toEqual(['poll\n']);
    expect(texts(it.received(bytes('data\n'), 1).send)).toEqual(['status\n']);
    it.received(bytes('up 1\n'), 2);
    expect(it.isInRound).toBe(false);
  });

  test('a peer that does not speak by itself leaves it out', () => {
    const it = dialogue([LOGIN, POLL], false);
    it.startRound(0);
    it.received(bytes('ok\n'), 1);
    expect(it.nextMs).toBe(null);
  });
});

describe('a device that speaks first', () => {
  const HELLO = { hear: { text: 'hello\n' }, answer: { text: 'welcome\n' } };
  const VALUE = { hear: { pattern: "'T=' [30-39]{1,3} 0A" } };

  test('is answered without a round, and in turn', () => {
    const it = dialogue([HELLO, VALUE]);
    const first = it.received(bytes('hello\nT=12\n'), 0);
    expect([texts(first.send), kinds(first.events)]).toEqual([['welcome\n'], ['heard', 'heard']]);
    expect(kinds(it.received(bytes('T=1\n'), 1).events)).toEqual(['answer-differs']);
  });

  test('a round ends when each entry has had its turn', () => {
    const it = dialogue([HELLO]);
    expect([it.startRound(0).send, it.isInRound]).toEqual([[], true]);
    it.received(bytes('hello\n'), 1);
    expect(it.isInRound).toBe(false);
  });

  test('may speak before, between and after answers to what is said at intervals', () => {
    const poll = { say: { text: '?' }, expect: { text: '!' }, everyS: 1 };
    for (const stream of ['T=1\n!T=2\n', '!T=1\nT=2\n', 'T=1\nT=2\n!']) {
      const it = dialogue([VALUE, poll]);
      it.startRound(0);
      it.received(bytes('T=0\n'), 1);
      expect(texts(it.due(1000, NOTHING).send)).toEqual(['?']);
      const { events } = it.received(bytes(stream), 1001);
      expect(kinds(events).toSorted(), stream).toEqual(['answered', 'heard', 'heard']);
    }
  });

  test('what it has begun before the peer speaks is not taken for the answer', () => {
    const it = dialogue([VALUE, { say: { text: '?' }, expect: { text: '!' }, everyS: 1 }]);
    it.startRound(0);
    it.received(bytes('T='), 999);
    it.due(1000, NOTHING);
    expect(kinds(it.received(bytes('5\n!'), 1001).events)).toEqual(['heard', 'answered']);
  });
});

describe('at the end', () => {
  test('a peer that has closed says nothing more, and hears the answer', () => {
    const it = dialogue([LOGIN, STATUS]);
    it.startRound(0);
    it.peerClosed();
    const turn = it.received(bytes('ok\n'), 10);
    expect([turn.send, kinds(turn.events), it.isInRound, it.nextMs]).toEqual([[], ['answered'], false, null]);
  });

  test('a device that closes owes its answer for ever', () => {
    const it = dialogue([LOGIN]);
    it.startRound(0);
    const { events } = it.deviceClosed(10);
    expect(events).toMatchObject([{ kind: 'answer-differs', isMissing: true, sinceMs: 0 }]);
  });

  test('a device that sends without end, unasked, is found out', () => {
    const it = dialogue([LOGIN]);
    const chunk = new Uint8Array(1460);
    const events = Array.from({ length: 60 }, (_, index) => it.received(chunk, index).events).flat();
    expect(kinds(events)).toEqual(['answer-differs']);
  });
});
