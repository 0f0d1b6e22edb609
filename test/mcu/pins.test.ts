import { describe, expect, test } from 'vitest';
import { AFIO_MAPR, GPIOA, GPIOB, RCC, TestBoard } from './board.ts';

/** RM0008 9.2. */
const [CRL, CRH, IDR, ODR, BSRR, BRR, LCKR] = [0x00, 0x04, 0x08, 0x0c, 0x10, 0x14, 0x18] as const;

function board(): TestBoard {
  const made = new TestBoard();
  made.enableAll();
  return made;
}

describe('outputs', () => {
  test('a level set before the mode comes out when the mode does', () => {
    const b = board();
    b.write(GPIOA + BSRR, 1 << 4);
    expect(b.pins).toEqual([]);
    b.write(GPIOA + CRL, 0x4443_4444);
    b.write(GPIOA + BSRR, 1 << 20);
    b.write(GPIOA + BSRR, 1 << 20);
    b.write(GPIOA + BSRR, (1 << 20) | (1 << 4)); // setting wins
    b.write(GPIOA + BRR, 1 << 4);
    b.write(GPIOA + ODR, 1 << 4);
    b.write(GPIOA + CRL, 0x4444_4444);
    expect(b.pins).toEqual(['PA4=1', 'PA4=0', 'PA4=1', 'PA4=0', 'PA4=1', 'PA4=null']);
  });

  test('open drain only pulls down; pins above 7 are in CRH', () => {
    const b = board();
    b.write(GPIOB + CRH, 0x6444_4444);
    b.write(GPIOB + BSRR, 1 << 15);
    b.write(GPIOB + BRR, 1 << 15);
    expect(b.pins).toEqual(['PB15=0', 'PB15=null', 'PB15=0']);
  });

  test('against what the board drives', () => {
    const b = board();
    b.outside.set('PA0', 1);
    b.write(GPIOA + CRL, 0x4444_4443);
    expect(b.violations).toEqual(['mcu/pin-contention']);
  });

  test('a pin of the debug port stays with it until SWJ_CFG gives it away', () => {
    const b = board();
    b.write(GPIOB + CRL, 0x4444_3444);
    b.write(GPIOB + BSRR, 1 << 3);
    expect(b.pins).toEqual([]);
    expect(b.violations).toEqual(['mcu/debug-pin']);
    b.write(AFIO_MAPR, 0x0200_0000);
    expect(b.pins).toEqual(['PB3=1']);
    expect(b.read(AFIO_MAPR)).toBe(0); // SWJ_CFG is write-only
    b.write(AFIO_MAPR, 0);
    expect(b.pins).toEqual(['PB3=1', 'PB3=null']);
  });
});

// RM0008 table 35
test.each([
  [0, []],
  [1, ['PB4']],
  [2, ['PA15', 'PB3', 'PB4']],
  [4, ['PA13', 'PA14', 'PA15', 'PB3', 'PB4']],
])('SWJ_CFG %i leaves to the program', (configured, free) => {
  const b = board();
  b.write(AFIO_MAPR, configured << 24);
  b.write(GPIOA + CRH, 0x3334_4444);
  b.write(GPIOB + CRL, 0x4443_3444);
  expect(b.pins.map((pin) => pin.split('=')[0])).toEqual(free);
});

// RM0008 9.4.2: other combinations have no effect
test.each([3, 5, 6, 7])('SWJ_CFG %i leaves the debug port as it is, and the other bits are written', (configured) => {
  const b = board();
  b.write(AFIO_MAPR, 0x0200_0000);
  b.write(AFIO_MAPR, (configured << 24) | 0x0c00);
  b.write(GPIOA + CRH, 0x3334_4444);
  b.write(GPIOB + CRL, 0x4443_3444);
  expect(b.pins.map((pin) => pin.split('=')[0])).toEqual(['PA15', 'PB3', 'PB4']);
  expect(b.read(AFIO_MAPR)).toBe(0x0c00);
});

test('SWJ_CFG reads as the board says, whatever was written', () => {
  const b = new TestBoard({ swjCfgReads: 7 });
  b.write(RCC.APB2ENR, 1);
  expect(b.read(AFIO_MAPR)).toBe(0x0700_0000);
  b.write(AFIO_MAPR, 0x0200_0c00);
  expect(b.read(AFIO_MAPR)).toBe(0x0700_0c00);
});

describe('inputs', () => {
  test('the board decides; else the pull; else 0', () => {
    const b = board();
    b.outside.set('PA0', 1).set('PA2', 0);
    b.write(GPIOA + CRL, 0x4488_8844); // PA0 and PA1 float, PA2 … PA5 are pulled
    b.write(GPIOA + ODR, (1 << 2) | (1 << 3));
    expect(b.read(GPIOA + IDR)).toBe((1 << 0) | (1 << 3));
  });

  test('an output reads what it drives, an analog pin 0', () => {
    const b = board();
    b.outside.set('PA1', 1);
    b.write(GPIOA + CRL, 0x4444_4403);
    b.write(GPIOA + ODR, 3);
    expect(b.read(GPIOA + IDR)).toBe(1);
  });

  test('IDR cannot be written', () => {
    const b = board();
    b.write(GPIOA + IDR, 1);
    expect(b.violations).toEqual(['mcu/read-only']);
  });
});

test('LCKR freezes the modes of its pins after 1, 0, 1 (RM0008 9.2.7)', () => {
  const b = board();
  b.write(GPIOA + CRL, 0x4444_4433);
  for (const key of [1, 0, 1]) b.write(GPIOA + LCKR, (key << 16) | 1);
  expect(b.read(GPIOA + LCKR)).toBe(0x1_0001);
  b.write(GPIOA + CRL, 0x4444_4444);
  expect(b.read(GPIOA + CRL)).toBe(0x4444_4443);
});

describe('external interrupts', () => {
  /** RM0008 10.3 and 9.4.3. */
  const [IMR, RTSR, FTSR, SWIER, PR] = [0x4001_0400, 0x4001_0408, 0x4001_040c, 0x4001_0410, 0x4001_0414] as const;
  const EXTICR1 = 0x4001_0008;

  function watching(edges: number): TestBoard {
    const b = board();
    b.outside.set('PB1', 1);
    b.write(EXTICR1, 0x0010); // line 1 from port B
    b.write(edges, 1 << 1);
    b.write(IMR, 1 << 1);
    b.write(0xe000_e100, 1 << 7);
    return b;
  }

  function drive(b: TestBoard, level: 0 | 1): void {
    b.outside.set('PB1', level);
    b.mcu.pinChanged('PB1');
  }

  test('a falling edge is pending until PR is written with 1', () => {
    const b = watching(FTSR);
    drive(b, 1);
    expect(b.read(PR)).toBe(0);
    drive(b, 0);
    expect(b.read(PR)).toBe(2);
    expect(b.mcu.nvic.pending(256)).toBe(16 + 7);
    b.mcu.nvic.enter(16 + 7);
    b.write(PR, 2);
    b.mcu.nvic.leave(16 + 7);
    expect(b.mcu.nvic.pending(256)).toBe(0);
    drive(b, 1);
    expect(b.read(PR)).toBe(0);
  });

  test('not cleared: the handler is entered again', () => {
    const b = watching(FTSR);
    drive(b, 0);
    b.mcu.nvic.enter(16 + 7);
    b.mcu.nvic.leave(16 + 7);
    expect(b.mcu.nvic.pending(256)).toBe(16 + 7);
  });

  test('rising edges, and a masked line', () => {
    const b = watching(RTSR);
    b.write(IMR, 0);
    drive(b, 0);
    expect(b.read(PR)).toBe(0);
    drive(b, 1);
    expect(b.read(PR)).toBe(2);
    expect(b.mcu.nvic.pending(256)).toBe(0);
  });

  test('another port is not looked at', () => {
    const b = watching(FTSR);
    b.write(EXTICR1, 0x0020);
    b.write(PR, 2);
    drive(b, 0);
    expect(b.read(PR)).toBe(0);
  });

  test('by software, and lines 5 … 9 and 10 … 15 together', () => {
    const b = board();
    b.write(IMR, 0xffff);
    b.write(SWIER, 1 << 9);
    b.write(0xe000_e100, 1 << 23);
    expect(b.mcu.nvic.pending(256)).toBe(16 + 23);
    b.write(PR, 1 << 9);
    expect(b.read(SWIER)).toBe(0);
    b.write(SWIER, 1 << 10);
    b.write(0xe000_e104, 1 << 8);
    b.write(0xe000_e280, 1 << 23);
    expect(b.mcu.nvic.pending(256)).toBe(16 + 40);
  });

  test('an output of the part itself makes edges, too', () => {
    const b = board();
    b.write(GPIOA + CRL, 0x4444_4443);
    b.write(RTSR, 1);
    b.write(GPIOA + BSRR, 1);
    expect(b.read(PR)).toBe(1);
  });
});

test('halfwords to a port, which takes words only (RM0008 9.1)', () => {
  const b = board();
  b.mcu.write(GPIOA + ODR, 1, 2);
  b.mcu.write(GPIOA + ODR, 2, 2);
  expect(b.violations).toEqual(['mcu/access-width']);
  expect(b.read(RCC.APB2ENR) & 4).toBe(4);
});
