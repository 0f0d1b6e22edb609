import { describe, expect, test } from 'vitest';
import { BusFault } from '../../simulator/mcu/stm32f1.ts';
import { F103ZE, FLASH_ACR, GPIOA, RCC, TestBoard, TIM2 } from './board.ts';

function board(): TestBoard {
  const made = new TestBoard();
  made.enableAll();
  return made;
}

describe('what the bus answers with a fault', () => {
  const cases: readonly (readonly [name: string, address: number, width: 1 | 2 | 4, text: string])[] = [
    ['nothing there', 0x4000_fc00, 4, 'where nothing is'],
    ['not aligned', GPIOA + 2, 4, 'not aligned'],
    ['not aligned halfword', GPIOA + 1, 2, 'not aligned'],
    ['reserved in a port', GPIOA + 0x1c, 4, 'reserved'],
    ['reserved in a timer', TIM2 + 0x30, 4, 'reserved'],
    ['reserved in RCC: CFGR2 of another line', RCC.CFGR2, 4, 'reserved'],
    ['a timer that the part does not have', 0x4000_0c00, 4, '0x40000c00'],
    ['I2C', 0x4000_5400, 4, 'I2C1, which is not modelled'],
    ['the backup registers', 0x4000_6c04, 4, 'BKP, which is not modelled'],
    ['the trace unit', 0xe000_1000, 4, 'not modelled'],
    ['a byte of the NVIC', 0xe000_e100, 1, 'takes 32'],
    ['reserved in the NVIC', 0xe000_e120, 4, 'reserved'],
    ['beyond all', 0xffff_fffc, 4, 'where nothing is'],
  ];
  test.each(cases)('%s', (_name, address, width, text) => {
    const { mcu } = board();
    expect(() => mcu.read(address, width)).toThrow(BusFault);
    expect(() => mcu.read(address, width)).toThrow(text);
    expect(() => mcu.write(address, 0, width)).toThrow(text);
  });

  test('larger parts have more: TIM5 interrupts on line 50', () => {
    const b = new TestBoard({ part: F103ZE });
    b.write(RCC.APB1ENR, 1 << 3);
    b.write(0x4000_0c2c, 799);
    b.write(0x4000_0c0c, 1);
    b.write(0x4000_0c00, 1);
    b.write(0xe000_e104, 1 << 18);
    b.pass(100_000);
    expect(b.mcu.nvic.pending(256)).toBe(16 + 50);
  });
});

describe('narrow accesses', () => {
  // RM0008 3.1: the AHB/APB bridge repeats 8 and 16 bits over the 32
  test('APB repeats a byte over the register', () => {
    const b = board();
    b.mcu.write(0x4001_3010, 0x5a, 1); // SPI1_CRCPR
    expect(b.read(0x4001_3010)).toBe(0x5a5a);
    expect(b.mcu.read(0x4001_3011, 1)).toBe(0x5a);
    expect(b.violations).toEqual([]);
  });

  test('16 bits to a timer, as the vendor library does; bytes are not for timers (RM0008 15.4)', () => {
    const b = board();
    b.mcu.write(TIM2 + 0x2c, 0x1234, 2);
    expect(b.mcu.read(TIM2 + 0x2c, 2)).toBe(0x1234);
    expect(b.mcu.read(TIM2 + 0x2e, 2)).toBe(0);
    expect(b.violations).toEqual([]);
    b.mcu.write(TIM2 + 0x2c, 0x12, 1);
    expect(b.violations).toEqual(['mcu/access-width']);
  });

  test('AHB takes bytes one by one', () => {
    const b = board();
    b.mcu.write(RCC.CFGR + 1, 0x04, 1);
    b.mcu.write(RCC.CFGR, 0x80, 1);
    expect(b.read(RCC.CFGR)).toBe(0x0480);
    expect(b.mcu.read(RCC.CFGR + 1, 1)).toBe(0x04);
  });

  // RM0008 3.3.2: bit_word_addr = bit_band_base + byte_offset x 32 + bit_number x 4
  test('single bits: PLLON of RCC_CR through its alias', () => {
    const b = board();
    const alias = 0x4200_0000 + 0x2_1000 * 32 + 24 * 4;
    b.write(alias, 1);
    expect(b.read(RCC.CR)).toBe(0x0100_0083);
    expect(b.read(alias)).toBe(1);
    b.write(alias, 0);
    expect(b.read(RCC.CR)).toBe(0x83);
  });
});

describe('what the part says of itself', () => {
  test('device code and flash size: RM0008 31.6.1, 30.1', () => {
    const b = board();
    expect(b.read(0xe004_2000) & 0xfff).toBe(0x410);
    expect(b.mcu.read(0x1fff_f7e0, 2)).toBe(128);
    expect(new TestBoard({ part: F103ZE }).read(0xe004_2000) & 0xfff).toBe(0x414);
  });

  test('prefetch is on after reset, and its status follows: RM0008 3.3.3', () => {
    const b = board();
    expect(b.read(FLASH_ACR)).toBe(0x30);
    b.write(FLASH_ACR, 0x12);
    expect(b.read(FLASH_ACR)).toBe(0x32);
    b.write(FLASH_ACR, 0);
    expect(b.read(FLASH_ACR)).toBe(0);
  });

  test('flash programming is not modelled, and needs its keys', () => {
    const b = board();
    b.write(0x4002_2010, 1);
    expect(b.violations).toEqual(['mcu/flash-locked']);
    b.write(0x4002_2004, 0x4567_0123);
    b.write(0x4002_2004, 0xcdef_89ab);
    b.write(0x4002_2010, 1);
    expect(b.violations).toEqual(['mcu/flash-locked', 'mcu/not-modelled']);
  });

  test('a wrong key locks the flash until the next reset (PM0075 2.3.1)', () => {
    const b = board();
    for (const key of [0x4567_0123, 0x4567_0123, 0x4567_0123, 0xcdef_89ab]) b.write(0x4002_2004, key);
    b.write(0x4002_2010, 1);
    expect(b.violations).toEqual(['mcu/flash-locked']);
  });
});

describe('timers on the bus', () => {
  function ticking(): TestBoard {
    const b = board();
    b.write(TIM2, 0x84);
    b.write(TIM2 + 0x28, 7);
    b.write(TIM2 + 0x2c, 999);
    b.write(TIM2 + 0x14, 1);
    b.write(TIM2 + 0x0c, 1);
    b.write(0xe000_e100, 1 << 28);
    b.write(TIM2, 0x85);
    return b;
  }

  test('1 ms from 8 MHz: the interrupt comes by the clock, and goes with UIF', () => {
    const b = ticking();
    b.pass(999_999);
    expect(b.mcu.nvic.pending(256)).toBe(0);
    b.pass(1);
    expect(b.mcu.nvic.pending(256)).toBe(16 + 28);
    b.mcu.nvic.enter(16 + 28);
    b.write(TIM2 + 0x10, ~1);
    b.mcu.nvic.leave(16 + 28);
    expect(b.mcu.nvic.pending(256)).toBe(0);
    b.pass(1_000_000);
    expect(b.mcu.nvic.pending(256)).toBe(16 + 28);
    expect(b.mcu.timer('TIM2')?.model.overruns).toBe(0);
  });

  test('without its clock it stands still', () => {
    const b = ticking();
    b.pass(400_000);
    b.write(RCC.APB1ENR, 0);
    b.pass(5_000_000);
    expect(b.mcu.nvic.pending(256)).toBe(0);
    b.write(RCC.APB1ENR, 1);
    b.pass(599_999);
    expect(b.mcu.nvic.pending(256)).toBe(0);
    b.pass(1);
    expect(b.mcu.nvic.pending(256)).toBe(16 + 28);
  });

  test('made to overflow now, it keeps that phase', () => {
    const b = ticking();
    b.pass(300_000);
    b.mcu.timer('TIM2')?.expire();
    expect(b.mcu.nvic.pending(256)).toBe(16 + 28);
    expect(b.clock.nextDueNs).toBe(1_300_000);
  });

  test('channels are not modelled', () => {
    const b = ticking();
    b.write(TIM2 + 0x20, 1);
    expect(b.violations).toEqual(['mcu/not-modelled']);
  });
});
