/** UTF-8: section 6 of the Autobahn suite, whose texts are those of Markus Kuhn's stress test, and RFC 3629. */
import { frame, TEXT } from '../rig.ts';
import { begin, fragments, hex, last, more, NOT_UTF8, refused, served, text, type WebsocketCase } from './case.ts';

const UTF8 = Buffer.from('Hello-\u00b5@\u00df\u00f6\u00e4\u00fc\u00e0\u00e1-UTF-8!!');
const KOSME = 'ce ba e1 bd b9 cf 83 ce bc ce b5';
const BAD = hex(`${KOSME} ed a0 80 65 64 69 74 65 64`);
const [GOOD_PART, TOO_HIGH, REST] = [hex(KOSME), hex('f4 90 80 80'), hex('65 64 69 74 65 64')];
const WRONG = TOO_HIGH.subarray(0, 2);

const TEXTS: readonly WebsocketCase[] = [
  served('6.1.1', 'an empty text', [text('')], ['text ']),
  served('6.1.2', 'three empty fragments', [begin(''), more(''), last('')], ['text ']),
  served('6.1.3', 'the middle one is not empty', [begin(''), more('middle'), last('')], ['text middle']),
  served('6.2.1', 'whole', [text(UTF8)], [`text ${UTF8}`]),
  served('6.2.2', 'in two', [begin(UTF8.subarray(0, 12)), last(UTF8.subarray(12))], [`text ${UTF8}`]),
  served('6.2.3', 'in fragments of an octet', fragments(UTF8, 1), [`text ${UTF8}`]),
  served('6.2.4', 'Greek in fragments of an octet', fragments(GOOD_PART, 1), [`text ${GOOD_PART}`]),
  refused('6.3.1', 'a surrogate', [text(BAD)], NOT_UTF8),
  refused('6.3.2', 'a surrogate, in fragments of an octet', fragments(BAD, 1), NOT_UTF8),
  refused('6.4.1', 'the second of three fragments', [begin(GOOD_PART), more(TOO_HIGH), last(REST)], NOT_UTF8, {
    chops: 'frames',
  }),
  refused('6.4.2', 'up to the wrong octet', [begin(GOOD_PART), more(WRONG), last(TOO_HIGH.subarray(2))], NOT_UTF8, {
    chops: 'frames',
  }),
  refused('6.4.3', 'within a frame', [text(Buffer.concat([GOOD_PART, TOO_HIGH, REST]))], NOT_UTF8, { chops: 17 }),
  // As fast as in 6.4: nothing comes behind the wrong octet, and the message is never whole.
  refused(
    null,
    'of a frame that is never whole',
    [frame(TEXT, Buffer.concat([GOOD_PART, WRONG]), { length: 99 })],
    NOT_UTF8,
  ),
  refused(null, 'of a fragment with none behind it', [begin(GOOD_PART), more(WRONG)], NOT_UTF8),
  refused('6.4.4', 'within a frame, at the wrong octet', [text(Buffer.concat([GOOD_PART, TOO_HIGH]))], NOT_UTF8, {
    chops: 19,
  }),
];

const run = (from: number, to: number, between = ''): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `${(from + index).toString(16)}${between}`).join('');
const INCOMPLETE = ['c0', 'e080', 'f08080', 'f8808080', 'fc80808080', 'df', 'efbf', 'f7bfbf', 'fbbfbfbf', 'fdbfbfbfbf'];
const NON_CHARACTERS = ['f0', 'f1', 'f2', 'f3', 'f4'].flatMap((first) =>
  ['8f', '9f', 'af', 'bf'].flatMap((second) =>
    (first === 'f4' && second !== '8f') || (first === 'f0' && second === '8f')
      ? []
      : [`${first}${second}bfbe`, `${first}${second}bfbf`],
  ),
);
const PREFIXES = Array.from({ length: 11 }, (_, index) => KOSME.replaceAll(' ', '').slice(0, 2 * (index + 1)));
/** Where a character of the Greek word ends. */
const WHOLE = [2, 5, 7, 9, 11];

/** By the numbers of the suite: what is good, and what is not. */
const GROUPS: readonly (readonly [group: number, good: readonly string[], bad: readonly string[]])[] = [
  [
    5,
    [
      '68656c6c6f24776f726c64',
      '68656c6c6fc2a2776f726c64',
      '68656c6c6fe282ac776f726c64',
      '68656c6c6ff0a4ada2776f726c64',
      KOSME,
    ],
    [],
  ],
  [7, ['00', 'c280', 'e0a080', 'f0908080'], []],
  [8, [], ['f888808080', 'fc8480808080']],
  [9, ['7f', 'dfbf', 'efbfbf', 'f48fbfbf'], []],
  [10, [], ['f7bfbfbf', 'fbbfbfbfbf', 'fdbfbfbfbfbf']],
  [11, ['ed9fbf', 'ee8080', 'efbfbd', 'f48fbfbf'], ['f4908080']],
  [12, [], ['80', 'bf', '80bf', '80bf80', '80bf80bf', '80bf80bf80', '80bf80bf80bf', run(0x80, 0xbf)]],
  [
    13,
    [],
    [run(0xc0, 0xdf, '20'), run(0xe0, 0xef, '20'), run(0xf0, 0xf7, '20'), run(0xf8, 0xfb, '20'), run(0xfc, 0xfd, '20')],
  ],
  [14, [], INCOMPLETE],
  [15, [], [INCOMPLETE.join('')]],
  [16, [], ['fe', 'ff', 'fefeffff']],
  [17, [], ['c0af', 'e080af', 'f08080af', 'f8808080af', 'fc80808080af']],
  [18, [], ['c1bf', 'e09fbf', 'f08fbfbf', 'f887bfbfbf', 'fc83bfbfbfbf']],
  [19, [], ['c080', 'e08080', 'f0808080', 'f880808080', 'fc8080808080']],
  [20, [], ['eda080', 'edadbf', 'edae80', 'edafbf', 'edb080', 'edbe80', 'edbfbf']],
  [
    21,
    [],
    [
      'eda080edb080',
      'eda080edbfbf',
      'edadbfedb080',
      'edadbfedbfbf',
      'edae80edb080',
      'edae80edbfbf',
      'edafbfedb080',
      'edafbfedbfbf',
    ],
  ],
  [22, ['efbfbe', 'efbfbf', ...NON_CHARACTERS], []],
  [23, ['efbfb9', 'efbfba', 'efbfbb', 'efbfbc', 'efbfbd', 'efbfbe', 'efbfbf'], []],
];

const good = (number: string | null, digits: string): WebsocketCase =>
  served(number, digits, [text(hex(digits))], [`text ${hex(digits)}`]);
const bad = (number: string | null, digits: string): WebsocketCase =>
  refused(number, digits, [text(hex(digits))], NOT_UTF8);

const SEQUENCES: readonly WebsocketCase[] = [
  ...GROUPS.flatMap(([group, rights, wrongs]) => [
    ...rights.map((digits, index) => good(`6.${group}.${index + 1}`, digits)),
    ...wrongs.map((digits, index) => bad(`6.${group}.${rights.length + index + 1}`, digits)),
  ]),
  ...PREFIXES.map((digits, index) => (WHOLE.includes(index + 1) ? good : bad)(`6.6.${index + 1}`, digits)),
  ...['c241', 'e141 80', 'f18080', 'e28228a1', 'f0288cbc'].map((digits) => bad(null, digits)),
];

export const UTF8_CASES = { 'texts (8.1)': TEXTS, 'UTF-8 (RFC 3629)': SEQUENCES };
