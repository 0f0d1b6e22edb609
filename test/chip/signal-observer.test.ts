import { describe, expect, test } from 'vitest';
import type { WiznetChip } from '../../simulator/chip/chip.ts';
import { SignalObserver } from '../../simulator/chip/signal-observer.ts';
import { Clock } from '../../simulator/clock.ts';
import { establish, listen, PEER_ISS, rig } from './rig.ts';

const CHIP: WiznetChip = {
  select: () => {},
  deselect: () => {},
  reset: () => {},
  exchangeByte: (mosi) => mosi ^ 0xff,
  exchange: (mosi) => mosi.map((byte) => byte ^ 0xff),
  interrupt: 1,
};

/** A byte takes 400 ns. */
function watched() {
  const clock = new Clock();
  const seen: string[] = [];
  const lines = new SignalObserver(clock, 400, (signal, level, atNs) => seen.push(`${atNs} ${signal} ${level}`));
  return { clock, seen, lines, chip: lines.watch(CHIP) };
}

describe('the lines around a chip', () => {
  test('SCLK is 1 for a byte’s time until the byte is through; bytes without a pause are one pulse', () => {
    const { chip, clock, lines, seen } = watched();
    clock.advanceTo(1000);
    chip.select();
    for (const atNs of [1400, 1800, 2500]) {
      clock.advanceTo(atNs);
      expect(chip.exchangeByte(0x0f)).toBe(0xf0);
    }
    chip.deselect();
    lines.finish();
    expect(seen).toEqual(['1000 CSn 0', '1000 SCLK 1', '1800 SCLK 0', '2100 SCLK 1', '2500 SCLK 0', '2500 CSn 1']);
  });

  test('what happens while a byte is clocked comes in the order of time', () => {
    const { chip, clock, lines, seen } = watched();
    chip.select();
    clock.advanceTo(300);
    lines.set('tick', 1);
    clock.advanceTo(350);
    lines.set('tick', 0);
    clock.advanceTo(500);
    chip.exchangeByte(0);
    lines.finish();
    expect(seen).toEqual(['0 CSn 0', '100 SCLK 1', '300 tick 1', '350 tick 0', '500 SCLK 0']);
  });

  test('changes are passed on while the run goes on, and a level that stays is none', () => {
    const { chip, clock, seen } = watched();
    chip.reset(1);
    chip.deselect();
    chip.reset(0);
    clock.advanceTo(1_000_000);
    chip.reset(0);
    chip.select();
    expect(seen).toEqual(['0 RSTn 0']);
  });
});

describe('INTn as the chip tells it', () => {
  function connected(onInterrupt: (text: string) => void) {
    const on = rig('W5500', { onInterrupt: (level) => onInterrupt(`${level} at ${on.clock.nowNs}`) });
    on.driver.setCommon('SIMR', 0x01);
    return on;
  }

  test('falls in the moment a frame arrives, and rises with a reset', () => {
    const seen: string[] = [];
    const on = connected((text) => seen.push(text));
    establish(on);
    const [fell] = seen;
    expect(seen.length).toBe(1);
    expect(fell).toMatch(/^0 at /u);
    on.driver.setSocket(0, 'IR', 0x01);
    expect(seen.length).toBe(2);
    on.wait(5000);
    on.peer({ flags: ['rst'], seq: PEER_ISS + 1 });
    expect(seen.length).toBe(2); // no interrupt is documented for RST
    listen(on);
    on.driver.setCommon('IMR', 0x80);
    on.driver.board.reset(0);
    expect(seen.length).toBe(2);
  });

  test('falls when INTLEVEL has held it for long enough: (INTLEVEL + 1) · 4 periods of 150 MHz', () => {
    const seen: string[] = [];
    const on = connected((text) => seen.push(text));
    on.driver.setCommon('INTLEVEL', 0xff, 0xff); // 65536 · 4 / 150 MHz = 1 747 627 ns
    const next = establish(on);
    on.driver.setSocket(0, 'IR', 0x01);
    const roseNs = on.clock.nowNs;
    on.peer({ flags: ['psh', 'ack'], seq: PEER_ISS + 1, ack: next, payload: Uint8Array.of(1) });
    on.wait(10_000_000);
    on.driver.board.reset(0);
    expect(seen.slice(1)).toEqual([`1 at ${roseNs}`, `0 at ${roseNs + 1_747_627}`, `1 at ${on.clock.nowNs}`]);
  });
});
