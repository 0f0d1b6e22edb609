/** Which SPI and pins of a project are the chip's: found by labels, or asked for by name. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseWiring, type GivenWiring } from '../../generator/cubemx/use.ts';
import { PROJECTS, projectIn } from './read.ts';

const F103 = projectIn(join(PROJECTS, 'f103'), 'gauge.ioc');
const G474 = projectIn(join(PROJECTS, 'g474'), 'logger.ioc');
const H723 = projectIn(join(PROJECTS, 'h723'), 'press.ioc');

function chosen(project: typeof F103, given: GivenWiring = {}): object {
  const choice = chooseWiring(project, given);
  if (!choice.ok) return Object.fromEntries(choice.questions.map(({ key, message }) => [key, message]));
  const { spi, cs, reset, interrupt } = choice.value;
  return { spi: spi.handle, pins: [cs, reset, interrupt].map((it) => it && `${it.name} ${it.pin}`) };
}

describe('left to the project', () => {
  test('one SPI, and labels that show the lines', () => {
    expect(chosen(F103)).toEqual({ spi: 'hspi1', pins: ['W5500_CS PA4', 'W5500_RST PB0', 'W5500_INT PB1'] });
    expect(chosen(G474)).toEqual({ spi: 'hspi3', pins: ['CS PA15', 'RST PD2', 'INT PB7'] });
  });

  test('several SPIs are listed', () => {
    expect(chosen(H723)).toEqual({
      spi: 'Found 2 SPIs in press.ioc: SPI1 and SPI4. Needed: the one that the chip is on.',
    });
  });

  test('no SPI at all', () => {
    expect(chosen({ ...F103, spis: [] })).toEqual({
      spi: 'Found no SPI in gauge.ioc. In STM32CubeMX: Pinout & Configuration, Connectivity, the SPI, Mode: Full-Duplex Master; then save and generate.',
    });
  });

  test('no label that shows the select line: what there is is listed', () => {
    const pins = F103.pins.filter(({ cName }) => cName !== 'W5500_CS');
    const bare = pins.map((pin) => (pin.name === 'PC13' ? { ...pin, label: null, cName: null } : pin));
    expect(chosen({ ...F103, pins: bare })).toEqual({
      cs: "Found no label in gauge.ioc that shows which pin the chip's SCSn is wired to. Needed: its label or its pin. There are: PC13.",
    });
  });
});

test('several labels that show one line are asked for, and not taken for none', () => {
  const [pin] = F103.pins.filter(({ cName }) => cName === 'W5500_RST');
  if (pin?.label == null) throw new Error('the project has no RST');
  const twin = { ...pin, name: 'PC4', label: { ...pin.label, value: 'ETH_RST' }, cName: 'ETH_RST' };
  const project = { ...F103, pins: [...F103.pins, twin] };
  expect(chosen(project)).toEqual({
    reset:
      "Found 2 labels in gauge.ioc that may be the chip's RSTn. Needed: which of them it is. There are: W5500_RST (PB0), ETH_RST (PC4).",
  });
  expect(chosen(project, { reset: 'ETH_RST' })).toMatchObject({
    pins: ['W5500_CS PA4', 'ETH_RST PC4', 'W5500_INT PB1'],
  });
});

describe('as given', () => {
  test('by instance or handle, by label or pin, and not wired', () => {
    const pins = ['ETH_CS PE4', null, null];
    expect(chosen(H723, { spi: 'SPI4' })).toEqual({ spi: 'hspi4', pins });
    expect(chosen(H723, { spi: 'hspi4', cs: 'PE4', reset: null })).toEqual({ spi: 'hspi4', pins });
    expect(chosen(F103, { reset: null, interrupt: null })).toEqual({
      spi: 'hspi1',
      pins: ['W5500_CS PA4', null, null],
    });
    expect(chosen(G474, { cs: 'SD_CS' })).toMatchObject({ pins: ['SD_CS PB12', 'RST PD2', 'INT PB7'] });
  });

  test('a pin that CubeMX does not set up', () => {
    expect(chosen(F103, { cs: 'PC7' })).toMatchObject({ pins: ['null PC7', 'W5500_RST PB0', 'W5500_INT PB1'] });
    expect(chosen(F103, { cs: 'PC77' })).toHaveProperty('cs');
  });

  test('what the project does not have', () => {
    expect(chosen(F103, { spi: 'SPI3' })).toEqual({ spi: 'Found "SPI3"; gauge.ioc sets up SPI1. Allowed: SPI1.' });
    expect(chosen(F103, { cs: 'W550_CS', reset: 'PA5' })).toEqual({
      cs: 'Found no pin and no label "W550_CS" in gauge.ioc. Needed: a pin that is GPIO_Output in STM32CubeMX. Did you mean "W5500_CS"? There are: W5500_CS (PA4).',
      reset:
        'Found "PA5" in gauge.ioc:43:1 as SPI1_SCK. Needed: a pin that is GPIO_Output in STM32CubeMX. There are: W5500_RST (PB0).',
    });
  });
});
