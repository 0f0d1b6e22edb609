/** SPI frames (W5500 datasheet 1.0.9, p. 13–14: address, BSB, RWB, OM; W5200 datasheet 1.3.0: address, OP, length). */
import { describe, expect, test } from 'vitest';
import { bench } from '../bench.ts';
import { bytes } from '../evidence.ts';

const zeros = (count: number): number[] => new Array<number>(count).fill(0);
/** GAR, SUBR, SHAR and SIPR are 18 bytes in a row on both chips. */
const ROW = bytes(18, 0x40);

describe('W5500', () => {
  const READ = 0x00;
  const WRITE = 0x04;
  const control = (block: number, rwb: number, mode = 0) => (block << 3) | rwb | mode;

  test.each([1, 2, 3, 4, 7, 18])('VDM: %i bytes in one frame, as long as CSn is low', (count) => {
    const { driver, violations } = bench('W5500');
    driver.frame(0x00, 0x01, control(0, WRITE), ...ROW.slice(0, count));
    expect(driver.frame(0x00, 0x01, control(0, READ), ...zeros(count)).slice(3)).toEqual(ROW.slice(0, count));
    expect(violations() ?? []).toEqual([]);
  });

  test.each([
    ['1', 1, 1],
    ['2', 2, 2],
    ['4', 3, 4],
  ])('FDM: %s bytes, written and read', (_count, mode, count) => {
    const { driver, violations } = bench('W5500');
    const before = driver.frame(0x00, 0x01, control(0, READ), ...zeros(18)).slice(3);
    driver.frame(0x00, 0x01, control(0, WRITE, mode), ...ROW.slice(0, count));
    const after = [...ROW.slice(0, count), ...before.slice(count)];
    expect(driver.frame(0x00, 0x01, control(0, READ), ...zeros(18)).slice(3)).toEqual(after);
    expect(driver.frame(0x00, 0x01, control(0, READ, mode), ...zeros(count)).slice(3)).toEqual(after.slice(0, count));
    expect(violations() ?? []).toEqual([]);
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7])('BSB picks socket %i’s registers and buffers', (n) => {
    const { driver, violations } = bench('W5500');
    driver.frame(0x00, 0x04, control(4 * n + 1, WRITE), 0x12, 0x34); // Sn_PORT
    driver.frame(0x00, 0x00, control(4 * n + 2, WRITE), 0xa0 + n);
    for (let other = 0; other < 8; other++) {
      const port = driver.frame(0x00, 0x04, control(4 * other + 1, READ), 0, 0).slice(3);
      expect([other, port]).toEqual([other, other === n ? [0x12, 0x34] : [0, 0]]);
    }
    expect(driver.frame(0x00, 0x00, control(4 * n + 2, READ), 0)[3]).toBe(0xa0 + n);
    expect(violations() ?? []).toEqual([]);
  });

  test('a burst in a TX buffer goes round at the buffer’s end, and at 0xFFFF', () => {
    const { driver, violations } = bench('W5500');
    driver.frame(0x07, 0xfe, control(2, WRITE), 1, 2, 3, 4); // the last two bytes of 2 KiB, the first two
    expect(driver.frame(0x00, 0x00, control(2, READ), 0, 0).slice(3)).toEqual([3, 4]);
    driver.frame(0xff, 0xff, control(2, WRITE), 5, 6);
    expect(driver.frame(0x07, 0xff, control(2, READ), 0, 0).slice(3)).toEqual([5, 6]);
    expect(driver.frame(0x0f, 0xff, control(2, READ), 0, 0).slice(3)).toEqual([5, 6]);
    expect(driver.frame(0x00, 0x00, control(6, READ), 0, 0).slice(3)).toEqual([0, 0]); // socket 1
    expect(violations() ?? []).toEqual([]);
  });

  test('a burst from register to register: Sn_TX_FSR to Sn_RX_WR', () => {
    const { driver } = bench('W5500');
    expect(driver.frame(0x00, 0x20, control(1, READ), ...zeros(12)).slice(3)).toEqual([8, ...zeros(11)]);
  });

  test('a burst over the end of the common registers does not get into a socket’s', () => {
    const { driver, violations } = bench('W5500');
    if (violations() === null) return; // what lies behind VERSIONR nobody knows
    expect(driver.frame(0x00, 0x39, control(0, READ), 0, 0, 0).slice(3)).toEqual([4, 0, 0]);
    expect(violations()).toEqual(['register/reserved']);
  });

  test('CSn high ends a frame, whatever was said of its length', () => {
    const { driver } = bench('W5500');
    driver.frame(0x00, 0x01, control(0, WRITE, 3), 0xaa); // FDM 4, broken off
    driver.frame(0x00);
    expect(driver.frame(0x00, 0x39, control(0, READ), 0)[3]).toBe(0x04);
  });
});

describe('W5200', () => {
  const WRITE = 0x80;

  test.each([1, 2, 3, 4, 7, 18])('%i bytes by the length in the frame', (count) => {
    const { driver, violations } = bench('W5200');
    driver.frame(0x00, 0x01, WRITE, count, ...ROW.slice(0, count));
    expect(driver.frame(0x00, 0x01, 0x00, count, ...zeros(count)).slice(4)).toEqual(ROW.slice(0, count));
    expect(violations() ?? []).toEqual([]);
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7])('socket %i’s registers lie at 0x4000 + n · 0x100', (n) => {
    const { driver, violations } = bench('W5200');
    driver.frame(0x40 + n, 0x04, WRITE, 2, 0x12, 0x34);
    for (let other = 0; other < 8; other++) {
      const port = driver.frame(0x40 + other, 0x04, 0x00, 2, 0, 0).slice(4);
      expect([other, port]).toEqual([other, other === n ? [0x12, 0x34] : [0, 0]]);
    }
    expect(violations() ?? []).toEqual([]);
  });

  test('the length has 15 bits: a whole buffer of 2 KiB in one frame', () => {
    const { driver, violations } = bench('W5200');
    const data = bytes(2048, 7);
    driver.frame(0x80, 0x00, WRITE | 0x08, 0x00, ...data);
    expect(driver.frame(0x80, 0x00, 0x08, 0x00, ...zeros(2048)).slice(4)).toEqual(data);
    expect(violations() ?? []).toEqual([]);
  });

  test('the length ends the frame, not CSn: the next may follow at once', () => {
    const { driver, violations } = bench('W5200');
    const write = [0x00, 0x0f, WRITE, 4, 10, 0, 0, 7];
    const miso = driver.frame(...write, 0x00, 0x0f, 0x00, 4, ...zeros(4), 0x00, 0x1f, 0x00, 1, 0);
    expect([miso.slice(12, 16), miso[20]]).toEqual([[10, 0, 0, 7], 0x03]);
    expect(violations() ?? []).toEqual([]);
  });

  test('a burst over a buffer’s end lands in the next socket’s', () => {
    const { driver, violations } = bench('W5200');
    if (violations() === null) return; // the datasheet asks for two bursts
    driver.frame(0x87, 0xff, WRITE, 2, 0x11, 0x22);
    expect(violations()).toEqual(['buffer/boundary']);
    expect(driver.frame(0x88, 0x00, 0x00, 1, 0)[4]).toBe(0x22);
  });
});
