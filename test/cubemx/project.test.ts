/** Projects of our own: an ordinary F1, FreeRTOS on an F4, SPI3 on a G4, two SPIs with DMA on an H7. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { candidatesFor, chosenFrom } from '../../generator/cubemx/candidates.ts';
import { placeText } from '../../generator/cubemx/fact.ts';
import { PROJECTS, projectIn } from './read.ts';
import { summaryOf } from './summary.ts';

const f103 = (): ReturnType<typeof projectIn> => projectIn(join(PROJECTS, 'f103'), 'gauge.ioc');
const f411 = (): ReturnType<typeof projectIn> => projectIn(join(PROJECTS, 'f411'), 'panel.ioc');
const g474 = (): ReturnType<typeof projectIn> => projectIn(join(PROJECTS, 'g474'), 'logger.ioc');
const h723 = (): ReturnType<typeof projectIn> => projectIn(join(PROJECTS, 'h723'), 'press.ioc');

describe('facts of a project', () => {
  test('an F103 whose C is not there', () => {
    expect(summaryOf(f103())).toEqual({
      part: 'STM32F1 STM32F103C8 LQFP48',
      clocks: 'PLLCLK HSE 8000000* SYSCLK 72000000 HCLK 72000000',
      buses: '36000000 72000000 timers 72000000 72000000',
      spis: ['SPI1, master, 8* bit, mode 0, /4, 18000000 Hz, NSS software, pins PA5 PA6 PA7'],
      lines: ['cs PA4 W5500_CS low*, reset PB0 W5500_RST high, interrupt PB1 W5500_INT rising* off'],
      system: '- SysTick [TIM2] cubeide Core/Src',
    });
    expect(f103().sources).toEqual([]);
  });

  test('an F411 with FreeRTOS and its C', () => {
    expect(summaryOf(f411())).toEqual({
      part: 'STM32F4 STM32F411CE UFQFPN48',
      clocks: '- HSE - SYSCLK 16000000 HCLK 16000000',
      buses: '16000000 16000000 timers 16000000* 16000000*',
      spis: ['SPI1, master, 8 bit, mode 0, /2, 8000000 Hz, NSS software, pins PA5 PA6 PA7'],
      lines: ['cs PA4 W5500_CS high, reset PA3 W5500_RST high, interrupt PA2 W5500_INT falling'],
      system: 'FreeRTOS TIM1 [] cubeide Core/Src',
    });
  });

  test('a G474 with SPI3: the data size is in the C alone', () => {
    expect(summaryOf(g474())).toEqual({
      part: 'STM32G4 STM32G474RE LQFP64',
      clocks: 'PLLCLK HSE 24000000 SYSCLK 170000000 HCLK 170000000',
      buses: '170000000 170000000 timers 170000000 170000000',
      spis: ['SPI3, master, 8 bit, mode 0, /16, 10625000 Hz, NSS software, pins PC10 PC11 PC12'],
      lines: ['cs PA15 CS high, reset PD2 RST low*, interrupt PB7 INT'],
      system: '- SysTick [] cmake Core/Src',
    });
  });

  test('an H723 with DMA: the prescaler of the C counts, and both places are told', () => {
    const project = h723();
    expect(summaryOf(project)).toMatchObject({
      spis: [
        'SPI1, master, 8 bit, mode 0, /2*, 60000000 Hz, NSS software, pins PA5 PA6 PB5, keeps false*',
        'SPI4, master, 4 bit, mode 0, /8, 17187500 Hz, NSS software, pins PE2 PE5 PE6, DMA RX TX, keeps false',
      ],
      system: '- TIM6 [] keil Core/Src',
    });
    expect(project.spis.flatMap(({ conflicts }) => conflicts)).toEqual([]);
    expect(placeText(project.spis[1]?.dataBits?.at ?? { file: '', line: 0, column: 0 })).toBe('Core/Src/spi.c:11:3');
  });
});

describe('what the C adds', () => {
  test('callbacks that are defined, and not those in a comment', () => {
    expect(f411().callbacks.map(({ value, at }) => `${value} ${placeText(at)}`)).toEqual([
      'HAL_TIM_PeriodElapsedCallback Core/Src/main.c:24:1',
    ]);
  });

  test('pins that only main.h names', () => {
    expect(g474().namedInC.map(({ name, pin }) => `${name} ${pin.value} ${placeText(pin.at)}`)).toEqual([
      'SD_CS PB12 Core/Inc/main.h:14:1',
    ]);
  });
});

describe('pins of the chip', () => {
  test('a label that names the line alone wins over other devices', () => {
    expect(candidatesFor(g474(), 'cs', 'SPI3').map(({ pin, likeness }) => `${pin} ${likeness}`)).toEqual([
      'PA15 role',
      'PB12 other',
    ]);
  });

  test('a label that names the chip wins over one that names a memory', () => {
    expect(candidatesFor(h723(), 'cs', 'SPI4').map(({ pin, name, likeness }) => `${pin} ${name} ${likeness}`)).toEqual([
      'PE4 ETH_CS chip',
      'PD14 FLASH_CS other',
    ]);
    expect(chosenFrom(candidatesFor(h723(), 'cs', 'SPI4'))?.pin).toBe('PE4');
  });

  test('nothing is chosen where no label shows it', () => {
    expect(chosenFrom(candidatesFor(h723(), 'reset', 'SPI4'))).toBeNull();
    expect(chosenFrom([])).toBeNull();
  });

  test.each([
    ['W5500Reset', 'reset', 'chip'],
    ['WREST', 'reset', 'chip'],
    ['SPI_WSCS', 'cs', 'chip'],
    ['SCSn', 'cs', 'role'],
    ['nRESET', 'reset', 'role'],
    ['RSTn', 'reset', 'role'],
    ['W6300_INTn', 'interrupt', 'chip'],
    ['SPI1_CS', 'cs', 'chip'],
    ['SPI2_CS', 'cs', 'other'],
    ['LORA_CS', 'cs', 'other'],
    ['BMP280_CS1', 'cs', 'other'],
    ['CS_DWB[IIS3DWB_CS]', 'cs', 'other'],
    ['LED_Green', 'cs', null],
  ] as const)('the label %s for %s', (label, line, likeness) => {
    const base = f103();
    const signal = line === 'interrupt' ? 'GPIO_Input' : 'GPIO_Output';
    const at = { file: 'x.ioc', line: 1, column: 1 };
    const pin = { name: 'PC1', at, signal, label: { value: label, at, origin: 'ioc' as const } };
    const project = { ...base, pins: [{ ...pin, cName: null, level: null, speed: null, exti: null }] };
    expect(candidatesFor(project, line, 'SPI1').map((it) => it.likeness)).toEqual(likeness === null ? [] : [likeness]);
  });
});
