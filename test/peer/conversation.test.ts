import { describe, expect, test } from 'vitest';
import type { DevicePlan, SocketPlan, WatchPlan } from '../../contract/device.ts';
import { farSideOf } from '../../generator/methods/far-side.ts';
import { Conversation, type ConversationOptions, type Turn } from '../../peer/connections/conversation.ts';

const text = (bytes: ArrayLike<number>): string => String.fromCharCode(...Array.from(bytes));
const bytesOf = (latin1: string): Uint8Array =>
  Uint8Array.from([...latin1].map((character) => character.charCodeAt(0)));
const message = (latin1: string): number[] => [...bytesOf(latin1)];

const NOTHING: WatchPlan = {
  primer: null,
  idle: null,
  heartbeat: null,
  ask: null,
  goodbye: null,
  ping: null,
  'send-timeout': null,
};
const ASK: WatchPlan['ask'] = {
  message: message('you?'),
  answer: { message: message('yes'), pass: false },
  afterIdleMs: 30_000,
  withinMs: 5000,
  tries: 3,
};
const ALL: WatchPlan = {
  primer: message('hello'),
  idle: null,
  heartbeat: {
    send: { message: message('online'), everyMs: 4000 },
    expect: { withinMs: 9000, message: message('alive'), pass: true },
  },
  ask: ASK,
  goodbye: { message: message('bye') },
  ping: null,
  'send-timeout': null,
};

function talk(
  watch: Partial<WatchPlan> | WatchPlan,
  options: Partial<ConversationOptions> = {},
  nowMs = 0,
): Conversation {
  const socket = {
    keepalive: null,
    websocket: null,
    peerTraffic: 'echo',
    watch: { ...NOTHING, ...watch },
  } as SocketPlan;
  const farSide = farSideOf({ watch: { link: null, health: null } } as DevicePlan, socket);
  const all = { farSide, echoEveryMs: null, patienceMs: 3000, ...options };
  return new Conversation(all, nowMs);
}

/** What was heard, in a line, neighbouring data summed up, and after it what was said: `name data:bytes >sent`. */
function shown(turns: readonly Turn[]): string {
  const words: string[] = [];
  const said: string[] = [];
  let data = 0;
  const endData = (): void => {
    if (data > 0) words.push(`data:${data}`);
    data = 0;
  };
  for (const { send, events } of turns) {
    for (const event of events) {
      if (event.kind === 'data') data += event.bytes;
      else {
        endData();
        words.push(event.kind === 'message' ? event.name : event.kind);
      }
    }
    for (const bytes of send) said.push(`>${text(bytes)}`);
  }
  endData();
  return [...words, ...said].join(' ');
}

describe('the same is heard and said whatever the stream is split into', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['hello', 'primer'],
    ['onlineonline', 'heartbeat heartbeat'],
    ['abcyou?', 'data:3 question >yes'],
    ['you?you?', 'question question >yes >yes'],
    ['hellodatayou?online', 'primer data:4 question heartbeat >yes'],
    ['yoyou?', 'data:2 question >yes'],
    ['xbye', 'data:1 goodbye'],
    ['byebye', 'goodbye'],
  ];
  test.each(cases)('%s', (stream, want) => {
    const bytes = bytesOf(stream);
    for (let cut = 1; cut < bytes.length; cut++) {
      const conversation = talk(ALL);
      const turns: Turn[] = [];
      for (const part of [bytes.slice(0, cut), bytes.slice(cut)]) {
        // After a goodbye nobody reads on.
        if (turns.every(({ events }) => events.every((event) => event.kind !== 'message' || !event.isLast)))
          turns.push(conversation.received(part, 10));
      }
      expect(shown(turns), `split at ${cut}`).toBe(want);
    }
    if (stream === 'byebye') return;
    const conversation = talk(ALL);
    expect(shown([...bytes].map((byte) => conversation.received(Uint8Array.of(byte), 10)))).toBe(want);
  });
});

describe('heartbeats', () => {
  test('leave each third of the time allowed, and not a moment before', () => {
    const conversation = talk({ heartbeat: ALL.heartbeat }, {}, 500);
    for (const dueMs of [3500, 6500, 9500]) {
      expect(conversation.nextMs).toBe(dueMs);
      expect(shown([conversation.due(dueMs - 1)])).toBe('');
      conversation.received(bytesOf('online'), dueMs - 1); // what comes in does not put ours off
      expect(shown([conversation.due(dueMs)])).toBe('>alive');
    }
  });

  test('are one byte of life where any data will do', () => {
    const conversation = talk({ heartbeat: { send: null, expect: { withinMs: 3000, message: null, pass: false } } });
    expect(conversation.due(1000).send).toEqual([Uint8Array.of(0x06)]);
  });

  test('of the device that are missing are events once, at the limit and not before', () => {
    const conversation = talk({ heartbeat: { send: { message: message('online'), everyMs: 4000 }, expect: null } });
    conversation.received(bytesOf('online'), 4000);
    expect(conversation.nextMs).toBe(11_000);
    expect(conversation.due(10_999).events).toEqual([]);
    expect(conversation.due(11_000).events).toEqual([{ kind: 'silent', missing: 'heartbeat' }]);
    expect(conversation.due(12_000).events).toEqual([]);
    expect(conversation.nextMs).toBeNull();
    expect(conversation.received(bytesOf('online'), 13_000).events).toEqual([
      { kind: 'message', name: 'heartbeat', answered: null, isLast: false },
    ]);
    expect(conversation.nextMs).toBe(20_000);
  });
});

describe('questions', () => {
  test('are answered by any byte where any data will do', () => {
    const conversation = talk({ ask: { ...(ASK as NonNullable<typeof ASK>), answer: null } });
    expect(conversation.received(bytesOf('you?'), 0).send).toEqual([Uint8Array.of(0x06)]);
  });

  test('are answered also where a heartbeat says the same', () => {
    const send = { message: message('you?'), everyMs: 4000 };
    const conversation = talk({ ask: ASK, heartbeat: { send, expect: null } });
    expect(shown([conversation.received(bytesOf('you?'), 0)])).toBe('question >yes');
  });

  test('an answer that comes back from an echo is no question', () => {
    const ask = { ...(ASK as NonNullable<typeof ASK>), message: [0x06], answer: null };
    const conversation = talk({ ask });
    const [answer = new Uint8Array(0)] = conversation.received(Uint8Array.of(0x06), 0).send;
    expect(answer).toHaveLength(1);
    expect(conversation.received(answer, 1).send).toEqual([]);
  });
});

describe('echoes', () => {
  const echoes = { echoEveryMs: 5000, patienceMs: 3000 };

  function sent(conversation: Conversation, nowMs: number): Uint8Array {
    const { send } = conversation.due(nowMs);
    expect(send).toHaveLength(1);
    return send[0] as Uint8Array;
  }

  test('one at once, the next after its time, each another', () => {
    const conversation = talk({}, echoes);
    const first = sent(conversation, 0);
    expect(conversation.received(first, 7).events).toEqual([{ kind: 'echo', roundTripMs: 7 }]);
    expect(shown([conversation.due(4999)])).toBe('');
    const second = sent(conversation, 5000);
    expect(second).not.toEqual(first);
    expect(conversation.received(first, 5001).events).toEqual([{ kind: 'data', bytes: first.length }]);
    expect(conversation.received(second, 5012).events).toEqual([{ kind: 'echo', roundTripMs: 12 }]);
  });

  test('measured at its last byte, whatever else comes in between', () => {
    const conversation = talk(ALL, echoes);
    const payload = sent(conversation, 0);
    const turns = [...payload].flatMap((byte, index) => [
      conversation.received(Uint8Array.of(byte), 10 + index),
      ...(index === 3 ? [conversation.received(bytesOf('you?online'), 14)] : []),
    ]);
    expect(shown(turns)).toBe('question heartbeat echo >yes');
    expect(turns.at(-1)?.events).toEqual([{ kind: 'echo', roundTripMs: 10 + payload.length - 1 }]);
  });

  test('none while one is out; missing at the limit and not before; late ones still count', () => {
    const conversation = talk({}, { echoEveryMs: 1000, patienceMs: 3000 });
    const payload = sent(conversation, 0);
    expect(conversation.nextMs).toBe(3000);
    expect(shown([conversation.due(2999)])).toBe('');
    expect(conversation.due(3000)).toEqual({ send: [], events: [{ kind: 'silent', missing: 'echo' }] });
    expect(conversation.nextMs).toBeNull();
    expect(conversation.received(payload, 4000).events).toEqual([{ kind: 'echo', roundTripMs: 4000 }]);
    sent(conversation, 4000);
  });

  test('holds no byte of any message, whatever bytes those are', () => {
    const digits = message('0123456789');
    const conversation = talk({ primer: digits, goodbye: { message: message('abc') } }, echoes);
    for (const byte of sent(conversation, 0)) expect([...digits, ...message('abc')]).not.toContain(byte);
  });
});

test('the goodbye is the spec’s, or none', () => {
  expect(talk(ALL).lastMessage()).toEqual(bytesOf('bye'));
  expect(talk({ goodbye: { message: null } }).lastMessage()).toBeNull();
  expect(talk({}).lastMessage()).toBeNull();
});

test('with nothing to say or to wait for there is no next time', () => {
  expect(talk({}).nextMs).toBeNull();
});
