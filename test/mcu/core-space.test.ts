import { describe, expect, test } from 'vitest';
import { RCC, TestBoard } from './board.ts';

/** ARMv7-M B3.2 … B3.4. */
const [CTRL, LOAD, VAL, CALIB] = [0xe000_e010, 0xe000_e014, 0xe000_e018, 0xe000_e01c] as const;
const [ISER0, ISPR0, IABR0, IPR] = [0xe000_e100, 0xe000_e200, 0xe000_e300, 0xe000_e400] as const;
const [CPUID, ICSR, VTOR, AIRCR, SCR, SHPR2, SHPR3] = [
  0xe000_ed00, 0xe000_ed04, 0xe000_ed08, 0xe000_ed0c, 0xe000_ed10, 0xe000_ed1c, 0xe000_ed20,
] as const;
const DHCSR = 0xe000_edf0;
const COUNTFLAG = 1 << 16;
const SYSTICK = 15;

describe('SysTick', () => {
  test('counts LOAD + 1 cycles of HCLK, also after VAL was written; COUNTFLAG is cleared by reading it', () => {
    const board = new TestBoard();
    board.write(LOAD, 7999); // 1 ms at 8 MHz
    board.write(VAL, 0);
    board.write(CTRL, 7);
    board.pass(999_999);
    expect(board.read(CTRL)).toBe(7);
    expect(board.mcu.nvic.pending(256)).toBe(0);
    board.pass(1);
    expect(board.mcu.nvic.pending(256)).toBe(SYSTICK);
    expect(board.read(CTRL)).toBe(7 | COUNTFLAG);
    expect(board.read(CTRL)).toBe(7);
    board.mcu.nvic.enter(SYSTICK);
    board.mcu.nvic.leave(SYSTICK);
    board.pass(999_999);
    expect(board.mcu.nvic.pending(256)).toBe(0);
    board.pass(1);
    expect(board.mcu.nvic.pending(256)).toBe(SYSTICK);
  });

  test('VAL: 0, then LOAD, then down', () => {
    const board = new TestBoard();
    board.write(LOAD, 9);
    board.write(CTRL, 5);
    const values = Array.from({ length: 13 }, () => {
      const value = board.read(VAL);
      board.pass(125);
      return value;
    });
    expect(values).toEqual([0, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 9, 8]);
  });

  test('HCLK / 8 without CLKSOURCE; no interrupt without TICKINT; stopped it keeps its value', () => {
    const board = new TestBoard();
    board.write(LOAD, 999);
    board.write(CTRL, 1);
    board.pass(999_999);
    expect(board.read(CTRL) & COUNTFLAG).toBe(0);
    board.pass(1);
    expect(board.read(CTRL) & COUNTFLAG).toBe(COUNTFLAG);
    expect(board.mcu.nvic.pending(256)).toBe(0);
    board.pass(400_000);
    board.write(CTRL, 0);
    board.pass(1_000_000);
    expect(board.read(VAL)).toBe(600);
  });

  test('LOAD changed while counting is at work from the next 0 on', () => {
    const board = new TestBoard();
    board.write(LOAD, 7999);
    board.write(CTRL, 7);
    board.pass(500_000);
    board.write(LOAD, 3999);
    expect(board.clock.nextDueNs).toBe(1_000_000);
    board.pass(500_000);
    expect(board.clock.nextDueNs).toBe(1_500_000);
  });

  test('another HCLK from now on', () => {
    const board = new TestBoard();
    board.write(LOAD, 7999);
    board.write(CTRL, 7);
    board.pass(500_000);
    board.write(RCC.CFGR, 8 << 4);
    board.pass(999_999);
    expect(board.mcu.nvic.pending(256)).toBe(0);
    board.pass(1);
    expect(board.mcu.nvic.pending(256)).toBe(SYSTICK);
  });

  test('CALIB is 9000 (RM0008 10.1.1)', () => expect(new TestBoard().read(CALIB)).toBe(9000));
});

describe('priorities', () => {
  function both(first: number, second: number, group = 0): TestBoard {
    const board = new TestBoard();
    board.write(AIRCR, 0x05fa_0000 | (group << 8));
    board.mcu.write(IPR + 28, first, 1);
    board.mcu.write(IPR + 29, second, 1);
    board.write(ISER0, (1 << 28) | (1 << 29));
    board.write(ISPR0, (1 << 28) | (1 << 29));
    return board;
  }

  test('the lower number first, whatever its line', () => {
    expect(both(0x20, 0x10).mcu.nvic.pending(256)).toBe(16 + 29);
    expect(both(0x10, 0x20).mcu.nvic.pending(256)).toBe(16 + 28);
    expect(both(0x10, 0x10).mcu.nvic.pending(256)).toBe(16 + 28);
  });

  test('only the upper four bits count (RM0008 10.1)', () => {
    const board = both(0x1f, 0x10);
    expect(board.mcu.read(IPR + 28, 1)).toBe(0x10);
    expect(board.read(IPR + 28) & 0xffff).toBe(0x1010);
    expect(board.mcu.nvic.pending(256)).toBe(16 + 28);
  });

  test('a handler is interrupted only by a lower group', () => {
    const { nvic } = both(0x20, 0x10).mcu;
    expect(nvic.pending(0x20)).toBe(16 + 29);
    nvic.enter(16 + 29);
    expect(nvic.pending(nvic.priorityOf(16 + 29))).toBe(0);
  });

  // PRIGROUP 5: bits 7 and 6 are the group, 5 and 4 the sub-priority
  test('sub-priorities decide who is first, and interrupt nobody', () => {
    const { nvic } = both(0x20, 0x10, 5).mcu;
    expect(nvic.pending(256)).toBe(16 + 29);
    expect(nvic.pending(0x20)).toBe(0);
    expect(nvic.pending(0x40)).toBe(16 + 29);
  });

  test('SHPR: SVCall, PendSV and SysTick, bytes too', () => {
    const board = new TestBoard();
    board.mcu.write(SHPR3 + 3, 0xff, 1);
    board.write(SHPR2, 0x8000_0000);
    board.mcu.write(SHPR3 + 2, 0xc0, 1);
    expect([11, 14, 15].map((exception) => board.mcu.nvic.priorityOf(exception))).toEqual([0x80, 0xc0, 0xf0]);
    expect(board.read(SHPR3)).toBe(0xf0c0_0000);
    expect([2, 3].map((exception) => board.mcu.nvic.priorityOf(exception))).toEqual([-2, -1]);
  });

  test('AIRCR without its key is ignored', () => {
    const board = new TestBoard();
    board.write(AIRCR, 0x0500);
    expect(board.read(AIRCR)).toBe(0xfa05_0000);
    board.write(AIRCR, 0x05fa_0500);
    expect(board.read(AIRCR)).toBe(0xfa05_0500);
    board.write(AIRCR, 0x05fa_0004);
    expect(board.resets).toBe(1);
  });
});

describe('system control', () => {
  test('a Cortex-M3 r1p1', () => expect(new TestBoard().read(CPUID)).toBe(0x411f_c231));

  // ARMv7-M C1.6.2: bit 0 of DHCSR is C_DEBUGEN, which the program cannot write.
  test('DHCSR says whether a debugger is attached', () => {
    expect(new TestBoard().read(DHCSR)).toBe(0);
    expect(new TestBoard({ debuggerAttached: true }).read(DHCSR)).toBe(1);
  });

  test('PendSV and SysTick by ICSR, and what runs', () => {
    const board = new TestBoard();
    board.write(ICSR, 1 << 28);
    expect(board.read(ICSR)).toBe((1 << 28) | (14 << 12) | (1 << 11));
    expect(board.mcu.nvic.pending(256)).toBe(14);
    board.mcu.nvic.enter(14);
    expect(board.read(ICSR) & 0x1ff).toBe(14);
    board.mcu.nvic.leave(14);
    board.write(ICSR, 1 << 26);
    expect(board.mcu.nvic.pending(256)).toBe(SYSTICK);
    board.write(ICSR, 1 << 25);
    expect(board.mcu.nvic.pending(256)).toBe(0);
  });

  test('of two with one priority the lower number is first', () => {
    const board = new TestBoard();
    board.write(ICSR, 1 << 26);
    board.write(ICSR, 1 << 28);
    expect(board.mcu.nvic.pending(256)).toBe(14);
  });

  test('VTOR', () => {
    const board = new TestBoard();
    board.write(VTOR, 0x0800_4000);
    expect(board.mcu.vectorTable).toBe(0x0800_4000);
  });

  test('deep sleep is not modelled', () => {
    const board = new TestBoard();
    board.write(SCR, 4);
    expect(board.violations).toEqual(['mcu/not-modelled']);
  });

  test('active bits', () => {
    const board = new TestBoard();
    board.mcu.nvic.enter(16 + 3);
    expect(board.read(IABR0)).toBe(8);
  });
});
