import { describe, expect, test } from 'vitest';
import { rig } from './rig.ts';

describe('W5500 frames', () => {
  test('VERSIONR read, datasheet bytes', () => {
    expect(rig('W5500').driver.frame(0x00, 0x39, 0x00, 0x00)).toEqual([0, 0, 0, 0x04]);
  });

  test('MISO may count during the header', () => {
    const on = rig('W5500', { switches: { headerMiso: 'counting' } });
    expect(on.driver.frame(0x00, 0x39, 0x00, 0x00)).toEqual([1, 2, 3, 0x04]);
  });

  test('S0_CR = OPEN with TCP in S0_MR leads to INIT', () => {
    const on = rig('W5500');
    on.driver.frame(0x00, 0x00, 0x0c, 0x01);
    on.driver.frame(0x00, 0x01, 0x0c, 0x01);
    on.wait(10_000);
    expect(on.driver.frame(0x00, 0x03, 0x08, 0x00)[3]).toBe(0x13);
  });

  test.each([
    ['FDM 1', 0x0d, [0x11]],
    ['FDM 2', 0x0e, [0x11, 0x22]],
    ['FDM 4', 0x0f, [0x11, 0x22, 0x33, 0x44]],
    ['VDM of 1', 0x0c, [0x11]],
    ['VDM of 3', 0x0c, [0x11, 0x22, 0x33]],
  ])('%s writes its bytes', (_mode, control, data) => {
    const on = rig('W5500');
    on.driver.frame(0x00, 0x06, control, ...data); // S0_DHAR
    expect(on.driver.readSocketAt(0, 0x06, data.length)).toEqual(data);
    expect(on.violations()).toEqual([]);
  });

  test.each([
    ['FDM 1 with 2 bytes', [0x00, 0x06, 0x0d, 0x11, 0x22], 'spi/fdm-length'],
    ['FDM 2 with 1 byte', [0x00, 0x06, 0x0e, 0x11], 'spi/fdm-length'],
    ['FDM 4 with 3 bytes', [0x00, 0x06, 0x0f, 1, 2, 3], 'spi/fdm-length'],
    ['one byte', [0x00], 'spi/no-data'],
    ['a header alone', [0x00, 0x39, 0x00], 'spi/no-data'],
    ['BSB 4', [0x00, 0x00, 4 << 3, 0x00], 'spi/reserved-block'],
    ['BSB 28', [0x00, 0x00, (28 << 3) | 4, 0x00], 'spi/reserved-block'],
    ['a write to RX memory', [0x00, 0x00, (3 << 3) | 4, 0x00], 'buffer/rx-write'],
  ])('%s is a violation, and the next frame is understood', (_case, bytes, rule) => {
    const on = rig('W5500');
    on.driver.frame(...bytes);
    expect(on.violations()).toEqual([rule]);
    expect(on.driver.frame(0x00, 0x39, 0x00, 0x00)[3]).toBe(0x04);
    expect(on.violations()).toEqual([rule]);
  });

  test('CSn low and high without a clock is nothing', () => {
    const on = rig('W5500');
    on.driver.frame();
    expect(on.violations()).toEqual([]);
  });

  test('bytes while CSn is high do nothing', () => {
    const on = rig('W5500');
    for (const byte of [0x00, 0x00, 0x04, 0x10]) expect(on.driver.board.exchangeByte(byte)).toBe(0xff);
    expect(on.driver.common('MR')).toBe(0);
    expect(on.violations()).toEqual([]);
  });
});

describe('W5200 frames', () => {
  test('VERSIONR read, datasheet bytes', () => {
    expect(rig('W5200').driver.frame(0x00, 0x1f, 0x00, 0x01, 0x00)).toEqual([0, 0, 0, 0, 0x03]);
  });

  test('S0_CR = OPEN with TCP in S0_MR leads to INIT', () => {
    const on = rig('W5200');
    on.driver.frame(0x40, 0x00, 0x80, 0x01, 0x01);
    on.driver.frame(0x40, 0x01, 0x80, 0x01, 0x01);
    on.wait(10_000);
    expect(on.driver.frame(0x40, 0x03, 0x00, 0x01, 0x00)[4]).toBe(0x13);
  });

  test('two frames under one CSn are both taken', () => {
    const miso = rig('W5200').driver.frame(0x00, 0x1f, 0x00, 0x01, 0x00, 0x00, 0x17, 0x00, 0x02, 0x00, 0x00);
    expect([miso[4], miso[9], miso[10]]).toEqual([0x03, 0x07, 0xd0]);
  });

  test('length 0 is a violation', () => {
    const on = rig('W5200');
    on.driver.frame(0x00, 0x1f, 0x00, 0x00);
    expect(on.violations()).toEqual(['spi/zero-length']);
    expect(on.driver.common('VERSIONR')).toBe(0x03);
  });

  test.each([
    ['in the address', [0x00]],
    ['in the length', [0x00, 0x1f, 0x00]],
    ['before the data', [0x00, 0x1f, 0x00, 0x01]],
    ['within the data', [0x00, 0x01, 0x00, 0x04, 0x00, 0x00]],
  ])('broken off %s: out of step until a hardware reset', (_where, bytes) => {
    const on = rig('W5200');
    on.driver.frame(...bytes);
    expect(on.violations()).toEqual(['spi/broken-frame']);
    expect(on.driver.frame(0x00, 0x1f, 0x00, 0x01, 0x00)[4]).not.toBe(0x03);
    expect(on.violations().slice(1)).toContain('spi/out-of-step');
    const before = on.violations().length;
    on.driver.powerUp();
    expect(on.driver.frame(0x00, 0x1f, 0x00, 0x01, 0x00)[4]).toBe(0x03);
    expect(on.violations()).toHaveLength(before);
  });

  test('a broken-off write swallows the next frame as data', () => {
    const on = rig('W5200');
    on.driver.frame(0x00, 0x01, 0x80, 0x04, 0xc0); // GAR, one byte of four
    on.driver.frame(0x11, 0x22, 0x33); // the rest of GAR: in step again by chance
    const before = on.violations();
    expect(on.driver.frame(0x00, 0x01, 0x00, 0x04, 0, 0, 0, 0).slice(4)).toEqual([0xc0, 0x11, 0x22, 0x33]);
    expect(on.violations()).toEqual(before);
  });

  test.each([
    [0x0800, 'register/reserved'],
    [0x4800, 'register/reserved'],
    [0x7fff, 'register/reserved'],
  ])('address %i is reserved', (address, rule) => {
    const on = rig('W5200');
    on.driver.frame(address >> 8, address & 0xff, 0x00, 0x01, 0x00);
    expect(on.violations()).toEqual([rule]);
  });

  test.each([
    ['TX, socket 0', 0x87fe, 0x80],
    ['TX, socket 7', 0xbffe, 0x80],
    ['RX, socket 0', 0xc7fe, 0x00],
  ])('a burst over the top of a buffer is a violation: %s', (_where, address, op) => {
    const on = rig('W5200');
    on.driver.frame(address >> 8, address & 0xff, op, 2, 1, 2);
    expect(on.violations()).toEqual([]);
    on.driver.frame(address >> 8, address & 0xff, op, 3, 1, 2, 3);
    expect(on.violations()).toContain('buffer/boundary');
  });

  test('a burst over the top of the memory is a violation', () => {
    const on = rig('W5200');
    on.driver.frame(0xff, 0xff, 0x00, 2, 0, 0);
    expect(on.violations()).toEqual(['buffer/boundary', 'register/reserved']);
  });

  test('a write to RX memory is a violation', () => {
    const on = rig('W5200');
    on.driver.frame(0xc0, 0x00, 0x80, 1, 0);
    expect(on.violations()).toEqual(['buffer/rx-write']);
  });
});
