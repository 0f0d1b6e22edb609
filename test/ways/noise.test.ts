/** Bits of MISO that are wrong now and then, one at a time, while a peer lives: nothing ends, and nothing begins. */
import { describe, expect, test } from 'vitest';
import type { WiznetChip } from '../../simulator/chip/chip.ts';
import { built, CHIPS } from '../whole/firmware.ts';
import { pause, Rig } from '../whole/rig.ts';
import { seeds } from '../whole/share.ts';
import { type Dice, diceOf, WORDS } from './chaos-specs.ts';
import { endsOf, text, utf8 } from './rig.ts';

/** One bit of one byte at most every few milliseconds, so that no two readings of the same thing are both wrong. */
function noisy(chip: WiznetChip, rig: Rig, dice: Dice): WiznetChip {
  let nextNs = 2e9;
  const exchangeByte = (mosi: number): number => {
    const miso = chip.exchangeByte(mosi);
    if (rig.clock.nowNs < nextNs || !dice.is(0.2)) return miso;
    nextNs = rig.clock.nowNs + dice.between(3, 30) * 1e6;
    return miso ^ (1 << dice.between(0, 7));
  };
  return {
    select: () => chip.select(),
    deselect: () => chip.deselect(),
    exchangeByte,
    exchange: (bytes) => bytes.map(exchangeByte),
    reset: (level) => chip.reset(level),
    get interrupt() {
      return chip.interrupt;
    },
  };
}

const SPEC = {
  keepalive: { NO_DATA_PERIOD: 2, KA_SEND_PERIOD: 1 },
  timer: { prescaler: 71 },
  primer: { text: WORDS.primer },
  idle: { closeAfterS: 9, checkEveryS: 1 },
  heartbeat: {
    send: { text: WORDS.heartbeat, everyS: 2 },
    expect: { text: WORDS.expected, withinS: 4 },
  },
  ask: { text: WORDS.question, answer: { text: WORDS.answer }, afterIdleS: 3, withinS: 2, tries: 4 },
  goodbye: { text: WORDS.goodbye },
  sendTimeoutS: 5,
  link: { onDown: 'close' },
  health: { everyS: 1 },
};

describe.each(CHIPS)('%s, wrong bits', (chip) => {
  test.each(seeds(2, 30))('seed %i', async (seed) => {
    const all = await built({ ...SPEC, chip });
    const dice = diceOf(seed);
    const rig = new Rig(all, { seed, wrap: (real, rig) => noisy(real, rig, dice) });
    rig.play(
      (function* () {
        const connection = yield* rig.connected(rig.peer(), 3000);
        let questions = 0;
        for (let round = 0; round < 600; round++) {
          yield pause(100);
          expect(endsOf(rig)).toEqual([]);
          if (round % 25 === 0) connection.send(utf8(WORDS.expected));
          const asked = text(connection.received).split(WORDS.question).length - 1;
          for (; questions < asked; questions++) connection.send(utf8(WORDS.answer));
        }
        connection.abort();
        yield* rig.until('the end', () => endsOf(rig).length === 1, 100);
      })(),
    );
    expect(rig.faults()).toEqual([]);
    expect(rig.violations()).toEqual([]);
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['reset']);
  });
});

test.each(CHIPS)('%s: one wrong bit makes no goodbye of another byte', async (chip) => {
  const short = await built({ ...SPEC, chip, goodbye: { hex: '04' }, ask: null, heartbeat: null });
  for (const seed of seeds(1, 10)) {
    const dice = diceOf(seed);
    const rig = new Rig(short, { wrap: (real, rig) => noisy(real, rig, dice) });
    rig.play(
      (function* () {
        const connection = yield* rig.connected(rig.peer(), 3000);
        for (let round = 0; round < 4000; round++) {
          if (connection.state === 'ESTABLISHED') connection.send(new Uint8Array(50).fill(0x05));
          yield pause(7);
        }
      })(),
    );
    expect(endsOf(rig)).toEqual([]);
  }
});
