/** What `board/registers.test.ts` cannot ask of silicon. */
import { describe, expect, test } from 'vitest';
import type { ChipName } from './driver.ts';
import { CHIPS, rig } from './rig.ts';

/** Offsets between the registers, and some beyond the last. */
const RESERVED: Readonly<Record<ChipName, { common: readonly number[]; socket: readonly number[] }>> = {
  W5200: {
    common: [0x13, 0x14, 0x1a, 0x1b, 0x20, 0x27, 0x2a, 0x2f, 0x32, 0x33, 0x37, 0x3fff],
    socket: [0x17, 0x1d, 0x2f, 0x30, 0xff],
  },
  W5500: { common: [0x2f, 0x38, 0x3a, 0xffff], socket: [0x14, 0x17, 0x1d, 0x30, 0xffff] },
};

describe.each(CHIPS)('%s registers', (name) => {
  const fresh = () => {
    const on = rig(name, { started: false });
    on.driver.powerUp();
    return on;
  };

  test.each(RESERVED[name].common)('common offset %i is reserved', (offset) => {
    const on = fresh();
    expect(on.driver.readCommonAt(offset)).toEqual([0]);
    on.driver.writeCommonAt(offset, [1]);
    expect(on.violations()).toEqual(['register/reserved', 'register/reserved']);
  });

  test.each(RESERVED[name].socket)('socket offset %i is reserved', (offset) => {
    const on = fresh();
    on.driver.readSocketAt(0, offset, 1);
    on.driver.writeSocketAt(0, offset, [1]);
    expect(on.violations()).toEqual(['register/reserved', 'register/reserved']);
  });

  test('a write to a read-only register is a violation, once a frame', () => {
    const on = fresh();
    on.driver.writeCommonAt(name === 'W5200' ? 0x1c : 0x28, [1, 2]);
    on.driver.writeSocketAt(0, 0x03, [1]);
    expect(on.violations()).toEqual(['register/read-only', 'register/read-only']);
  });

  test('MR.RST holds until the reset is done', () => {
    const on = fresh();
    on.driver.setCommon('MR', 0x80);
    expect(on.driver.common('MR')).toBe(0x80);
    on.wait(10_000);
    expect(on.driver.common('MR')).toBe(0);
  });
});

test('the W5500’s PHY reset bit takes the link away until it is set again', () => {
  const on = rig('W5500');
  on.driver.setCommon('PHY', 0b0011_1000);
  expect(on.driver.common('PHY')).toBe(0b0011_1000);
  on.driver.setCommon('PHY', 0b1011_1000);
  expect(on.driver.common('PHY')).toBe(0b1011_1111);
  on.linkUp = false;
  on.driver.setCommon('PHY', 0xff);
  expect(on.driver.common('PHY')).toBe(0b1111_1000);
});
