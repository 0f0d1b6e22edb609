import { describe, expect, test } from 'vitest';
import type { ChipName } from '../../contract/board.ts';
import * as check from './checks.ts';
import { note, ours, type Subject } from './subject.ts';

/** Each mistake of the application note: what looks for it, and what it finds in the note's own code. */
interface Mistake {
  readonly check: check.Check;
  readonly found: readonly RegExp[];
  /** The note's code, where more than the repair of the first mistake is at stake. */
  readonly note?: (chip: ChipName) => Subject;
}

const unrepaired = (chip: ChipName): Subject => note(chip, { clearsUif: false });

/** Of the timer, the compiler and the interrupt: the chip plays no part. */
const OF_THE_TICK: readonly (readonly [name: string, mistake: Mistake])[] = [
  [
    '1: the update flag is never cleared',
    {
      check: check.interruptIsAcknowledged,
      found: [/^stuck: the interrupt is entered again without end/],
      note: unrepaired,
    },
  ],
  // 72 MHz / 72 / 1001 = 999.001 Hz: 59937 in a minute less 2.2 ms, and one at once, for the set-up leaves the update flag set.
  [
    '2: 1001 µs instead of 1000',
    { check: check.tickIsOneMillisecond, found: [/^1000 ppm off, 59938 ticks in a minute$/] },
  ],
  [
    '3: what interrupt and loop share is not volatile',
    {
      check: check.interruptIsSeen,
      found: [/ms .*never seen: stuck in wait_for_interrupt/, /flag.*never seen: stuck/],
    },
  ],
  ['4: printing in the interrupt', { check: check.interruptOnlyCounts, found: [/calls printf/] }],
];

const OF_THE_LOOP: readonly (readonly [name: string, mistake: Mistake])[] = [
  ['6: counting goes on after the end', { check: check.countingEndsWithTheConnection, found: [/^4 seconds counted/] }],
  [
    '7: send waits for a peer without power',
    { check: check.otherSocketsAreServed('powered off'), found: [/^of 10 echoes/] },
  ],
  [
    '7: send waits for a peer that does not read',
    { check: check.otherSocketsAreServed('not reading'), found: [/^of 10 echoes .* 10 did not come$/] },
  ],
  [
    '8: only CLOSED is handled, so that a FIN loses data and the socket',
    { check: check.closeIsHandled, found: [/data before the FIN is lost: 0,0 of 5/, /nobody is let in/] },
  ],
  ['8: TIMEOUT is never cleared', { check: check.timeoutIsCleared, found: [/^Sn_IR is 0x[0-9a-f]*[89a-f] /] }],
];

async function findings({ check, note: given = note }: Mistake, chip: ChipName) {
  return check(given(chip));
}

describe('of the tick', () => {
  test.each(OF_THE_TICK)("the note's code: %s", async (_name, mistake) => {
    const found = await findings(mistake, 'W5500');
    expect(found).toEqual(mistake.found.map((text) => expect.stringMatching(text)));
  });

  test.each(OF_THE_TICK)('not in ours: %s', async (_name, { check }) => {
    expect(await check(ours('W5500', 'registers'))).toEqual([]);
    expect(await check(ours('W5500', 'spl'))).toEqual([]);
  });
});

describe.each(['W5500', 'W5200'] as const)('of the loop, %s', (chip) => {
  test.each(OF_THE_LOOP)("the note's code: %s", async (_name, mistake) => {
    const found = await findings(mistake, chip);
    expect(found).toEqual(mistake.found.map((text) => expect.stringMatching(text)));
  });

  test.each(OF_THE_LOOP)('not in ours: %s', async (_name, { check }) => {
    expect(await check(ours(chip))).toEqual([]);
  });

  test("the note's code: 5: a probe that was due follows the data that came", async () => {
    const found = await check.dataDropsTheProbe(note(chip));
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(found.map(() => expect.stringMatching(/^a probe follows data sent -?\d+ µs from it$/)));
  });

  test('not in ours: 5: a probe that was due follows the data that came', async () => {
    expect(await check.dataDropsTheProbe(ours(chip))).toEqual([]);
  });
});
