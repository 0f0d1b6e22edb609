/**
 * Long messages and many of them: sections 9 and 10 of the Autobahn suite, as far as `maxMessageBytes` allows, 65535. A
 * longer message is refused by its length; only its first bytes are sent here.
 */
import { BINARY, frame, TEXT } from '../rig.ts';
import { binary, close, fragments, refused, served, stars, TOO_BIG, text, type WebsocketCase } from './case.ts';

export const LONGEST = 65_535;
const KIB = 1024;
const STARS = Buffer.from(stars(LONGEST));
const FE = Buffer.alloc(LONGEST, 0xfe);
const SAID = [`text ${stars(LONGEST)}`];
const FE_SAID = [`binary ${FE.toString('latin1')}`];

/** The first bytes of a message that is too long. */
const tooLong = (number: string, first: number, length: number): WebsocketCase =>
  refused(number, `${length} bytes`, [frame(first, Buffer.alloc(100, '*'), { length })], TOO_BIG);

const asBinary = (frames: readonly Buffer[]): readonly Buffer[] =>
  frames.map((it, index) => (index === 0 ? Buffer.concat([Buffer.of(it.readUInt8(0) + 1), it.subarray(1)]) : it));

export const LENGTH_CASES: readonly WebsocketCase[] = [
  served('1.1.6', '65535 bytes of text', [text(STARS)], SAID),
  tooLong('1.1.7', TEXT, LONGEST + 1),
  { ...tooLong('1.1.8', TEXT, LONGEST + 1), chops: 99 },
  served('1.2.6', '65535 bytes', [binary(FE)], FE_SAID),
  tooLong('1.2.7', BINARY, LONGEST + 1),
  { ...tooLong('1.2.8', BINARY, LONGEST + 1), chops: 99 },
  ...[64, 256, 1024, 4096, 8192, 16_384].map((size, index) => tooLong(`9.1.${index + 1}`, TEXT, size * KIB)),
  ...[64, 256, 1024, 4096, 8192, 16_384].map((size, index) => tooLong(`9.2.${index + 1}`, BINARY, size * KIB)),
  ...[64, 256, 1024, 4096].map((size, index) => tooLong(`9.3.${index + 6}`, TEXT, size * KIB)),
  ...[64, 256, 1024, 4096].map((size, index) => tooLong(`9.4.${index + 6}`, BINARY, size * KIB)),
  refused(
    '7.1.6',
    '256 KiB, then a close',
    [frame(TEXT, Buffer.alloc(100, '*'), { length: 256 * KIB }), close(1000)],
    TOO_BIG,
  ),
];

/** Messages of 65535 bytes, where the suite has 4 MiB in fragments, 1 MiB in chops, and 64 KiB. */
export const FRAGMENT_CASES: readonly WebsocketCase[] = [
  ...[64, 256, 1024, 4096, 16_384].flatMap((size, index) => [
    served(`9.3.${index + 1}`, `a text in fragments of ${size}`, fragments(STARS, size), SAID),
    served(`9.4.${index + 1}`, `bytes in fragments of ${size}`, asBinary(fragments(FE, size)), FE_SAID),
  ]),
  served('10.1.1', 'a text in fragments of 1300', fragments(STARS, 1300), SAID),
];

/** How the bytes of one frame are sent: in so many at once. */
export const CHOP_CASES: readonly (readonly [number: string, size: number, message: WebsocketCase])[] = [
  64, 128, 256, 512, 1024, 2048,
].flatMap((size, index) => [
  [`9.5.${index + 1}`, size, served(`9.5.${index + 1}`, `a text in chops of ${size}`, [text(STARS)], SAID)] as const,
  [`9.6.${index + 1}`, size, served(`9.6.${index + 1}`, `bytes in chops of ${size}`, [binary(FE)], FE_SAID)] as const,
]);

/** So many messages of each length, one behind the other. */
export function manyMessages(count: number): readonly WebsocketCase[] {
  return [0, 16, 64, 256, 1024, 4096].flatMap((size, index) => {
    const payload = stars(size);
    return [
      served(
        `9.7.${index + 1}`,
        `${count} texts of ${size}`,
        Array.from({ length: count }, () => text(payload)),
        Array.from({ length: count }, () => `text ${payload}`),
      ),
      served(
        `9.8.${index + 1}`,
        `${count} times ${size} bytes`,
        Array.from({ length: count }, () => binary(payload)),
        Array.from({ length: count }, () => `binary ${payload}`),
      ),
    ];
  });
}
