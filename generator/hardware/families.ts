/**
 * What STM32 families have in common, as rows of data: where peripherals sit, which bit switches each on, which line
 * interrupts. A family is one RCC and GPIO layout; a line is what one reference manual adds to it (PLL shape, limits).
 *
 * Sources: RM0008 rev 21 (STM32F101/102/103/105/107) and RM0041 rev 6 (STM32F100): 3.3 memory map, 7.3 RCC registers,
 * 9.2 GPIO registers, 10.1.2 interrupt vectors; CMSIS device headers stm32f103xb.h, stm32f103xe.h, stm32f100xb.h.
 */

import type { LineName, SpiName, TimerName } from '../../contract/board.ts';

export type FamilyName = 'F1';
export type PortName = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G';

/** A timer of APB1. Base, enable bit and counter layout are shared by most STM32 families; line and name are not. */
export interface TimerRow {
  readonly base: number;
  /** Bit in RCC_APB1ENR. */
  readonly apb1EnableBit: number;
  readonly irqNumber: number;
  /** ST's name of the interrupt line, without `_IRQn` and `_IRQHandler`. */
  readonly irq: string;
}

export interface SpiRow {
  readonly base: number;
  readonly bus: 'APB1' | 'APB2';
  readonly enableBit: number;
  /** Pins without remapping. */
  readonly sck: string;
  readonly miso: string;
  readonly mosi: string;
}

export interface Family {
  readonly name: FamilyName;
  readonly core: 'cortex-m3';
  readonly coreFlags: readonly string[];
  readonly flashOrigin: number;
  readonly ramOrigin: number;
  /** GPIOA; further ports follow at `stride`. */
  readonly gpio: { readonly base: number; readonly stride: number; readonly portAEnableBit: number };
  readonly timers: Readonly<Record<TimerName, TimerRow>>;
  readonly spis: Readonly<Record<SpiName, SpiRow>>;
  /** On APB2; `tx` without remapping. */
  readonly usart1: { readonly base: number; readonly apb2EnableBit: number; readonly tx: string };
  /** Pins of the debug port after reset, RM0008 9.3.5: JTAG's own can be had with SWD kept, SWD's are a debugger's way in. */
  readonly debugPins: { readonly jtagOnly: readonly string[]; readonly swd: readonly string[] };
  /** On the backup supply: 2 MHz and 30 pF at most, RM0008 5.1.2 and datasheet pin table. */
  readonly slowPins: readonly string[];
  /** Sampled as BOOT1 at reset, RM0008 3.4. */
  readonly bootPins: readonly string[];
}

/** How SYSCLK is made on one line of parts. */
export interface Line {
  readonly name: LineName;
  readonly manual: string;
  readonly hsiHz: number;
  readonly hse: { readonly minHz: number; readonly maxHz: number };
  readonly pll: {
    /** Dividers between HSE and the PLL: 1…this. HSI always passes a divider of 2. */
    readonly hsePredividerMax: number;
    /** PREDIV1 lies in RCC_CFGR2, its bit 0 mirrored by PLLXTPRE of RCC_CFGR. */
    readonly predividerInCfgr2: boolean;
    readonly multiplierMin: number;
    readonly multiplierMax: number;
    readonly inputMinHz: number;
    readonly inputMaxHz: number;
    readonly outputMinHz: number;
  };
  readonly sysclkMaxHz: number;
  readonly pclk1MaxHz: number;
  readonly pclk2MaxHz: number;
  /** Highest SYSCLK for 0, 1, 2 … wait states; null where FLASH_ACR has no LATENCY. */
  readonly flashLatencyStepsHz: readonly number[] | null;
  /** SCK as master. */
  readonly spiMaxHz: number;
  /** Lines that are shared and therefore named otherwise than in the family's table. */
  readonly timerIrqs: Readonly<Partial<Record<TimerName, string>>>;
  /** What the vendor library's SystemInit makes of an 8 MHz crystal, and a user's natural wish. */
  readonly defaultSysclkHz: number;
}

export const FAMILIES: Readonly<Record<FamilyName, Family>> = {
  F1: {
    name: 'F1',
    core: 'cortex-m3',
    coreFlags: ['-mcpu=cortex-m3', '-mthumb'],
    flashOrigin: 0x0800_0000,
    ramOrigin: 0x2000_0000,
    gpio: { base: 0x4001_0800, stride: 0x400, portAEnableBit: 2 },
    timers: {
      TIM2: { base: 0x4000_0000, apb1EnableBit: 0, irqNumber: 28, irq: 'TIM2' },
      TIM3: { base: 0x4000_0400, apb1EnableBit: 1, irqNumber: 29, irq: 'TIM3' },
      TIM4: { base: 0x4000_0800, apb1EnableBit: 2, irqNumber: 30, irq: 'TIM4' },
      TIM5: { base: 0x4000_0c00, apb1EnableBit: 3, irqNumber: 50, irq: 'TIM5' },
      TIM6: { base: 0x4000_1000, apb1EnableBit: 4, irqNumber: 54, irq: 'TIM6' },
      TIM7: { base: 0x4000_1400, apb1EnableBit: 5, irqNumber: 55, irq: 'TIM7' },
    },
    spis: {
      SPI1: { base: 0x4001_3000, bus: 'APB2', enableBit: 12, sck: 'PA5', miso: 'PA6', mosi: 'PA7' },
      SPI2: { base: 0x4000_3800, bus: 'APB1', enableBit: 14, sck: 'PB13', miso: 'PB14', mosi: 'PB15' },
    },
    usart1: { base: 0x4001_3800, apb2EnableBit: 14, tx: 'PA9' },
    debugPins: { jtagOnly: ['PA15', 'PB3', 'PB4'], swd: ['PA13', 'PA14'] },
    slowPins: ['PC13', 'PC14', 'PC15'],
    bootPins: ['PB2'],
  },
};

export const LINES: Readonly<Record<LineName, Line>> = {
  /** RM0008 7.2–7.3; limits from the datasheets STM32F103x8/xB and STM32F103xC/xD/xE, tables of operating conditions, PLL and SPI characteristics. */
  F103: {
    name: 'F103',
    manual: 'RM0008',
    hsiHz: 8_000_000,
    hse: { minHz: 4_000_000, maxHz: 16_000_000 },
    pll: {
      hsePredividerMax: 2,
      predividerInCfgr2: false,
      multiplierMin: 2,
      multiplierMax: 16,
      inputMinHz: 1_000_000,
      inputMaxHz: 25_000_000,
      outputMinHz: 16_000_000,
    },
    sysclkMaxHz: 72_000_000,
    pclk1MaxHz: 36_000_000,
    pclk2MaxHz: 72_000_000,
    flashLatencyStepsHz: [24_000_000, 48_000_000, 72_000_000],
    spiMaxHz: 18_000_000,
    timerIrqs: {},
    defaultSysclkHz: 72_000_000,
  },
  /** RM0041 6.2–6.3 (RCC_CFGR2 in 6.3.12); limits from the datasheet STM32F100x4/x6/x8/xB. */
  F100: {
    name: 'F100',
    manual: 'RM0041',
    hsiHz: 8_000_000,
    hse: { minHz: 4_000_000, maxHz: 24_000_000 },
    pll: {
      hsePredividerMax: 16,
      predividerInCfgr2: true,
      multiplierMin: 2,
      multiplierMax: 16,
      inputMinHz: 1_000_000,
      inputMaxHz: 24_000_000,
      outputMinHz: 16_000_000,
    },
    sysclkMaxHz: 24_000_000,
    pclk1MaxHz: 24_000_000,
    pclk2MaxHz: 24_000_000,
    flashLatencyStepsHz: null,
    spiMaxHz: 12_000_000,
    timerIrqs: { TIM6: 'TIM6_DAC' },
    defaultSysclkHz: 24_000_000,
  },
};
