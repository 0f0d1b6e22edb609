import { describe, expect, test } from 'vitest';
import { AFIO_MAPR, GPIOA, GPIOB, TestBoard } from './board.ts';

/** RM0008 27.6. */
const USART1 = 0x4001_3800;
const [SR, DR, BRR, CR1, CR2, CR3] = [USART1, USART1 + 4, USART1 + 8, USART1 + 12, USART1 + 16, USART1 + 20] as const;
const [TXE, TC] = [0x80, 0x40] as const;
const [UE, TE, TXEIE] = [1 << 13, 1 << 3, 1 << 7] as const;
/** 8 MHz / 80 = 100,000 baud: 10 us a bit, 100 us a byte of 10 bits. */
const BYTE_NS = 100_000;

function sending(board = new TestBoard()): TestBoard {
  board.enableAll();
  board.write(GPIOA + 4, 0x4444_44b4); // PA9 alternate-function push-pull
  board.write(BRR, 80);
  board.write(CR1, UE | TE);
  board.pass(BYTE_NS); // the idle frame, RM0008 27.3.2
  return board;
}

test('a byte has left after ten bits; TXE comes at once, TC at its end', () => {
  const board = sending();
  expect(board.read(SR)).toBe(TXE | TC);
  board.write(DR, 0x41);
  expect(board.read(SR)).toBe(TXE);
  board.pass(BYTE_NS - 1);
  expect([board.read(SR), board.serial]).toEqual([TXE, []]);
  board.pass(1);
  expect([board.read(SR), board.serial]).toEqual([TXE | TC, [0x41]]);
});

test('115,200 baud from 72 MHz: BRR 625, twelve bytes without a gap take 1041.67 us', () => {
  const board = new TestBoard();
  board.start72MHz();
  sending(board);
  board.write(BRR, 625);
  const startNs = board.clock.nowNs;
  for (let byte = 0; byte < 12; byte++) {
    board.write(DR, byte);
    while ((board.read(SR) & TXE) === 0) board.pass(100);
  }
  while ((board.read(SR) & TC) === 0) board.pass(1);
  expect(board.clock.nowNs - startNs).toBe(Math.ceil((12 * 10 * 625 * 1000) / 72));
  expect(board.serial).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('the first byte waits behind the idle frame', () => {
  const board = new TestBoard();
  board.enableAll();
  board.write(GPIOA + 4, 0x4444_44b4);
  board.write(BRR, 80);
  board.write(CR1, UE | TE);
  board.write(DR, 1);
  expect(board.read(SR) & TXE).toBe(0);
  board.pass(2 * BYTE_NS - 1);
  expect(board.serial).toEqual([]);
  board.pass(1);
  expect(board.serial).toEqual([1]);
});

test('two stop bits', () => {
  const board = sending();
  board.write(CR2, 2 << 12);
  board.write(DR, 1);
  board.pass(109_999);
  expect(board.serial).toEqual([]);
  board.pass(1);
  expect(board.serial).toEqual([1]);
});

test('TC is cleared by writing 0 to it as well, TXE is not', () => {
  const board = sending();
  board.write(SR, 0);
  expect(board.read(SR)).toBe(TXE);
});

test('TXEIE interrupts as long as TXE is set', () => {
  const board = sending();
  board.write(0xe000_e104, 1 << 5); // line 37
  board.write(CR1, UE | TE | TXEIE);
  expect(board.mcu.nvic.pending(256)).toBe(16 + 37);
  board.mcu.nvic.enter(16 + 37);
  board.write(DR, 1);
  board.write(DR, 2);
  board.mcu.nvic.leave(16 + 37);
  expect(board.mcu.nvic.pending(256)).toBe(0);
  board.pass(BYTE_NS);
  expect(board.mcu.nvic.pending(256)).toBe(16 + 37);
});

describe('violations', () => {
  const cases: readonly (readonly [name: string, action: (board: TestBoard) => void, rule: string, sent: number])[] = [
    ['writing while TXE is 0', (board) => [1, 2, 3].map((byte) => board.write(DR, byte)), 'mcu/usart-lost', 2],
    [
      'writing while TE is 0',
      (board) => {
        board.write(CR1, UE);
        board.write(DR, 1);
      },
      'mcu/usart-off',
      0,
    ],
    [
      'TX an input',
      (board) => {
        board.write(GPIOA + 4, 0x4444_4444);
        board.write(DR, 1);
      },
      'mcu/usart-wiring',
      0,
    ],
    [
      'no baud rate',
      (board) => {
        board.write(BRR, 0);
        board.write(DR, 1);
      },
      'mcu/usart-baud',
      0,
    ],
    ['DMA', (board) => board.write(CR3, 0x80), 'mcu/not-modelled', 0],
  ];
  test.each(cases)('%s', (_name, action, rule, sent) => {
    const board = sending();
    action(board);
    board.pass(10 * BYTE_NS);
    expect(board.violations).toEqual([rule]);
    expect(board.serial).toHaveLength(sent);
  });
});

test('remapped to PB6', () => {
  const board = sending();
  board.write(AFIO_MAPR, 1 << 2);
  board.write(GPIOB, 0x4b44_4444);
  board.write(DR, 9);
  board.pass(BYTE_NS);
  expect(board.serial).toEqual([9]);
});
