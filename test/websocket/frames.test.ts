/** Frames after the handshake, by the sections of RFC 6455, each case whole and split. */
import { describe, expect, test } from 'vitest';
import { isWhole, shareOf } from '../whole/share.ts';
import { BINARY, CLOSE, closePayload, frame, heard, PING, PONG, request, server, TEXT, talk } from './rig.ts';

const text = (length: number): string => 'x'.repeat(length);
const euro = Buffer.from('\u20ac');

/** What the client sends, and what the device says: messages, pongs, closes. */
const CASES: Readonly<
  Record<string, readonly (readonly [name: string, bytes: readonly Buffer[], said: readonly string[]])[]>
> = {
  'framing (5.2)': [
    ...[0, 1, 125, 126, 127, 128, 1023, 1024].map(
      (length) => [`a text of ${length} bytes`, [frame(TEXT, text(length))], [`text ${text(length)}`]] as const,
    ),
    ...[0, 1, 125, 126, 1024].map(
      (length) =>
        [
          `${length} bytes`,
          [frame(BINARY, Buffer.alloc(length, 0xfe))],
          [`binary ${Buffer.alloc(length, 0xfe).toString('latin1')}`],
        ] as const,
    ),
    ['two messages in one segment', [frame(TEXT, 'a'), frame(BINARY, 'b')], ['text a', 'binary b']],
    ['126 for a length below 126', [Buffer.from([TEXT, 0xfe, 0, 125, 0, 0, 0, 0])], ['close 1002']],
    ['127 for a length below 65536', [Buffer.from([TEXT, 0xff, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0])], ['close 1002']],
    ['a length of 64 bits', [Buffer.from([BINARY, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])], ['close 1009']],
    ['a length with the top bit', [Buffer.from([BINARY, 0xff, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])], ['close 1009']],
  ],
  'mask (5.1, 5.3)': [
    ['no mask', [frame(TEXT, 'hello', { mask: false })], ['close 1002']],
    ['a ping without a mask', [frame(PING, '', { mask: false })], ['close 1002']],
    ['a mask of zeros', [Buffer.from([TEXT, 0x82, 0, 0, 0, 0, 0x68, 0x69])], ['text hi']],
  ],
  'reserved bits and opcodes (5.2)': [
    ...[0x40, 0x20, 0x10, 0x70].map(
      (bits) => [`RSV ${bits.toString(16)}`, [frame(TEXT | bits, 'a')], ['close 1002']] as const,
    ),
    ...[0x40, 0x20, 0x10].map(
      (bits) => [`RSV ${bits.toString(16)} of a ping`, [frame(PING | bits)], ['close 1002']] as const,
    ),
    ...[0x3, 0x4, 0x5, 0x6, 0x7, 0xb, 0xc, 0xd, 0xe, 0xf].map(
      (opcode) =>
        [`opcode ${opcode.toString(16)}`, [frame(TEXT, 'a'), frame(0x80 | opcode)], ['text a', 'close 1002']] as const,
    ),
  ],
  'fragmentation (5.4)': [
    ['two', [frame(0x01, 'Hel'), frame(0x80, 'lo')], ['text Hello']],
    ['three with an empty one', [frame(0x02, 'a'), frame(0x00, ''), frame(0x80, 'b')], ['binary ab']],
    ['an empty end', [frame(0x01, 'a'), frame(0x80, '')], ['text a']],
    ['an empty begin', [frame(0x01, ''), frame(0x80, 'a')], ['text a']],
    ['all empty', [frame(0x01, ''), frame(0x00, ''), frame(0x80, '')], ['text ']],
    ['a ping between', [frame(0x01, 'a'), frame(PING, 'p'), frame(0x80, 'b')], ['pong p', 'text ab']],
    ['a continuation of nothing', [frame(0x80, 'a')], ['close 1002']],
    ['a continuation of nothing that goes on', [frame(0x00, 'a')], ['close 1002']],
    ['a new message in another', [frame(0x01, 'a'), frame(TEXT, 'b')], ['close 1002']],
    ['a continuation after the end', [frame(0x01, 'a'), frame(0x80, 'b'), frame(0x80, 'c')], ['text ab', 'close 1002']],
  ],
  'ping and pong (5.5)': [
    ...[0, 1, 125].map(
      (length) => [`a ping of ${length}`, [frame(PING, text(length))], [`pong ${text(length)}`]] as const,
    ),
    ['a ping of 126', [frame(PING, text(126))], ['close 1002']],
    ['a ping in fragments', [frame(PING & 0x7f, 'a')], ['close 1002']],
    ['a pong that nobody asked for', [frame(PONG, 'a'), frame(TEXT, 'b')], ['text b']],
    [
      'ten pings',
      Array.from({ length: 10 }, (_, index) => frame(PING, `${index}`)),
      Array.from({ length: 10 }, (_, index) => `pong ${index}`),
    ],
    ['bytes above 127', [frame(PING, Buffer.of(0xff, 0x00, 0xfe))], ['pong \u00ff\u0000\u00fe']],
  ],
  'close (5.5.1, 7)': [
    ['without a body', [frame(CLOSE)], ['close']],
    ...[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999].map(
      (code) => [`code ${code}`, [frame(CLOSE, closePayload(code))], [`close ${code}`]] as const,
    ),
    ...[0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535].map(
      (code) => [`code ${code}`, [frame(CLOSE, closePayload(code))], ['close 1002']] as const,
    ),
    ['a body of a byte', [frame(CLOSE, 'a')], ['close 1002']],
    ['a reason', [frame(CLOSE, closePayload(1000, 'bye'))], ['close 1000']],
    ['the longest reason', [frame(CLOSE, closePayload(1000, text(123)))], ['close 1000']],
    ['a body of 126', [frame(CLOSE, closePayload(1000, text(124)))], ['close 1002']],
    ['a reason that is no UTF-8', [frame(CLOSE, closePayload(1000, Buffer.of(0xc3, 0x28)))], ['close 1007']],
    ['a reason that ends in a character', [frame(CLOSE, closePayload(1000, euro.subarray(0, 2)))], ['close 1007']],
    ['a message after it', [frame(CLOSE, closePayload(1000)), frame(TEXT, 'late')], ['close 1000']],
    ['a close in a message', [frame(0x01, 'a'), frame(CLOSE, closePayload(1001))], ['close 1001']],
  ],
  limits: [
    ['a message of maxMessageBytes and one', [frame(BINARY, Buffer.alloc(1025))], ['close 1009']],
    ['fragments of more', [frame(0x02, Buffer.alloc(1000)), frame(0x80, Buffer.alloc(25))], ['close 1009']],
    [
      'fragments of just as much',
      [frame(0x02, Buffer.alloc(1000)), frame(0x80, Buffer.alloc(24))],
      [`binary ${'\u0000'.repeat(1024)}`],
    ],
  ],
};

const HEX_UTF8: Readonly<Record<'good' | 'bad', readonly string[]>> = {
  good: [
    '00',
    '7f',
    'c2 80',
    'df bf',
    'e0 a0 80',
    'ed 9f bf',
    'ee 80 80',
    'ef bf bf',
    'f0 90 80 80',
    'f4 8f bf bf',
    'ce ba e1 bd b9 cf 83 ce bc ce b5',
  ],
  bad: [
    '80',
    'bf',
    'c0 80',
    'c1 bf',
    'c2',
    'c2 41',
    'e0 80 80',
    'e0 9f bf',
    'e1 80',
    'e1 41 80',
    'ed a0 80',
    'ed bf bf',
    'f0 80 80 80',
    'f0 8f bf bf',
    'f1 80 80',
    'f4 90 80 80',
    'f5 80 80 80',
    'f8 88 80 80 80',
    'fe',
    'ff',
    'ce ba e1 bd b9 ed a0 80 65',
  ],
};
const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
/** What was echoed of a message before the device knew that it is none does not count. */
const lastOf = (said: Buffer): string => {
  const closing = said.indexOf(Buffer.from([0x88, 0x02]), said.indexOf('\r\n\r\n'));
  return closing < 0 ? '' : `close ${said.readUInt16BE(closing + 2)}`;
};

describe.each(['W5500', 'W5200'])('%s', (chip) => {
  const isPlayed = chip === 'W5500' || isWhole;
  const play = async (parts: readonly (Buffer | number)[]) =>
    talk(await server({}, chip), [request(), 5, ...parts], 50);

  describe.each(Object.entries(CASES))('%s', (_section, cases) => {
    test.each(isPlayed ? cases : shareOf(cases, 4))('%s', async (_name, parts, want) => {
      const whole = await play([Buffer.concat(parts)]);
      expect([heard(whole.said), whole.complaints]).toEqual([want, []]);
      const closes = want.at(-1)?.startsWith('close') === true;
      expect(whole.ended).toBe(closes ? 'websocket-closed' : null);
    });

    test('split at every byte', async () => {
      for (const [index, [name, parts, want]] of cases.entries()) {
        const all = Buffer.concat(parts);
        const points = Array.from({ length: Math.min(all.length - 1, 160) }, (_, at) => at + 1);
        for (const at of shareOf(points, 60, index)) {
          const { said, complaints } = await play([all.subarray(0, at), 3, all.subarray(at)]);
          const isGone =
            want.at(-1)?.startsWith('close') === true && complaints.some((it) => it.includes('no open connection'));
          expect([heard(said), isGone ? [] : complaints], `${name}, split at ${at}`).toEqual([want, []]);
        }
      }
    });
  });

  if (isPlayed)
    describe('UTF-8 (8.1)', () => {
      test.each(HEX_UTF8.good)('%s', async (hex) => {
        const bytes = bytesOf(hex);
        expect(heard((await play([frame(TEXT, bytes)])).said)).toEqual([`text ${bytes}`]);
        const parts = [...bytes].map((byte, index) =>
          frame((index === 0 ? 1 : 0) | (index === bytes.length - 1 ? 0x80 : 0), Buffer.of(byte)),
        );
        expect(heard((await play([Buffer.concat(parts)])).said)).toEqual([`text ${bytes}`]);
      });

      test.each(HEX_UTF8.bad)('%s is refused', async (hex) => {
        const { said, ended } = await play([frame(TEXT, bytesOf(hex))]);
        expect([lastOf(said), ended]).toEqual(['close 1007', 'websocket-closed']);
        expect(heard((await play([frame(BINARY, bytesOf(hex))])).said)).toHaveLength(1);
      });
    });

  test('a close is answered once, and the device ends the connection', async () => {
    const { said, ended } = await play([frame(CLOSE, closePayload(1000)), 20]);
    expect([heard(said), ended]).toEqual([['close 1000'], 'websocket-closed']);
  });
});
