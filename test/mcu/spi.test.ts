import { describe, expect, test } from 'vitest';
import { AFIO_MAPR, GPIOA, GPIOB, RCC, SPI1, TestBoard } from './board.ts';

/** RM0008 25.5. */
const [CR1, CR2, SR, DR] = [SPI1, SPI1 + 4, SPI1 + 8, SPI1 + 12] as const;
const [RXNE, TXE, MODF, OVR, BSY] = [0x01, 0x02, 0x20, 0x40, 0x80] as const;
/** Master, SSM with SSI, SPE. */
const MASTER = 0x0344;
const BR_256 = 7 << 3;
/** PA5 and PA7 alternate-function push-pull, PA6 floating input. */
const WIRED = 0xb4b4_4444;

function running(cr1 = MASTER, board = new TestBoard()): TestBoard {
  board.enableAll();
  board.write(GPIOA, WIRED);
  board.write(CR1, cr1);
  return board;
}

describe('a byte takes 8 periods of SCK', () => {
  // SCK = PCLK2 / 2^(BR + 1), RM0008 25.5.1; 8 MHz after reset: 8 x 250 ns … 8 x 32 us
  const cases: readonly (readonly [name: string, br: number, byteNs: number])[] = [
    ['PCLK / 2', 0, 2_000],
    ['PCLK / 8', 2, 8_000],
    ['PCLK / 256', 7, 256_000],
  ];
  test.each(cases)('%s', (_name, br, byteNs) => {
    const board = running(MASTER | (br << 3));
    expect(board.read(SR)).toBe(TXE);
    board.write(DR, 0xa5);
    expect(board.read(SR)).toBe(TXE | BSY);
    board.pass(byteNs - 1);
    expect(board.read(SR)).toBe(TXE | BSY);
    expect(board.spi).toEqual([]);
    board.pass(1);
    expect(board.read(SR) & RXNE).toBe(RXNE);
    expect(board.spi).toEqual([0xa5]);
    expect(board.read(DR)).toBe(0x5a);
    expect(board.read(SR) & RXNE).toBe(0);
  });

  test('18 MHz: 444.4 ns, and ten bytes without a gap 4444.4 ns', () => {
    const board = new TestBoard();
    board.start72MHz();
    running(MASTER | (1 << 3), board);
    const startNs = board.clock.nowNs;
    board.write(DR, 0);
    for (let byte = 1; byte <= 10; byte++) {
      if (byte < 10) board.write(DR, byte);
      while ((board.read(SR) & RXNE) === 0) board.pass(1);
      board.read(DR);
      expect(board.clock.nowNs - startNs).toBe(Math.ceil((byte * 8 * 1000) / 18));
    }
    expect(board.spi).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(board.violations).toEqual([]);
  });

  test('BSY holds until SCK is at rest, half a period later', () => {
    const board = running();
    board.write(DR, 0);
    board.pass(2_000 + 124);
    expect(board.read(SR) & BSY).toBe(BSY);
    expect(board.mcu.spiBusy('SPI1')).toBe(true);
    board.pass(1);
    expect(board.read(SR) & BSY).toBe(0);
    expect(board.mcu.spiBusy('SPI1')).toBe(false);
  });
});

describe('buffers and flags', () => {
  test('a second byte waits, TXE is clear meanwhile, a third one is lost', () => {
    const board = running();
    board.write(DR, 1);
    expect(board.read(SR) & TXE).toBe(TXE);
    board.write(DR, 2);
    expect(board.read(SR) & TXE).toBe(0);
    expect(board.violations).toEqual([]);
    board.write(DR, 3);
    expect(board.violations).toEqual(['mcu/spi-lost']);
    board.pass(10_000);
    expect(board.spi).toEqual([1, 3]);
  });

  test('overrun: the byte before is kept, the new one lost; DR then SR clears it (RM0008 25.3.10)', () => {
    const board = running();
    board.write(DR, 0x11);
    board.write(DR, 0x22);
    board.pass(10_000);
    expect(board.read(SR) & (OVR | RXNE)).toBe(OVR | RXNE);
    expect(board.read(SR) & OVR).toBe(OVR);
    expect(board.read(DR)).toBe(0xee);
    expect(board.read(SR) & OVR).toBe(OVR);
    expect(board.read(SR) & OVR).toBe(0);
  });

  test('MODF: SSM without SSI; SPE and MSTR fall, SR then CR1 clears it', () => {
    const board = running(0x0244);
    expect(board.read(SR) & MODF).toBe(MODF);
    expect(board.read(CR1)).toBe(0x0200);
    expect(board.violations).toEqual(['mcu/spi-fault']);
    board.write(CR1, MASTER);
    expect(board.read(SR) & MODF).toBe(0);
    expect(board.read(CR1)).toBe(MASTER);
  });

  test('MODF: cannot be master again before SR was read', () => {
    const board = running(0x0244);
    board.write(CR1, MASTER);
    expect(board.read(CR1) & 0x44).toBe(0);
  });

  test('NSS as an input pin: low is a fault, high is none', () => {
    const low = running(0x0044);
    expect(low.read(SR) & MODF).toBe(MODF);
    const high = new TestBoard();
    high.outside.set('PA4', 1);
    running(0x0044, high);
    expect(high.read(SR) & MODF).toBe(0);
  });

  test('bytes and halfwords of DR', () => {
    const board = running();
    board.mcu.write(DR, 0x9f, 1);
    board.pass(3_000);
    expect(board.mcu.read(DR, 1)).toBe(0x60);
    board.mcu.write(DR, 0x9f, 2);
    board.pass(3_000);
    expect(board.mcu.read(DR, 2)).toBe(0x60);
    expect(board.violations).toEqual([]);
  });

  test('interrupts: TXEIE, then RXNEIE, as lines that fall with their flags', () => {
    const board = running();
    board.write(0xe000_e104, 1 << 3); // line 35
    board.write(CR2, 0x80);
    expect(board.mcu.nvic.pending(256)).toBe(16 + 35);
    board.write(CR2, 0x40);
    board.write(0xe000_e284, 1 << 3);
    expect(board.mcu.nvic.pending(256)).toBe(0);
    board.write(DR, 0);
    board.pass(2_000);
    expect(board.mcu.nvic.pending(256)).toBe(16 + 35);
    board.read(DR);
    board.write(0xe000_e284, 1 << 3);
    expect(board.mcu.nvic.pending(256)).toBe(0);
  });
});

describe('a byte that does not reach the chip reads 0xFF and is a violation', () => {
  const cases: readonly (readonly [name: string, cr1: number, crl: number, text: string])[] = [
    ['CPHA alone: mode 1', MASTER | 1, WIRED, 'mode 1 or 2'],
    ['CPOL alone: mode 2', MASTER | 2, WIRED, 'mode 1 or 2'],
    ['lowest bit first', MASTER | 0x80, WIRED, 'LSBFIRST'],
    ['16 bits', MASTER | 0x800, WIRED, 'DFF'],
    ['SCK a plain output', MASTER, 0xb434_4444, 'PA5'],
    ['MOSI an input', MASTER, 0x44b4_4444, 'PA7'],
    ['MISO a plain output', MASTER, 0xb3b4_4444, 'PA6'],
  ];
  test.each(cases)('%s', (_name, cr1, crl, text) => {
    const board = running(cr1);
    board.write(GPIOA, crl);
    for (let i = 0; i < 2; i++) {
      board.write(DR, 0x55);
      board.pass(3_000);
      expect(board.read(DR)).toBe(0xff);
    }
    expect(board.spi).toEqual([]);
    expect(board.violations).toEqual(['mcu/spi-wiring']);
    expect(board.texts[0]).toContain(text);
  });

  test('mode 3 is fine', () => {
    const board = running(MASTER | 3);
    board.write(DR, 0x55);
    board.pass(3_000);
    expect(board.read(DR)).toBe(0xaa);
    expect(board.violations).toEqual([]);
  });

  test('remapped to PB3 … PB5: only once JTAG has let go of them (RM0008 table 35)', () => {
    const board = running();
    board.write(GPIOB, 0x44b4_b444 | 0x00b0_0000); // PB3 SCK, PB4 MISO, PB5 MOSI
    board.write(AFIO_MAPR, 1);
    board.write(DR, 1);
    board.pass(3_000);
    expect(board.texts[0]).toContain('PB3 belongs to the debug port');
    board.write(AFIO_MAPR, 0x0200_0001);
    board.write(DR, 2);
    board.pass(3_000);
    expect(board.spi).toEqual([2]);
  });
});

describe('changes while a byte is under way', () => {
  test('SPE off: the byte is gone', () => {
    const board = running(MASTER | BR_256);
    board.write(DR, 1);
    board.write(CR1, (MASTER | BR_256) & ~0x40);
    board.pass(300_000);
    expect(board.spi).toEqual([]);
    expect(board.violations).toEqual(['mcu/spi-disabled']);
  });

  test('another baud rate', () => {
    const board = running(MASTER | BR_256);
    board.write(DR, 1);
    board.write(CR1, MASTER);
    expect(board.violations).toEqual(['mcu/spi-changed']);
  });
});

test('SCK above 18 MHz (DS5319 table 42)', () => {
  const board = new TestBoard();
  board.start72MHz();
  running(MASTER, board);
  board.write(DR, 1);
  expect(board.violations).toEqual(['mcu/spi-clock']);
});

test('slave mode, DMA and I2S are not modelled', () => {
  const board = running(0x0240);
  board.write(DR, 1);
  board.write(CR2, 1);
  board.write(SPI1 + 0x1c, 1 << 11);
  expect(board.violations).toEqual(['mcu/not-modelled', 'mcu/not-modelled', 'mcu/not-modelled']);
});

test('SPI2 is on APB1, with pins of its own', () => {
  const board = new TestBoard();
  board.write(RCC.CFGR, 4 << 8); // PCLK1 = 4 MHz
  board.enableAll();
  board.write(GPIOB + 4, 0xb4b4_4444);
  board.write(0x4000_3800, MASTER);
  board.write(0x4000_380c, 7);
  board.pass(3_999);
  expect(board.spi).toEqual([]);
  board.pass(1);
  expect(board.spi).toEqual([7]);
});
