import { expect, test } from 'vitest';
import type { BoardPlan } from '../../../contract/board.ts';
import { SpiElsewhere } from '../../../simulator/engine/arm/spi-elsewhere.ts';

const PLAN = {
  chip: { name: 'W5500' },
  gpio: { cs: { name: 'PA4' } },
  spi: { instance: 'SPI1' },
} as unknown as Pick<BoardPlan, 'chip' | 'gpio' | 'spi'>;

test('another SPI is named', () => {
  const elsewhere = new SpiElsewhere(PLAN);
  for (let n = 0; n < 7; n++) elsewhere.byte('SPI2', true);
  expect(elsewhere.text).toBe(
    "no byte reached the chip: the firmware sent 7 bytes on SPI2, and the spec's W5500 is on SPI1 with CSn on PA4. Give a spec with the wiring of the ELF's board",
  );
});

test('another CSn is named: the pin that was low most often', () => {
  const elsewhere = new SpiElsewhere(PLAN);
  elsewhere.pin('PB1', 0);
  elsewhere.byte('SPI1', false);
  elsewhere.pin('PB1', 1);
  elsewhere.pin('PB0', 0);
  for (let n = 0; n < 4; n++) elsewhere.byte('SPI1', false);
  elsewhere.pin('PB0', null);
  elsewhere.byte('SPI1', false);
  expect(elsewhere.text).toMatch(
    /sent 6 bytes on SPI1 while PB0 was low, and the spec's W5500 is on SPI1 with CSn on PA4/,
  );
});

test('bytes for another device beside those for the chip are no mistake, nor is silence', () => {
  const elsewhere = new SpiElsewhere(PLAN);
  expect(elsewhere.text).toBeNull();
  elsewhere.byte('SPI2', false);
  elsewhere.byte('SPI1', true);
  expect(elsewhere.text).toBeNull();
});
