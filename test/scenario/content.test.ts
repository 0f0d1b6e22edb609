import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../simulator/random.ts';
import { contentOf } from '../../simulator/scenario/steps/content.ts';
import { BRISK, built } from '../whole/firmware.ts';
import { builtIn, play, scenario } from '../whole/play.ts';

const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)];
const set = (...messages: readonly string[]) => ({
  messages: messages.map(bytesOf),
  starts: new Set(messages.map((message) => message.charCodeAt(0))),
});

function sent(text: string, sample: boolean, ...messages: readonly string[]) {
  const content = contentOf(
    { do: 'send', peer: 'client', text, sample, optional: false },
    randomFrom(1),
    set(...messages),
  );
  return { bytes: new TextDecoder().decode(content.bytes), text: content.text };
}

describe('a sample', () => {
  test.each([
    ['is itself', 'hello', ['bye'], { bytes: 'hello', text: '5 bytes "hello"' }],
    ['is itself beside a message that begins alike', 'hello', ['help'], { bytes: 'hello', text: '5 bytes "hello"' }],
    [
      'is not a message',
      'hello',
      ['hello'],
      { bytes: 'iello', text: '5 bytes in place of "hello", which holds a message of the spec' },
    ],
    [
      'holds no message',
      'hello',
      ['ell'],
      { bytes: 'hfllo', text: '5 bytes in place of "hello", which holds a message of the spec' },
    ],
    [
      'does not end with the beginning of one',
      'hello',
      ['lost'],
      { bytes: 'hemmo', text: '5 bytes in place of "hello", which holds a message of the spec' },
    ],
    [
      'gets no byte with which another begins',
      'hello',
      ['hello', 'idle'],
      { bytes: 'jello', text: '5 bytes in place of "hello", which holds a message of the spec' },
    ],
  ])('%s', (_name, text, messages, want) => {
    expect(sent(text, true, ...messages)).toEqual(want);
  });
});

test('what a user writes is sent as it is, and the timeline says what is in it', () => {
  expect(sent('hello', false, 'ell')).toEqual({
    bytes: 'hello',
    text: '5 bytes "hello", in which there is a message of the spec',
  });
  expect(sent('hello', false, 'lost')).toEqual({ bytes: 'hello', text: '5 bytes "hello"' });
});

describe.each([
  ['the text of the scenarios is the heartbeat', { heartbeat: { expect: { text: 'hello', withinS: 20 } } }],
  ['their last text is the answer', { ask: { text: '?', afterIdleS: 30, withinS: 5, answer: { text: 'anybody' } } }],
  ['one byte of theirs is the goodbye', { goodbye: { hex: '00' } }],
  ['any sign of life is the goodbye', { goodbye: { hex: '00' }, idle: { closeAfterS: 10 } }],
])('%s', (_name, keys) => {
  test.each(['echo', 'all-slots-dead', 'lossy-link'])('%s', async (name) => {
    const { verdict, reasons } = play(await built({ ...BRISK, chip: 'W5500', ...keys }), builtIn(name));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });
});

test('a message that a user’s scenario sends has its meaning', async () => {
  const firmware = await built({ ...BRISK, chip: 'W5500', goodbye: { text: 'bye' } });
  const steps = [
    { do: 'connect', peer: 'client' },
    { do: 'send', peer: 'client', text: 'good bye' },
    { do: 'wait', for: { s: 2 } },
  ];
  const run = play(firmware, scenario(steps));
  expect(run.verdict, run.reasons.join('\n')).toBe('pass');
  expect(run.timeline).toContainEqual(
    expect.objectContaining({ text: 'client sends 8 bytes "good bye", in which there is a message of the spec' }),
  );
});
