/**
 * Files of real projects and of two of ST's boards, written by versions 4.23 to 6.15 of CubeMX. They
 * are other people's files and no part of this project; the tests run only where KEEPWIRE_IOC names a folder with them.
 * What is expected was read in the files by hand.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { skipSuite } from '../skip-suite.ts';
import { projectIn } from './read.ts';
import { summaryOf } from './summary.ts';

const FOLDER: string | null = process.env.KEEPWIRE_IOC || null;
const WHY_SKIPPED = 'KEEPWIRE_IOC names no folder with .ioc files of real projects';

const NO_LINES = 'cs -, reset -, interrupt -';

const EXPECTED: Readonly<Record<string, object>> = {
  'stm32f030r8tx-5.6.1.ioc': {
    part: 'STM32F0 STM32F030R8 LQFP64',
    clocks: 'PLLCLK HSE 8000000* SYSCLK 48000000 HCLK 48000000',
    buses: '3000000 - timers 6000000 -',
    spis: ['SPI2, master, 8 bit, mode 0, /2, 1500000 Hz, NSS software, pins PB13 PB14 PB15'],
    lines: ['cs PB12 SPI2_CS high, reset PA11 SPI2_RST low, interrupt PA12 SPI2_INT'],
    system: '- SysTick [] cubeide Src',
  },
  'stm32f091rctx-5.2.1.ioc': {
    part: 'STM32F0 STM32F091RC LQFP64',
    clocks: 'PLLCLK HSE 4000000 SYSCLK 48000000 HCLK 48000000',
    buses: '48000000 - timers 48000000 -',
    spis: [],
    lines: [],
    system: '- SysTick [TIM7 TIM14 TIM16 TIM17] other Src',
  },
  'stm32f103c8t6-6.6.1.ioc': {
    part: 'STM32F1 STM32F103C8 LQFP48',
    clocks: '- HSE - SYSCLK 8000000* HCLK 8000000*',
    buses: '8000000 8000000 timers 8000000* 8000000*',
    spis: ['SPI1, master, 8* bit, mode 0, /2*, 4000000 Hz, NSS software, pins PA5 PA6 PA7'],
    lines: [NO_LINES],
    system: '- SysTick* [] cubeide Core/Src',
  },
  'stm32f103c8t6-6.7.0.ioc': {
    part: 'STM32F1 STM32F103C8 LQFP48',
    clocks: 'PLLCLK HSE 8000000* SYSCLK 72000000 HCLK 72000000',
    buses: '36000000 72000000 timers 72000000 72000000',
    spis: ['SPI1, master, 8* bit, mode 0, /16, 4500000 Hz, NSS software, pins PA5 PA6 PA7'],
    lines: ['cs PA4 GPIO_W5500_CS low*, reset -, interrupt -'],
    system: '- SysTick [] cubeide Src',
  },
  'stm32f103vctx-5.2.1.ioc': {
    part: 'STM32F1 STM32F103VC LQFP100',
    clocks: 'PLLCLK HSE 12000000 SYSCLK 72000000 HCLK 72000000',
    buses: '36000000 72000000 timers 72000000 72000000',
    spis: ['SPI2, master, 8* bit, mode 0, /2, 18000000 Hz, NSS software, pins PB13 PB14 PB15'],
    lines: [NO_LINES],
    system: '- SysTick [] cubeide Src',
  },
  'stm32f303k8t6-6.13.0.ioc': {
    part: 'STM32F3 STM32F303K8 LQFP32',
    clocks: 'PLLCLK HSE - SYSCLK 64000000 HCLK 64000000',
    buses: '32000000 64000000 timers 64000000 64000000',
    spis: ['SPI1, master, 8 bit, mode 0, /16, 4000000 Hz, NSS software, pins PA5 PA6 PA7'],
    lines: ['cs PA4 SPI1_CS high, reset -, interrupt -'],
    system: '- SysTick [] cmake Core/Src',
  },
  'stm32f405rgtx-4.23.0.ioc': {
    part: 'STM32F4 STM32F405RG LQFP64',
    clocks: 'PLLCLK HSE 16000000 SYSCLK 84000000 HCLK 84000000',
    buses: '42000000 84000000 timers 84000000 84000000',
    spis: ['SPI1, master, 8* bit, mode 0, /32, 2625000 Hz, NSS software, pins PA5 PA6 PA7'],
    lines: ['cs PA4 W5500_CS low*, reset -, interrupt -'],
    system: '- SysTick [] makefile Src',
  },
  'stm32f407vetx-dma-6.2.1.ioc': {
    part: 'STM32F4 STM32F407VE LQFP100',
    clocks: 'PLLCLK HSE 25000000 SYSCLK 168000000 HCLK 84000000',
    buses: '42000000 84000000 timers 84000000 84000000',
    spis: ['SPI1, master, 8* bit, mode 0, /8, 10500000 Hz, NSS hardware, pins PA5 PA6 PA7, DMA TX'],
    lines: [NO_LINES],
    system: '- TIM6 [TIM1 TIM7] cubeide Core/Src',
  },
  'stm32f407vgt6-freertos-6.14.0.ioc': {
    part: 'STM32F4 STM32F407VG LQFP100',
    clocks: 'PLLCLK HSE 8000000 SYSCLK 168000000 HCLK 168000000',
    buses: '42000000 84000000 timers 84000000 168000000',
    spis: ['SPI1, master, 8* bit, mode 0, /4, 21000000 Hz, NSS software, pins PB3 PA6 PA7'],
    lines: ['cs PA4 CS low*, reset PB13 RESET low*, interrupt PB12 INT'],
    system: 'FreeRTOS TIM14 [] makefile Core/Src',
  },
  'stm32f411ceu6-freertos-6.15.0.ioc': {
    part: 'STM32F4 STM32F411CE UFQFPN48',
    clocks: '- HSE - SYSCLK 16000000 HCLK 16000000',
    buses: '16000000 16000000 timers 16000000* 16000000*',
    spis: ['SPI1, master, 8* bit, mode 0, /2*, 8000000 Hz, NSS software, pins PA5 PA6 PA7'],
    lines: ['cs PA4 W5500_CS high, reset PA3 W5500_RST high, interrupt PA2 W5500_INT falling'],
    system: 'FreeRTOS TIM1 [] cubeide Core/Src',
  },
  'stm32f746zgtx-6.1.0.ioc': {
    part: 'STM32F7 STM32F746ZG LQFP144',
    clocks: 'PLLCLK HSE 8000000 SYSCLK 216000000 HCLK 216000000',
    buses: '54000000 108000000 timers 108000000 216000000',
    spis: ['SPI4, master, 8 bit, mode 3, /16, 6750000 Hz, NSS software, pins PE2 PE5 PE6'],
    lines: [NO_LINES],
    system: '- SysTick [TIM3 TIM4 TIM5 TIM6 TIM7 TIM2] cubeide Core/Src',
  },
  'stm32g0b0ket6-6.9.1.ioc': {
    part: 'STM32G0 STM32G0B0KE LQFP32',
    clocks: '- HSE - SYSCLK 16000000 HCLK 16000000',
    buses: '16000000 - timers 16000000 -',
    spis: ['SPI1, master, - bit, mode 0, /2*, 8000000 Hz, NSS software, pins PB3 PB4 PB5'],
    lines: ['cs PB9 CS low*, reset PB8 RST low*, interrupt -'],
    system: '- SysTick* [TIM1 TIM14] cubeide Core/Src',
  },
  'stm32g474ret6-6.7.0.ioc': {
    part: 'STM32G4 STM32G474RE LQFP64',
    clocks: 'PLLCLK HSE 24000000 SYSCLK 170000000 HCLK 170000000',
    buses: '170000000 170000000 timers 170000000 170000000',
    spis: ['SPI3, master, 8 bit, mode 0, /16, 10625000 Hz, NSS software, pins PC10 PC11 PC12'],
    lines: ['cs PA15 GPIO_W5500_CS low*, reset PD2 RST low*, interrupt PB7 INT rising* off'],
    system: '- SysTick [] cubeide Core/Src',
  },
  'stm32h573iik3q-6.10.0.ioc': {
    part: 'STM32H5 STM32H573II UFBGA176',
    clocks: 'PLLCLK HSE 25000000 SYSCLK 64000701.904296875 HCLK 64000701.904296875',
    buses: '64000701.904296875 64000701.904296875 timers 64000701.904296875 64000701.904296875',
    spis: ['SPI5, master, - bit, mode 0, /2*, 32000350.952148438 Hz, NSS software, pins PF7 PH7 PH8, keeps false*'],
    lines: [NO_LINES],
    system: '- SysTick [TIM1] - Src',
  },
  'stm32h723zgt6-freertos-dma-6.9.1.ioc': {
    part: 'STM32H7 STM32H723ZG LQFP144',
    clocks: 'PLLCLK HSE - SYSCLK 550000000 HCLK 275000000',
    buses: '137500000 137500000 timers 275000000 275000000',
    spis: ['SPI1, master, 8 bit, mode 0, /2*, 60000000 Hz, NSS software, pins PA5 PA6 PB5, DMA RX TX, keeps false*'],
    lines: ['cs PD14 W6100_CS low*, reset -, interrupt -'],
    system: 'FreeRTOS TIM6 [] cubeide Core/Src',
  },
  'stm32l152retx-freertos-6.2.1.ioc': {
    part: 'STM32L1 STM32L152RE LQFP64',
    clocks: 'PLLCLK HSE 8000000 SYSCLK 32000000 HCLK 32000000',
    buses: '32000000 32000000 timers 32000000 32000000',
    spis: [],
    lines: [],
    system: 'FreeRTOS TIM11 [] cubeide Core/Src',
  },
  'stm32u585aii6q-6.10.0.ioc': {
    part: 'STM32U5 STM32U585AI UFBGA169',
    clocks: 'PLLCLK HSE 16000000 SYSCLK 160000000 HCLK 160000000',
    buses: '160000000 160000000 timers 160000000 160000000',
    spis: [
      'SPI1, master, 8 bit, mode 3, /8, 20000000 Hz, NSS software, pins PG2 PG3 PG4, keeps false*',
      'SPI2, master, 8 bit, mode 3, /32, 5000000 Hz, NSS software, pins PI1 PD3 PI3, DMA RX TX, keeps false*',
      'SPI3, master, 8 bit, mode 3, /16, 1000000 Hz, NSS hardware, pins PG9 PB4 PB5, keeps false*',
    ],
    lines: [NO_LINES, NO_LINES, NO_LINES],
    system: '- SysTick [TIM3] - Src',
  },
  'stm32wb55rgvx-6.3.0.ioc': {
    part: 'STM32WB STM32WB55RG VFQFPN68',
    clocks: 'HSE HSE 32000000 SYSCLK 32000000 HCLK 32000000',
    buses: '32000000 32000000 timers 32000000 32000000',
    spis: ['SPI1, master, 8 bit, mode 0, /4, 8000000 Hz, NSS software, pins PA5 PA6 PA7'],
    lines: [NO_LINES],
    system: '- SysTick [] cubeide Core/Src',
  },
};

describe('files of real projects', () => {
  skipSuite(FOLDER === null ? WHY_SKIPPED : null);

  test.each(Object.entries(EXPECTED))('%s says what it says', (file, expected) => {
    expect(existsSync(join(FOLDER ?? '', file)), `${file} is in the folder`).toBe(true);
    expect(summaryOf(projectIn(FOLDER ?? '', file))).toEqual(expected);
  });
});
