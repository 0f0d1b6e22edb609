import { describe, expect, test } from 'vitest';
import { solveClock } from '../../generator/hardware/clock.ts';
import { FAMILIES } from '../../generator/hardware/families.ts';
import { partOf } from '../../generator/hardware/parts.ts';
import { planSpi, solveSpi } from '../../generator/hardware/spi.ts';
import { spiWords } from '../../generator/platforms/f1/spi.ts';

const MHZ = 1_000_000;

describe('the smallest divider that does not exceed the wish', () => {
  test.each([
    ["72 MHz, the F103's limit", 72 * MHZ, 18 * MHZ, 4, 18 * MHZ],
    ['one Hz less takes the next', 72 * MHZ, 18 * MHZ - 1, 8, 9 * MHZ],
    ['36 MHz on APB1', 36 * MHZ, 18 * MHZ, 2, 18 * MHZ],
    ['64 MHz', 64 * MHZ, 18 * MHZ, 4, 16 * MHZ],
    ['the slowest', 72 * MHZ, 281_250, 256, 281_250],
    ['an odd clock is rounded down', 8_000_001, 8_000_000, 2, 4_000_000],
  ])('%s', (_name, inputHz, maxHz, divider, clockHz) => {
    expect(solveSpi(inputHz, maxHz)).toEqual({ divider, clockHz });
  });

  test('nothing is slow enough', () => expect(solveSpi(72 * MHZ, 281_249)).toBeNull());

  test('each divider is a power of 2', () => {
    for (let br = 0; br < 8; br++) {
      expect(solveSpi(256_000, 256_000 / 2 ** (br + 1))).toEqual({
        divider: 2 ** (br + 1),
        clockHz: 256_000 / 2 ** (br + 1),
      });
    }
  });
});

describe('SPI of a part at 72 MHz', () => {
  const part = partOf('STM32F103C8');
  const clock = solveClock(part, { source: 'HSE', hseHz: 8 * MHZ, sysclkHz: 72 * MHZ });
  if (clock === null) throw new Error('unreachable');

  /** CR1 written out by RM0008 25.5.1: SSM 9, SSI 8, SPE 6, BR 5:3, MSTR 2. */
  test.each([
    ['SPI1', 18, 0x40013000, 'APB2', 12, 72, 4, 0b11_0100_1100],
    ['SPI2', 18, 0x40003800, 'APB1', 14, 36, 2, 0b11_0100_0100],
    ['SPI1', 5, 0x40013000, 'APB2', 12, 72, 16, 0b11_0101_1100],
  ] as const)('%s at %d MHz', (spi, maxMhz, base, bus, enableBit, inputMhz, divider, cr1) => {
    const plan = planSpi(part, clock, { spi, maxHz: maxMhz * MHZ });
    expect(spiWords(FAMILIES.F1, plan)).toEqual({ base, enableBit, br: (cr1 >> 3) & 7, cr1 });
    expect(plan).toMatchObject({
      instance: spi,
      bus,
      inputHz: inputMhz * MHZ,
      divider,
      clockHz: (inputMhz * MHZ) / divider,
    });
  });
});
