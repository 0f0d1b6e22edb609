import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../contract/far-side.ts';
import { MessageReader } from '../../generator/protocols/messages/reader.ts';

const bytes = (text: string): number[] => [...Buffer.from(text, 'latin1')];
const message = (text: string, isOnce = false): Message => ({
  ...{ name: text, bytes: bytes(text) },
  ...(isOnce && { isOnce }),
});

/** Pieces as text: data as it is, messages in angle brackets, what is held back after a bar. */
function found(messages: readonly Message[], ...chunks: readonly string[]): string {
  const stream = new MessageReader(messages);
  const text = chunks
    .flatMap((chunk) => stream.take(Uint8Array.from(bytes(chunk))))
    .map((piece) =>
      piece.kind === 'data'
        ? Buffer.from(piece.bytes).toString('latin1')
        : `<${Buffer.from(piece.bytes).toString('latin1')}>`,
    )
    .join('');
  return `${text}|${Buffer.from(stream.held).toString('latin1')}`;
}

describe('finds', () => {
  const [beat, bye] = [message('beat'), message('bye')];
  test.each([
    ['nothing in nothing', [beat], [''], '|'],
    ['no message without messages', [], ['beat'], 'beat|'],
    ['a message alone', [beat], ['beat'], '<beat>|'],
    ['a message among data', [beat, bye], ['ab beat cd bye'], 'ab <beat> cd <bye>|'],
    ['one after the other', [beat, bye], ['beatbyebeat'], '<beat><bye><beat>|'],
    ['a message split everywhere', [beat], ['b', 'e', 'a', 't'], '<beat>|'],
    ['a message split behind data', [beat], ['xb', 'eat', 'y'], 'x<beat>y|'],
    ['a beginning that comes to nothing', [beat], ['bea', 'r'], 'bear|'],
    ['a beginning within a beginning', [beat], ['bebe', 'at'], 'be<beat>|'],
    ['a message that begins as its own tail ends', [message('aab')], ['aaab'], 'a<aab>|'],
    ['what may still come, held back', [beat, bye], ['12b'], '12|b'],
    ['bytes of any value', [message('\x00\xff')], ['\x00\x00', '\xff'], '\x00<\x00\xff>|'],
    ['the first named of two that begin alike', [message('ok'), message('okay')], ['okay'], '<ok>ay|'],
    ['the other one, when the first comes to nothing', [message('okay'), message('ok')], ['oka', 'x'], '<ok>ax|'],
    ['the one that begins first of two that end together', [message('at'), beat], ['beat'], '<beat>|'],
    ['once what comes once', [message('hi', true)], ['h', 'ihi'], '<hi>hi|'],
    ['what comes once behind others', [message('hi', true), bye], ['xbyehi', 'hi'], 'x<bye><hi>hi|'],
  ] as const)('%s', (_name, messages, chunks, want) => {
    expect(found(messages, ...chunks)).toBe(want);
  });
});

test('however the stream is split, the same is found and no byte is lost', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 40 });
  const few = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }), { maxLength: 3 });
  fc.assert(
    fc.property(letters, few, fc.array(fc.nat(40)), (text, texts, cuts) => {
      const messages = texts.map((each) => message(each));
      const places = [0, ...cuts.filter((cut) => cut <= text.length).sort((a, b) => a - b), text.length];
      const chunks = places.slice(1).map((end, index) => text.slice(places[index], end));
      const whole = found(messages, text);
      expect(found(messages, ...chunks)).toBe(whole);
      expect(whole.replace(/[<>|]/g, '')).toBe(text);
      // Nothing that is a whole message is left in a stretch of data between two messages.
      const stretches = (whole.split('|')[0] ?? '').split(/<[^>]*>/);
      for (const stretch of stretches) for (const each of texts) expect(stretch).not.toContain(each);
    }),
  );
});
