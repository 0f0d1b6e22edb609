/** A W5500 whose RSTn is not wired: MR.RST takes the place of the pulse. */
import { beforeAll, describe, expect, test } from 'vitest';
import { farSideOf } from '../../generator/methods/far-side.ts';
import type { WiznetChip } from '../../simulator/chip/chip.ts';
import { createArmEngine } from '../../simulator/engine/arm/engine.ts';
import { runScenario } from '../../simulator/run-scenario.ts';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { fits } from '../../simulator/scenario/peers/misfits.ts';
import { armBuilt } from '../engine/arm/build.ts';
import { BRISK, type Built, built } from './firmware.ts';
import { builtIn, mustPass } from './play.ts';
import { pattern, pause, Rig } from './rig.ts';
import { shareOf } from './share.ts';

const SPEC = { chip: 'W5500', ...BRISK, wiring: { reset: null } };
let firmware: Built;
beforeAll(async () => {
  firmware = await built(SPEC);
});

describe('the built-in scenarios', () => {
  const played = () => BUILT_IN.filter(({ name }) => name !== 'idle' && !name.startsWith('ws-'));
  test.each(shareOf(played(), 3).map((it) => [it.name, it] as const))('%s', (_name, scenario) => {
    expect(fits(scenario, firmware.plan)).toBe(true);
    mustPass(firmware, scenario);
  });
});

/** MR, by its frame's three bytes of header, W5500 datasheet 1.0.9 section 2.2. */
const IS_MR_WRITE = '00,00,04';
const RST = 0x80;

/** Loses resets over SPI while `isDeaf`, and tells of the others. */
function resets(chip: WiznetChip, rig: Rig, isDeaf: () => boolean, heardMs: number[], lostMs: number[]): WiznetChip {
  let sent: number[] = [];
  return {
    select: () => {
      sent = [];
      chip.select();
    },
    exchange: (bytes) => bytes.map((byte) => chip.exchangeByte(byte)),
    exchangeByte: (mosi) => {
      const header = sent.map((byte) => byte.toString(16).padStart(2, '0')).join();
      sent.push(mosi);
      if (header !== IS_MR_WRITE || mosi !== RST) return chip.exchangeByte(mosi);
      (isDeaf() ? lostMs : heardMs).push(rig.nowMs);
      return chip.exchangeByte(isDeaf() ? 0 : mosi);
    },
    deselect: () => chip.deselect(),
    reset: (level) => chip.reset(level),
    get interrupt() {
      return chip.interrupt;
    },
  };
}

test('a reset that does not reach the chip is noticed and repeated, and no old connection is taken over', () => {
  let isStuck = false;
  let isDeaf = false;
  const [heardMs, lostMs]: [number[], number[]] = [[], []];
  const rig = new Rig(firmware, {
    wrap: (chip, itsRig) => resets(chip, itsRig, () => isDeaf, heardMs, lostMs),
    faults: () => ({ spi: () => isStuck }),
  });
  rig.play(
    (function* () {
      const old = yield* rig.connected(rig.peer(), 1000);
      yield* rig.echoed(old, pattern(10), 1000);
      expect(heardMs).toHaveLength(2);
      isDeaf = true;
      isStuck = true;
      yield pause(20);
      isStuck = false;
      yield* rig.until('two attempts', () => lostMs.length >= 4, 5000);
      expect(old.state).toBe('ESTABLISHED');
      isDeaf = false;
      yield* rig.echoed(yield* rig.connected(rig.peer(), 3000), pattern(10), 1000);
      old.send(pattern(10));
      yield* rig.until('RST for the old connection', () => old.state === 'CLOSED', 1000);
    })(),
  );
  const ends = rig.events.flatMap((it) => (it.kind === 'firmware' && it.what === 'ended' ? [it.reason] : []));
  expect(ends[0]).toBe('chip-fault');
  expect(heardMs.length).toBeGreaterThanOrEqual(3);
});

test('RSTn is never pulled', () => {
  let pulses = 0;
  const rig = new Rig(firmware, {
    wrap: (chip) => ({
      ...{ select: () => chip.select(), deselect: () => chip.deselect() },
      exchange: (bytes) => chip.exchange(bytes),
      exchangeByte: (byte) => chip.exchangeByte(byte),
      reset: (level) => {
        if (level === 0) pulses++;
        chip.reset(level);
      },
      get interrupt() {
        return chip.interrupt;
      },
    }),
  });
  rig.play(
    (function* () {
      yield* rig.echoed(yield* rig.connected(rig.peer(), 1000), pattern(10), 1000);
    })(),
  );
  expect(pulses).toBe(0);
});

test('as machine code a cut cable is detected in time, too', async () => {
  const { image, plan } = await armBuilt(SPEC);
  const scenario = builtIn('cable-cut');
  const run = runScenario({ plan, farSideOf, scenario, engine: (board) => createArmEngine({ ...board, image }) });
  expect(run.verdict, run.reasons.join('\n')).toBe('pass');
});
