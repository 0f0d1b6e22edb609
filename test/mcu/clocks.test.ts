import { describe, expect, test } from 'vitest';
import { F100RB, FLASH_ACR, GPIOA, RCC, TestBoard, TIM2 } from './board.ts';

/** RM0008 7.3.1. */
const [HSEON, HSERDY, HSEBYP, PLLON, PLLRDY] = [1 << 16, 1 << 17, 1 << 18, 1 << 24, 1 << 25] as const;
const MS = 1_000_000;
const US = 1_000;

describe('oscillators', () => {
  test('after reset HSI runs and drives everything: RM0008 7.3.1, 7.3.2', () => {
    const board = new TestBoard();
    expect(board.read(RCC.CR) & 0xff).toBe(0x83);
    expect(board.read(RCC.CFGR)).toBe(0);
    expect([board.mcu.sysclkHz, board.mcu.hclkHz]).toEqual([8_000_000, 8_000_000]);
  });

  // DS5319 table 22 (HSE, 2 ms typical) and table 27 (PLL lock, 200 us at most)
  test('HSE is ready 2 ms after HSEON, not 1 ns earlier, and not once it is off', () => {
    const board = new TestBoard();
    board.set(RCC.CR, HSEON);
    board.pass(2 * MS - 1);
    expect(board.read(RCC.CR) & HSERDY).toBe(0);
    board.pass(1);
    expect(board.read(RCC.CR) & HSERDY).toBe(HSERDY);
    board.write(RCC.CR, board.read(RCC.CR) & ~HSEON);
    expect(board.read(RCC.CR) & HSERDY).toBe(0);
    board.pass(10 * MS);
    expect(board.read(RCC.CR) & HSERDY).toBe(0);
  });

  test('switched off and on again while it starts, HSE starts anew', () => {
    const board = new TestBoard();
    board.set(RCC.CR, HSEON);
    board.pass(1 * MS);
    board.write(RCC.CR, board.read(RCC.CR) & ~HSEON);
    board.set(RCC.CR, HSEON);
    board.pass(2 * MS - 1);
    expect(board.read(RCC.CR) & HSERDY).toBe(0);
    board.pass(1);
    expect(board.read(RCC.CR) & HSERDY).toBe(HSERDY);
  });

  test('the PLL locks 200 us after PLLON', () => {
    const board = new TestBoard();
    board.set(RCC.CR, PLLON);
    board.pass(200 * US - 1);
    expect(board.read(RCC.CR) & PLLRDY).toBe(0);
    board.pass(1);
    expect(board.read(RCC.CR) & PLLRDY).toBe(PLLRDY);
  });

  test('a board without a crystal never gets HSE; an external clock needs no start', () => {
    const board = new TestBoard({ hseHz: null });
    board.set(RCC.CR, HSEON);
    board.pass(1000 * MS);
    expect(board.read(RCC.CR) & HSERDY).toBe(0);
    const bypassed = new TestBoard();
    bypassed.set(RCC.CR, HSEBYP);
    bypassed.set(RCC.CR, HSEON);
    bypassed.pass(10 * US);
    expect(bypassed.read(RCC.CR) & HSERDY).toBe(HSERDY);
  });

  test('a PLL switched on before its source is ready does not lock', () => {
    const board = new TestBoard();
    board.write(RCC.CFGR, 1 << 16);
    board.set(RCC.CR, HSEON | PLLON);
    board.pass(10 * MS);
    expect(board.read(RCC.CR) & PLLRDY).toBe(0);
    expect(board.violations).toEqual(['mcu/clock-switch']);
  });

  test('HSERDYF with its interrupt enabled, cleared by HSERDYC: RM0008 7.3.3', () => {
    const board = new TestBoard();
    board.write(RCC.CIR, 1 << 11);
    board.set(RCC.CR, HSEON);
    board.write(0xe000_e100, 1 << 5);
    board.pass(2 * MS);
    expect(board.read(RCC.CIR)).toBe((1 << 11) | (1 << 3));
    expect(board.mcu.nvic.pending(256)).toBe(16 + 5);
    board.write(RCC.CIR, 1 << 11);
    expect(board.read(RCC.CIR)).toBe((1 << 11) | (1 << 3));
    board.write(RCC.CIR, (1 << 11) | (1 << 19));
    expect(board.read(RCC.CIR)).toBe(1 << 11);
  });

  test('LSI is ready after 85 us at most (DS5319 table 25); RMVF clears the reset flags', () => {
    const board = new TestBoard();
    expect(board.read(RCC.CSR)).toBe(0x0c00_0000);
    board.write(RCC.CSR, 0x0100_0001);
    board.pass(85 * US);
    expect(board.read(RCC.CSR)).toBe(3);
  });
});

describe('the clock tree', () => {
  test('72 MHz from HSE x 9: no violation, told to whoever counts cycles', () => {
    const board = new TestBoard();
    board.start72MHz();
    expect(board.read(RCC.CFGR) & 0xf).toBe(0xa);
    expect(board.hclk).toEqual([72_000_000]);
    expect(board.violations).toEqual([]);
  });

  // RM0008 7.3.2: HPRE
  const dividers: readonly (readonly [hpre: number, hclkHz: number])[] = [
    [0x7, 8_000_000],
    [0x8, 4_000_000],
    [0xb, 500_000],
    [0xc, 125_000],
    [0xf, 15_625],
  ];
  test.each(dividers)('HPRE %i', (hpre, hclkHz) => {
    const board = new TestBoard();
    board.write(RCC.CFGR, hpre << 4);
    expect(board.mcu.hclkHz).toBe(hclkHz);
  });

  // RM0008 7.2: timers run at PCLK1, or at twice that when APB1 is divided
  const timers: readonly (readonly [name: string, ppre1: number, hz: number])[] = [
    ['1', 0, 8_000_000],
    ['2', 4, 8_000_000],
    ['4', 5, 4_000_000],
    ['16', 7, 1_000_000],
  ];
  test.each(timers)('TIM2 with APB1 divided by %s', (_name, ppre1, hz) => {
    const board = new TestBoard();
    board.write(RCC.CFGR, ppre1 << 8);
    board.enableAll();
    board.write(TIM2, 1);
    board.pass(1 * MS);
    expect(board.read(TIM2 + 0x24)).toBe(hz / 1000);
  });

  test('a timer that runs goes on at its new clock', () => {
    const board = new TestBoard();
    board.enableAll();
    board.write(TIM2 + 0x2c, 7999);
    board.write(TIM2, 1);
    board.pass(500 * US);
    board.write(RCC.CFGR, 8 << 4); // HCLK / 2
    expect(board.read(TIM2 + 0x24)).toBe(4000);
    board.pass(1 * MS - 1);
    expect(board.read(TIM2 + 0x10) & 1).toBe(0);
    board.pass(1);
    expect(board.read(TIM2 + 0x10) & 1).toBe(1);
    expect(board.clock.nextDueNs).toBe(3_500 * US); // 8000 counts of 4 MHz later
  });

  test.each([
    [0xd, 60_000_000],
    [0xe, 64_000_000],
    [0xf, 64_000_000], // RM0008 7.3.2: 1111 is 16 as well
  ])('PLLMUL %i from HSI / 2', (pllmul, hz) => {
    const board = new TestBoard();
    board.write(FLASH_ACR, 0x12);
    board.write(RCC.CFGR, (pllmul << 18) | (4 << 8));
    board.set(RCC.CR, PLLON);
    board.pass(200 * US);
    board.set(RCC.CFGR, 2);
    expect(board.mcu.hclkHz).toBe(hz);
    expect(board.violations).toEqual([]);
  });

  test("the steps of the vendor's SystemInit and SetSysClockTo72, one by one", () => {
    const board = new TestBoard();
    const mask = (address: number, bits: number): void => board.write(address, board.read(address) & bits);
    board.set(RCC.CR, 1);
    mask(RCC.CFGR, 0xf8ff_0000);
    mask(RCC.CR, 0xfef6_ffff);
    mask(RCC.CR, 0xfffb_ffff);
    mask(RCC.CFGR, 0xff80_ffff);
    board.write(RCC.CIR, 0x009f_0000);
    board.set(RCC.CR, HSEON);
    board.pass(2 * MS);
    board.set(FLASH_ACR, 0x10);
    mask(FLASH_ACR, ~3);
    board.set(FLASH_ACR, 2);
    board.set(RCC.CFGR, 0x400);
    mask(RCC.CFGR, ~0x003f_0000);
    board.set(RCC.CFGR, 0x001d_0000);
    board.set(RCC.CR, PLLON);
    board.pass(200 * US);
    mask(RCC.CFGR, ~3);
    board.set(RCC.CFGR, 2);
    expect(board.read(RCC.CFGR) & 0xc).toBe(8);
    expect(board.mcu.hclkHz).toBe(72_000_000);
    expect(board.violations).toEqual([]);
  });

  test('F100: PREDIV1 of RCC_CFGR2, mirrored by PLLXTPRE (RM0041 6.3.12)', () => {
    const board = new TestBoard({ part: F100RB });
    board.set(RCC.CR, HSEON);
    board.pass(2 * MS);
    board.write(RCC.CFGR2, 1);
    expect(board.read(RCC.CFGR) & (1 << 17)).toBe(1 << 17);
    board.write(RCC.CFGR, board.read(RCC.CFGR) | (1 << 16) | (4 << 18)); // 8 MHz / 2 x 6
    board.set(RCC.CR, PLLON);
    board.pass(200 * US);
    board.set(RCC.CFGR, 2);
    expect(board.mcu.hclkHz).toBe(24_000_000);
    expect(board.violations).toEqual([]);
  });
});

describe('what a real part would not stand', () => {
  const cases: readonly (readonly [name: string, action: (board: TestBoard) => void, rules: readonly string[]])[] = [
    ['switching to HSE before it is ready', (board) => board.write(RCC.CFGR, 1), ['mcu/clock-switch']],
    [
      'switching HSI off while it is SYSCLK',
      (board) => board.write(RCC.CR, board.read(RCC.CR) & ~1),
      ['mcu/clock-switch'],
    ],
    [
      'changing the multiplier while the PLL is on',
      (board) => {
        board.write(RCC.CFGR, 4 << 18);
        board.set(RCC.CR, PLLON);
        board.write(RCC.CFGR, 5 << 18);
      },
      ['mcu/pll-changed'],
    ],
    [
      'PCLK1 above 36 MHz (DS5319 table 9)',
      (board) => {
        board.start72MHz();
        board.write(RCC.CFGR, 0x001d_0002);
      },
      ['mcu/clock-limit'],
    ],
    [
      '72 MHz with one wait state (RM0008 3.3.3)',
      (board) => {
        board.start72MHz();
        board.write(FLASH_ACR, 0x11);
      },
      ['mcu/flash-latency'],
    ],
    [
      'SYSCLK and the PLL at 80 MHz, and PCLK2 with them',
      (board) => {
        board.set(RCC.CR, HSEON);
        board.pass(2 * MS);
        board.write(FLASH_ACR, 0x12);
        board.write(RCC.CFGR, 0x0021_0400); // x 10
        board.set(RCC.CR, PLLON);
        board.pass(200 * US);
        board.write(RCC.CFGR, 0x0021_0402);
      },
      ['mcu/clock-limit', 'mcu/clock-limit', 'mcu/clock-limit', 'mcu/clock-limit'],
    ],
    ['a PLL at 8 MHz: 16 at least', (board) => board.set(RCC.CR, PLLON), ['mcu/clock-limit']],
  ];
  test.each(cases)('%s', (_name, action, rules) => {
    const board = new TestBoard();
    action(board);
    expect(board.violations).toEqual(rules);
  });

  // RM0008 3.3.3: 0 wait states up to 24 MHz, 1 up to 48 MHz
  test.each([
    [4, 24, 0],
    [5, 28, 1],
    [10, 48, 1],
    [11, 52, 2],
  ])('HSI / 2 x (%i + 2) = %i MHz needs %i wait states', (pllmul, mhz, needed) => {
    for (const latency of [0, 1, 2]) {
      const board = new TestBoard();
      board.write(FLASH_ACR, latency);
      board.write(RCC.CFGR, (pllmul << 18) | (4 << 8));
      board.set(RCC.CR, PLLON);
      board.pass(200 * US);
      board.set(RCC.CFGR, 2);
      expect(board.mcu.sysclkHz).toBe(mhz * 1_000_000);
      expect(board.violations).toEqual(latency < needed ? ['mcu/flash-latency'] : []);
    }
  });

  test('SYSCLK follows once the source that was asked for is ready', () => {
    const board = new TestBoard({ hseHz: 12_000_000 });
    board.set(RCC.CR, HSEON);
    board.write(RCC.CFGR, 1);
    expect(board.read(RCC.CFGR) & 0xc).toBe(0);
    board.pass(2 * MS);
    expect(board.read(RCC.CFGR) & 0xc).toBe(4);
    expect(board.mcu.hclkHz).toBe(12_000_000);
  });
});

describe('a peripheral without its clock', () => {
  test('reads 0, ignores writes, and is complained of once', () => {
    const board = new TestBoard();
    board.write(GPIOA, 0x3333_3333);
    expect(board.read(GPIOA)).toBe(0);
    expect(board.violations).toEqual(['mcu/peripheral-clock']);
    expect(board.texts[0]).toContain('GPIOA');
    board.write(RCC.APB2ENR, 1 << 2);
    expect(board.read(GPIOA)).toBe(0x4444_4444);
    board.write(TIM2, 1);
    expect(board.violations).toHaveLength(2);
  });

  test('reset by RCC', () => {
    const board = new TestBoard();
    board.enableAll();
    board.write(GPIOA, 0x3333_3333);
    board.write(RCC.APB2RSTR, 1 << 2);
    board.write(RCC.APB2RSTR, 0);
    expect(board.read(GPIOA)).toBe(0x4444_4444);
    board.write(TIM2 + 0x2c, 99);
    board.write(RCC.APB1RSTR, 1);
    expect(board.read(TIM2 + 0x2c)).toBe(0xffff);
  });
});
