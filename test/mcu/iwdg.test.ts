/** The independent watchdog: RM0008 19.4; the flags of RCC_CSR: 7.3.10; LSI 30 to 60 kHz: DS5319 table 25. */
import { describe, expect, test } from 'vitest';
import { RCC, TestBoard } from './board.ts';

const [KR, PR, RLR, SR] = [0x4000_3000, 0x4000_3004, 0x4000_3008, 0x4000_300c] as const;
const [FEED, UNLOCK, START] = [0xaaaa, 0x5555, 0xcccc] as const;
const MS = 1_000_000;

function started(lsiHz: number, pr: number, rlr: number): TestBoard {
  const board = new TestBoard({ lsiHz });
  board.write(KR, START);
  board.write(KR, UNLOCK);
  board.write(PR, pr);
  board.write(RLR, rlr);
  board.pass(1 * MS);
  board.write(KR, FEED);
  return board;
}

describe('the time to the reset', () => {
  // RM0008 table 96: the shortest and the longest at 40 kHz; (RLR + 1) x divider / LSI
  test.each([
    [40_000, 0, 0, 0.1],
    [40_000, 0, 0xfff, 409.6],
    [40_000, 6, 0xfff, 26_214.4],
    [30_000, 3, 999, (1000 * 32) / 30],
    [60_000, 3, 999, (1000 * 32) / 60],
  ])('LSI %i Hz, PR %i, RLR %i: %f ms', (lsiHz, pr, rlr, ms) => {
    const board = started(lsiHz, pr, rlr);
    const ns = Math.round(ms * MS);
    board.pass(ns - 1);
    expect(board.watchdogs).toEqual([]);
    board.pass(1);
    expect(board.watchdogs).toEqual([1 * MS + ns]);
  });

  test('each feed begins it anew', () => {
    const board = started(40_000, 0, 0xfff);
    for (let i = 0; i < 5; i++) {
      board.pass(409 * MS);
      board.write(KR, FEED);
    }
    expect(board.watchdogs).toEqual([]);
    board.pass(409.6 * MS);
    expect(board.watchdogs).toHaveLength(1);
  });

  test('unlike after START, nothing comes of FEED alone', () => {
    const board = new TestBoard();
    board.write(KR, FEED);
    board.pass(30_000 * MS);
    expect(board.watchdogs).toEqual([]);
  });
});

describe('PR and RLR', () => {
  test('without the key they keep their values', () => {
    const board = new TestBoard();
    board.write(PR, 3);
    board.write(KR, UNLOCK);
    board.write(KR, FEED);
    board.write(RLR, 5);
    expect([board.read(PR), board.read(RLR)]).toEqual([0, 0xfff]);
    expect(board.violations).toEqual(['mcu/watchdog', 'mcu/watchdog']);
  });

  test('SR shows an update for five clocks of LSI; a second write meanwhile is ignored', () => {
    const board = new TestBoard();
    board.write(KR, START);
    board.write(KR, UNLOCK);
    board.write(PR, 3);
    board.write(RLR, 99);
    expect(board.read(SR)).toBe(3);
    board.write(PR, 5);
    expect(board.read(PR)).toBe(3);
    expect(board.violations).toEqual(['mcu/watchdog']);
    board.pass(125_000 - 1);
    expect(board.read(SR)).toBe(3);
    board.pass(1);
    expect(board.read(SR)).toBe(0);
  });

  test('before START, LSI is off and the update does not end', () => {
    const board = new TestBoard();
    board.write(KR, UNLOCK);
    board.write(PR, 3);
    board.pass(100 * MS);
    expect(board.read(SR)).toBe(1);
    board.write(KR, START);
    board.pass(1 * MS);
    expect(board.read(SR)).toBe(0);
  });
});

test('RCC_CSR says why the part was reset, until RMVF', () => {
  const board = new TestBoard({ resetFlags: 0x2400_0000 });
  expect(board.read(RCC.CSR)).toBe(0x2400_0000);
  board.write(RCC.CSR, 0x0100_0000);
  expect(board.read(RCC.CSR)).toBe(0);
});

describe('the clock security system, RM0008 7.2.7', () => {
  const [HSEON, HSERDY, CSSON, PLLON] = [1 << 16, 1 << 17, 1 << 19, 1 << 24] as const;

  test('a crystal that stops: HSI drives SYSCLK, HSE and PLL are off, NMI is pending and CIR has CSSF', () => {
    const board = new TestBoard();
    board.start72MHz();
    board.set(RCC.CR, CSSON);
    board.mcu.stopCrystal();
    expect(board.mcu.sysclkHz).toBe(8_000_000);
    expect(board.read(RCC.CR) & (HSEON | HSERDY | CSSON | PLLON)).toBe(0);
    expect(board.read(RCC.CFGR) & 0xf).toBe(0);
    expect(board.read(RCC.CIR) & 0x80).toBe(0x80);
    expect(board.mcu.nvic.pending(256)).toBe(2);
    board.write(RCC.CIR, 1 << 23);
    expect(board.read(RCC.CIR) & 0x80).toBe(0);
    board.set(RCC.CR, HSEON);
    board.pass(100 * MS);
    expect(board.read(RCC.CR) & HSERDY).toBe(0);
  });

  test('without CSSON the CPU stands still', () => {
    const board = new TestBoard();
    board.start72MHz();
    board.mcu.stopCrystal();
    expect(board.standstills).toBe(1);
  });

  test('a crystal that is not in use may stop', () => {
    const board = new TestBoard();
    board.mcu.stopCrystal();
    expect([board.standstills, board.mcu.nvic.pending(256)]).toEqual([0, 0]);
  });
});
