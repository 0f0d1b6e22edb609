import { describe, expect, test } from 'vitest';
import { UpdateTimer } from '../../simulator/mcu/timer.ts';

/** RM0008 15.4.19. */
const [CR1, DIER, SR, EGR, CNT, PSC, ARR] = [0x00, 0x0c, 0x10, 0x14, 0x24, 0x28, 0x2c] as const;

function started(clockHz: number, psc: number, arr: number, cr1 = 0x01): UpdateTimer {
  const timer = new UpdateTimer(clockHz);
  timer.setClocked(true, 0);
  timer.write(PSC, psc, 0);
  timer.write(ARR, arr, 0);
  timer.write(EGR, 1, 0);
  timer.write(SR, 0, 0);
  timer.write(CR1, cr1, 0);
  return timer;
}

describe('updates', () => {
  test('never drift: 7 MHz / 7 is 1 MHz, 3 counts of 7 MHz are 428.571… ns', () => {
    const exact = started(7_000_000, 6, 999);
    const odd = started(7_000_000, 0, 2);
    for (let i = 1; i <= 1000; i++) {
      expect(exact.dueNs).toBe(i * 1_000_000);
      expect(odd.dueNs).toBe(Math.floor((i * 3000) / 7));
      exact.update();
      odd.update();
    }
  });

  test('the longest period: 65536 × 65536 counts of 1 MHz', () => {
    expect(started(1_000_000, 0xffff, 0xffff).dueNs).toBe(4_294_967_296_000);
  });

  test('stop and go on where the counter stood', () => {
    const timer = started(1_000_000, 0, 999);
    timer.write(CR1, 0, 400_000);
    expect(timer.dueNs).toBe(Infinity);
    expect(timer.read(CNT, 900_000)).toBe(400);
    timer.write(CR1, 1, 2_000_000);
    expect(timer.dueNs).toBe(2_600_000);
  });

  test('starting what runs already does not disturb it', () => {
    const timer = started(1_000_000, 9, 99);
    timer.write(CR1, 0x01 | 0x04, 555_555);
    expect(timer.dueNs).toBe(1_000_000);
  });

  test('one pulse', () => {
    const timer = started(1_000_000, 0, 999, 0x09);
    timer.update();
    expect(timer.dueNs).toBe(Infinity);
    expect(timer.read(CR1, 0) & 1).toBe(0);
    expect(timer.read(SR, 0)).toBe(1);
  });

  test('a reload value below the counter lets it run to its end first', () => {
    const timer = started(1_000_000, 0, 999);
    timer.write(ARR, 99, 500_000);
    expect(timer.dueNs).toBe((0x10000 - 500 + 100) * 1000 + 500_000);
  });

  test('a second one before the first was seen is an overrun', () => {
    const timer = started(1_000_000, 0, 999);
    timer.update();
    expect(timer.overruns).toBe(0);
    timer.update();
    expect(timer.overruns).toBe(1);
  });
});

describe('registers', () => {
  const cases: readonly (readonly [name: string, offset: number, write: number, read: number])[] = [
    ['PSC has 16 bits', PSC, 0x12345, 0x2345],
    ['ARR has 16 bits', ARR, 0xfffff, 0xffff],
    ['CR1 has 10 bits', CR1, 0xfffc, 0x3fc],
    ['EGR reads 0', EGR, 1, 0],
    ['SR cannot be set', SR, 0xffff, 0],
    ['others are kept', 0x18, 0x6868, 0x6868],
  ];
  test.each(cases)('%s', (_name, offset, write, read) => {
    const timer = new UpdateTimer(1_000_000);
    timer.setClocked(true, 0);
    timer.write(offset, write, 0);
    expect(timer.read(offset, 0)).toBe(read);
  });

  test('reset leaves nothing', () => {
    const timer = started(1_000_000, 5, 6);
    timer.write(DIER, 1, 0);
    timer.update();
    timer.reset(10_000);
    expect([CR1, DIER, SR, CNT, PSC, ARR].map((offset) => timer.read(offset, 10_000))).toEqual([0, 0, 0, 0, 0, 0xffff]);
    expect(timer).toMatchObject({ dueNs: Infinity, line: false, counting: false });
  });

  test('without its clock the counter stands still', () => {
    const timer = started(1_000_000, 0, 999);
    timer.setClocked(false, 300_000);
    expect(timer.dueNs).toBe(Infinity);
    timer.setClocked(true, 5_000_000);
    expect(timer.dueNs).toBe(5_700_000);
  });
});
