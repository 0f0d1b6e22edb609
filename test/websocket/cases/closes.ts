/** Closes: section 7 of the Autobahn suite, and RFC 6455 section 7.4. */
import {
  begin,
  binary,
  close,
  hex,
  last,
  NOT_UTF8,
  PROTOCOL_ERROR,
  ping,
  refused,
  stars,
  TOO_BIG,
  text,
  type WebsocketCase,
} from './case.ts';

const closed = (
  number: string | null,
  name: string,
  frames: readonly Buffer[],
  want: readonly string[],
): WebsocketCase => ({
  ...{ number, name, frames, want },
});
const ONCE = ['close 1000'];
const VALID = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999];
const INVALID = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999];

const ORDER: readonly WebsocketCase[] = [
  closed('7.1.1', 'a text, then a close', [text('Hello'), close(1000)], ['text Hello', ...ONCE]),
  closed('7.1.2', 'two closes', [close(1000), close(1000)], ONCE),
  closed('7.1.3', 'a ping behind it', [close(1000), ping()], ONCE),
  closed('7.1.4', 'a text behind it', [close(1000), text('late')], ONCE),
  closed('7.1.5', 'between fragments', [begin('fragment1'), close(1000), last('fragment2')], ONCE),
  closed(null, 'what is wrong behind it', [close(1000), hex('ff ff ff ff')], ONCE),
];

const BODIES: readonly WebsocketCase[] = [
  closed('7.3.1', 'no body', [close(null)], ['close']),
  refused('7.3.2', 'one byte', [hex('88 81 00 00 00 00 61')], PROTOCOL_ERROR),
  closed('7.3.3', 'a code', [close(1000)], ONCE),
  closed('7.3.4', 'a reason', [close(1000, 'Hello, world!')], ONCE),
  closed('7.3.5', 'the longest reason', [close(1000, stars(123))], ONCE),
  refused('7.3.6', 'a reason that is longer', [close(1000, stars(124))], PROTOCOL_ERROR),
  refused(
    '7.5.1',
    'a reason that is no UTF-8',
    [close(1000, hex('ce ba e1 bd b9 cf 83 ce bc ce b5 ed a0 80 65'))],
    NOT_UTF8,
  ),
  refused(null, 'a reason that ends within a character', [close(1000, hex('e2 82'))], NOT_UTF8),
];

const CODES: readonly WebsocketCase[] = [
  ...VALID.map((code, index) => closed(`7.7.${index + 1}`, `${code}`, [close(code)], [`close ${code}`])),
  ...[1012, 1013, 1014, 3001].map((code) => closed(null, `${code}`, [close(code)], [`close ${code}`])),
  ...INVALID.map((code, index) => refused(`7.9.${index + 1}`, `${code}`, [close(code)], PROTOCOL_ERROR)),
  ...[1015, 1017].map((code) => refused(null, `${code}`, [close(code)], PROTOCOL_ERROR)),
  refused('7.13.1', '5000', [close(5000)], PROTOCOL_ERROR),
  refused('7.13.2', '65535', [close(65535)], PROTOCOL_ERROR),
];

/** `maxMessageBytes` is 1024. */
const LIMITS: readonly WebsocketCase[] = [
  closed(
    null,
    'just as long as allowed',
    [binary(Buffer.alloc(1024)), close(1000)],
    [`binary ${'\u0000'.repeat(1024)}`, ...ONCE],
  ),
  refused(null, 'a byte longer', [binary(Buffer.alloc(1025))], TOO_BIG),
  refused(null, 'a byte longer in its last fragment', [begin(stars(1000)), last(stars(25))], TOO_BIG),
];

export const CLOSE_CASES = {
  'order of closes (5.5.1)': ORDER,
  'bodies of closes (5.5.1)': BODIES,
  'codes (7.4)': CODES,
  'limits (10.4)': LIMITS,
};
