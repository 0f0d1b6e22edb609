/** RFC 6455 case by case, whole and cut in two at every byte. The Autobahn test suite is the measure of what there is to ask. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CHIPS } from '../whole/firmware.ts';
import { CHIPS_ABOVE, isWhole, shareOf } from '../whole/share.ts';
import { AUTOBAHN_NUMBERS, CHANGED, MISSING } from './cases/autobahn.ts';
import { binary, fragments, served, type WebsocketCase } from './cases/case.ts';
import { check, chopped, cuts, segmentsOf } from './cases/check.ts';
import { CLOSE_CASES } from './cases/closes.ts';
import { FRAME_CASES } from './cases/frames.ts';
import { CHOP_CASES, FRAGMENT_CASES, LENGTH_CASES, LONGEST, manyMessages } from './cases/long.ts';
import { UTF8_CASES } from './cases/utf8.ts';
import { lookingAhead, server } from './rig.ts';

const SECTIONS: readonly (readonly [string, readonly WebsocketCase[]])[] = Object.entries({
  ...FRAME_CASES,
  ...UTF8_CASES,
  ...CLOSE_CASES,
});
/** The firmware takes at most so many bytes at once; behind its first ones nothing new can happen within a message. */
const MOST_CUTS = 1200;
/** Messages in a row: the Autobahn suite has 1000. */
const MANY = isWhole ? 1000 : 20;
const LONG = { settleMs: 4000 };

test('there are at least 200 cases, and one for each of the Autobahn suite but compression', () => {
  const all = [...SECTIONS.flatMap(([, cases]) => cases), ...LENGTH_CASES, ...FRAGMENT_CASES, ...manyMessages(1)];
  const numbers = [...all.flatMap(({ number }) => number ?? []), ...CHOP_CASES.map(([number]) => number)];
  expect(all.length).toBeGreaterThanOrEqual(200);
  expect(numbers.toSorted()).toEqual(AUTOBAHN_NUMBERS.toSorted());
  expect(Object.keys(MISSING)).toEqual(['12', '13']);
  for (const changed of Object.keys(CHANGED))
    expect(numbers.some((it) => `${it}.`.startsWith(`${changed}.`))).toBe(true);
  const guide = readFileSync(new URL('../../docs/websocket.md', import.meta.url), 'utf8').replaceAll(/\s+/g, ' ');
  expect(guide).toContain('sections 1 to 7 as they are, but for 1.1.7, 1.1.8, 1.2.7, 1.2.8 and 7.1.6');
});

/** Of a short frame as `frame` makes it. */
function payloadOf(bytes: Buffer): Buffer {
  const mask = bytes.subarray(2, 6);
  return bytes.subarray(6).map((byte, index) => byte ^ mask.readUInt8(index % 4)) as Buffer;
}

describe.each(CHIPS)('%s', (chip) => {
  /** In `npm test` the other chip takes a part. */
  const share = chip === 'W5500' ? 1 : 8;
  test.each(SECTIONS)('%s', async (_section, cases) => {
    const played = shareOf(cases, share).map((of) => ({ of, conversation: segmentsOf(of) }));
    check(await server({}, chip), played);
  });

  test('where the firmware looks ahead for pongs and answers', async () => {
    const played = shareOf(
      SECTIONS.flatMap(([, cases]) => cases),
      2 * share,
    ).map((of) => ({ of, conversation: segmentsOf(of) }));
    check(await lookingAhead({}, chip), played);
  });

  test('UTF-8 in fragments of an octet, and any bytes in binary messages', async () => {
    const texts = shareOf(UTF8_CASES['UTF-8 (RFC 3629)'], 4 * share);
    const ofOctets = texts.map((of) => {
      const [message = Buffer.alloc(0), ...behind] = of.frames;
      const all = { ...of, frames: [...fragments(payloadOf(message), 1), ...behind] };
      return { of: all, conversation: segmentsOf(all) };
    });
    const asBytes = texts.map(({ number, name, frames: [message = Buffer.alloc(0)] }) => {
      const payload = payloadOf(message);
      const all = served(number, `${name}, binary`, [binary(payload)], [`binary ${payload.toString('latin1')}`]);
      return { of: all, conversation: segmentsOf(all) };
    });
    check(await server({}, chip), [...ofOctets, ...asBytes]);
  });

  test('each cut in two at every byte', async () => {
    const all = SECTIONS.flatMap(([, cases]) => cases).flatMap((of) => {
      const bytes = Buffer.concat(of.frames);
      return cuts(of, MOST_CUTS).map((at) => ({ of, conversation: [bytes.subarray(0, at), bytes.subarray(at)] }));
    });
    check(await server({}, chip), shareOf(all, 60 * share, chip.length));
  });
});

describe.each(CHIPS_ABOVE)('%s, with messages of up to 65535 bytes', (chip) => {
  const longServer = () => server({ maxMessageBytes: LONGEST }, chip);

  test('lengths of 64 KiB and more', async () => {
    check(
      await longServer(),
      LENGTH_CASES.map((of) => ({ of, conversation: segmentsOf(of) })),
      LONG,
    );
  });

  test('long messages in fragments', async () => {
    const played = shareOf(FRAGMENT_CASES, 5).map((of) => ({ of, conversation: segmentsOf(of) }));
    check(await longServer(), played, LONG);
  });

  test('long messages in chops', async () => {
    for (const [, size, of] of shareOf(CHOP_CASES, 6, 5)) {
      check(await longServer(), [{ of, conversation: chopped(of, size) }], LONG);
    }
  });

  test('many messages', async () => {
    const played = manyMessages(MANY).map((of) => ({ of, conversation: segmentsOf(of) }));
    check(await longServer(), played, { settleMs: isWhole ? 60_000 : 2000 });
  });
});
