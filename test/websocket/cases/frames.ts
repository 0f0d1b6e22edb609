/** Framing, pings, reserved bits, opcodes and fragments: sections 1 to 5 of the Autobahn suite, and more of RFC 6455. */
import { BINARY, frame, PING, TEXT } from '../rig.ts';
import {
  begin,
  binary,
  hex,
  last,
  more,
  PROTOCOL_ERROR,
  ping,
  pong,
  refused,
  served,
  stars,
  TOO_BIG,
  text,
  type WebsocketCase,
} from './case.ts';

const FE = (length: number): Buffer => Buffer.alloc(length, 0xfe);
const broken = (bytes: string): Buffer => hex(bytes);

/** 5.2: lengths. The long ones are in `long.ts`. */
const FRAMING: readonly WebsocketCase[] = [
  ...[0, 125, 126, 127, 128].map((length, index) =>
    served(`1.1.${index + 1}`, `a text of ${length} bytes`, [text(stars(length))], [`text ${stars(length)}`]),
  ),
  ...[0, 125, 126, 127, 128].map((length, index) =>
    served(`1.2.${index + 1}`, `${length} bytes`, [binary(FE(length))], [`binary ${FE(length).toString('latin1')}`]),
  ),
  ...[1, 255, 256, 1023, 1024].map((length) =>
    served(null, `a text of ${length} bytes`, [text(stars(length))], [`text ${stars(length)}`]),
  ),
  served(null, 'two messages', [text('a'), binary('b')], ['text a', 'binary b']),
  served(null, 'a mask of zeros', [broken('81 82 00 00 00 00 68 69')], ['text hi']),
  refused(null, '126 for 125', [broken('81 fe 00 7d 00 00 00 00')], PROTOCOL_ERROR),
  refused(null, '126 for 0', [broken('82 fe 00 00 00 00 00 00')], PROTOCOL_ERROR),
  refused(null, '127 for 1024', [broken('81 ff 00 00 00 00 00 00 04 00 00 00 00 00')], PROTOCOL_ERROR),
  refused(null, '127 for 65535', [broken('81 ff 00 00 00 00 00 00 ff ff 00 00 00 00')], PROTOCOL_ERROR),
  refused(null, '64 bits with the first one set', [broken('82 ff 80 00 00 00 00 01 00 00 00 00 00 00')], '1002/1009'),
  refused(null, '4 GiB', [broken('82 ff 00 00 00 01 00 00 00 00 00 00 00 00')], TOO_BIG),
  refused(null, 'the longest of all', [broken('82 ff 7f ff ff ff ff ff ff ff 00 00 00 00')], TOO_BIG),
  refused(null, 'a text without a mask', [frame(TEXT, 'hello', { mask: false })], PROTOCOL_ERROR),
  refused(null, 'a ping without a mask', [frame(PING, '', { mask: false })], PROTOCOL_ERROR),
  refused(null, 'a close without a mask', [frame(0x88, '', { mask: false })], PROTOCOL_ERROR),
];

const NUMBERS = Array.from({ length: 10 }, (_, index) => `payload-${index}`);

const PINGS: readonly WebsocketCase[] = [
  served('2.1', 'a ping', [ping()], ['pong ']),
  served('2.2', 'a ping with a text', [ping('Hello, world!')], ['pong Hello, world!']),
  served('2.3', 'a ping with bytes', [ping(hex('00 ff fe fd fc fb 00 ff'))], ['pong \x00\xff\xfe\xfd\xfc\xfb\x00\xff']),
  served('2.4', 'a ping of 125', [ping(FE(125))], [`pong ${FE(125).toString('latin1')}`]),
  refused('2.5', 'a ping of 126', [ping(FE(126))], PROTOCOL_ERROR),
  served('2.6', 'a ping of 125 in octets', [ping(FE(125))], [`pong ${FE(125).toString('latin1')}`], 'octets'),
  served('2.7', 'a pong', [pong()], []),
  served('2.8', 'a pong with a payload', [pong('unsolicited')], []),
  served('2.9', 'a pong, then a ping', [pong('unsolicited'), ping('ping')], ['pong ping']),
  served(
    '2.10',
    'ten pings',
    NUMBERS.map(ping),
    NUMBERS.map((it) => `pong ${it}`),
  ),
  served(
    '2.11',
    'ten pings in octets',
    NUMBERS.map(ping),
    NUMBERS.map((it) => `pong ${it}`),
    'octets',
  ),
  refused(null, 'a pong of 126', [pong(FE(126))], PROTOCOL_ERROR),
];

const HELLO = 'Hello, world!';
const before = [`text ${HELLO}`];

const RESERVED: readonly WebsocketCase[] = [
  refused('3.1', 'RSV 1', [frame(TEXT | 0x10, HELLO)], PROTOCOL_ERROR),
  refused('3.2', 'RSV 2 behind a text', [text(HELLO), frame(TEXT | 0x20, HELLO), ping()], PROTOCOL_ERROR, { before }),
  refused('3.3', 'RSV 3, by frames', [text(HELLO), frame(TEXT | 0x30, HELLO), ping()], PROTOCOL_ERROR, {
    before,
    chops: 'frames',
  }),
  refused('3.4', 'RSV 4, by octets', [text(HELLO), frame(TEXT | 0x40, HELLO), ping()], PROTOCOL_ERROR, {
    before,
    chops: 'octets',
  }),
  refused('3.5', 'RSV 5 of bytes', [frame(BINARY | 0x50, FE(8))], PROTOCOL_ERROR),
  refused('3.6', 'RSV 6 of a ping', [frame(PING | 0x60, HELLO)], PROTOCOL_ERROR),
  refused('3.7', 'RSV 7 of a close', [frame(0x88 | 0x70)], PROTOCOL_ERROR),
  refused(null, 'RSV 1 of a fragment', [begin('a'), frame(0x80 | 0x10, 'b')], PROTOCOL_ERROR),
];

const OPCODES: readonly WebsocketCase[] = [
  ...[3, 4, 5, 6, 7].map((opcode, index) => reservedOpcode(`4.1.${index + 1}`, opcode, index)),
  ...[0xb, 0xc, 0xd, 0xe, 0xf].map((opcode, index) => reservedOpcode(`4.2.${index + 1}`, opcode, index)),
];

/** Alone without and with a payload, then behind a text. */
function reservedOpcode(number: string, opcode: number, index: number): WebsocketCase {
  const wrong = frame(0x80 | opcode, index % 2 === 0 ? '' : 'reserved opcode payload');
  return index < 2
    ? refused(number, `opcode ${opcode}`, [wrong], PROTOCOL_ERROR)
    : refused(number, `opcode ${opcode} behind a text`, [text(HELLO), wrong, ping()], PROTOCOL_ERROR, { before });
}

const TWO = [begin('fragment1'), last('fragment2')];
const TWO_SAID = ['text fragment1fragment2'];
const LOST = [last('non-continuation payload'), text(HELLO)];
const LOST_OPEN = [more('non-continuation payload'), text(HELLO)];
const MIDST = [
  ...[begin('fragment1'), more('fragment2'), ping('ping1'), more('fragment3'), more('fragment4')],
  ...[ping('ping2'), last('fragment5')],
];
const MIDST_SAID = ['pong ping1', 'pong ping2', 'text fragment1fragment2fragment3fragment4fragment5'];

const FRAGMENTS: readonly WebsocketCase[] = [
  refused('5.1', 'a ping in fragments', [frame(0x09, 'a'), frame(0x80, 'b')], PROTOCOL_ERROR),
  refused('5.2', 'a pong in fragments', [frame(0x0a, 'a'), frame(0x80, 'b')], PROTOCOL_ERROR),
  served('5.3', 'two', TWO, TWO_SAID),
  served('5.4', 'two, by frames', TWO, TWO_SAID, 'frames'),
  served('5.5', 'two, by octets', TWO, TWO_SAID, 'octets'),
  ...([undefined, 'frames', 'octets'] as const).map((chops, index) =>
    served(
      `5.${index + 6}`,
      `a ping between, ${chops ?? 'at once'}`,
      [begin('a'), ping('p'), last('b')],
      ['pong p', 'text ab'],
      chops,
    ),
  ),
  ...([undefined, 'frames', 'octets'] as const).map((chops, index) =>
    refused(`5.${index + 9}`, `a continuation of nothing, ${chops ?? 'at once'}`, LOST, PROTOCOL_ERROR, { chops }),
  ),
  ...([undefined, 'frames', 'octets'] as const).map((chops, index) =>
    refused(`5.${index + 12}`, `one that goes on, ${chops ?? 'at once'}`, LOST_OPEN, PROTOCOL_ERROR, { chops }),
  ),
  refused('5.15', 'one behind a message', [...TWO, ...LOST_OPEN], PROTOCOL_ERROR, { before: TWO_SAID }),
  refused('5.16', 'twice, going on', [more('x'), ...TWO, more('x'), ...TWO], PROTOCOL_ERROR),
  refused('5.17', 'twice, ended', [last('x'), ...TWO, last('x'), ...TWO], PROTOCOL_ERROR),
  refused('5.18', 'a text in a text', [begin('fragment1'), text('fragment2')], PROTOCOL_ERROR),
  served('5.19', 'pings in the midst', MIDST, MIDST_SAID),
  served('5.20', 'pings in the midst, by frames', MIDST, MIDST_SAID, 'frames'),
  served(null, 'an empty one between', [frame(0x02, 'a'), more(''), last('b')], ['binary ab']),
  served(null, 'an empty end', [begin('a'), last('')], ['text a']),
  served(null, 'an empty begin', [begin(''), last('a')], ['text a']),
  served(null, 'a pong between', [begin('a'), pong('p'), last('b')], ['text ab']),
  refused(null, 'bytes in a text', [begin('a'), binary('b')], PROTOCOL_ERROR),
  refused(null, 'a continuation behind the end', [...TWO, last('c')], PROTOCOL_ERROR, { before: TWO_SAID }),
];

export const FRAME_CASES = {
  'lengths and masks (5.2, 5.3)': FRAMING,
  'ping and pong (5.5.2, 5.5.3)': PINGS,
  'reserved bits (5.2)': RESERVED,
  'opcodes (5.2)': OPCODES,
  'fragments (5.4)': FRAGMENTS,
};
