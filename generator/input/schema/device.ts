import type { SchemaNode } from '../../../document/shape/schema.ts';
import { PARTS } from '../../hardware/parts.ts';
import { PLATFORMS } from '../../platforms/registry.ts';

/** The key `timer`. */
export const TIMER: SchemaNode = {
  title: 'Tick timer',
  description:
    'Where the time comes from: an STM32 timer whose update interrupt comes every millisecond, exactly, or a counter of milliseconds that the project has.',
  type: 'object',
  additionalProperties: false,
  examples: [
    {
      instance: 'TIM2',
      prescaler: 71,
    },
  ],
  properties: {
    source: {
      title: 'Source of the time',
      description:
        'timer: a timer of the STM32, which the firmware sets up (platforms registers and spl). millis: a counter of milliseconds that the project has, for example HAL_GetTick(); with registers and spl SysTick, which main.c starts and which is yours, so that the firmware has no timer and no vector. The platform decides the default: millis but for registers and spl.',
      enum: ['timer', 'millis'],
      examples: ['millis'],
    },
    instance: {
      title: 'Timer',
      description: 'Which timer. TIM2 to TIM4 are on every part; TIM5, TIM6 and TIM7 only on some.',
      enum: ['TIM2', 'TIM3', 'TIM4', 'TIM5', 'TIM6', 'TIM7'],
      default: 'TIM2',
      examples: ['TIM2'],
    },
    prescaler: {
      title: 'Prescaler (PSC)',
      description:
        "Value of the timer's PSC register: the timer's clock is divided by PSC + 1. The reload value is derived so that the tick is exactly 1 ms; a prescaler that gives no exact 1 ms tick is an error. 71 gives counts of 1 us at 72 MHz. Default: counts of 1 us, or as near to it as the clock allows.",
      type: 'integer',
      minimum: 0,
      maximum: 65535,
      examples: [71, 23],
    },
    namePrefix: {
      title: 'Prefix of names',
      description:
        'Put before Timer_Configuration, NVIC_Configuration and Timer2_ISR, the names of the application note, where your project has functions of these names already. With source timer only. null: no prefix.',
      type: ['string', 'null'],
      pattern: '^[A-Za-z][A-Za-z0-9_]{0,15}$',
      patternErrorMessage: 'the beginning of a name in C: a letter, then at most 15 letters, digits and underscores',
      default: null,
      examples: ['kw_'],
    },
  },
};

/** The key `mcu`. */
export const MCU: SchemaNode = {
  title: 'Microcontroller',
  description: 'The STM32 that runs the firmware, and its clock.',
  type: 'object',
  additionalProperties: false,
  examples: [
    {
      part: 'STM32F103C8',
      platform: 'registers',
    },
  ],
  properties: {
    part: {
      title: 'Part',
      description:
        'The part number up to the flash size; package and temperature grade follow from it or do not matter.',
      enum: Object.keys(PARTS),
      default: 'STM32F103C8',
      examples: ['STM32F103C8'],
    },
    platform: {
      title: 'Platform',
      description: Object.values(PLATFORMS)
        .map(({ name, about }) => `${name}: ${about}.`)
        .join(' '),
      enum: Object.keys(PLATFORMS),
      default: 'registers',
      examples: ['registers'],
    },
    cubemx: {
      title: 'Project of STM32CubeMX',
      description:
        'Path of the .ioc file of your project, relative to the folder of the spec. keepwire reads SPI, pins, rate, part and clock from it and from the C files beside it if the spec does not set them, and checks them.',
      type: ['string', 'null'],
      pattern: '^[^\\u0000-\\u001f]{1,1000}$',
      patternErrorMessage: 'the path of an .ioc file, for example "../machine.ioc"',
      default: null,
      examples: ['../machine.ioc'],
    },
    flashOffset: {
      title: 'Flash offset, in bytes',
      description:
        'Where the firmware begins in flash, for a boot loader in front of it: bytes from the start, a multiple of 1024. The vector table register (VTOR) is set to it. With platform spl your linker script and SystemInit (VECT_TAB_OFFSET) decide, and this must be 0.',
      type: 'integer',
      minimum: 0,
      maximum: 1047552,
      multipleOf: 1024,
      default: 0,
      examples: [8192],
    },
    clock: {
      title: 'System clock',
      description: 'Where the system clock comes from and how fast it is.',
      type: 'object',
      additionalProperties: false,
      examples: [
        {
          source: 'HSE',
          hseHz: 8000000,
          sysclkHz: 72000000,
        },
      ],
      properties: {
        source: {
          title: 'Oscillator',
          description: 'HSE: the external crystal. HSI: the internal 8 MHz RC oscillator, good to about 1 percent.',
          enum: ['HSE', 'HSI'],
          default: 'HSE',
          examples: ['HSE'],
        },
        hseHz: {
          title: 'Crystal, in Hz',
          description:
            'Frequency of the external crystal in Hz, 4 to 16 MHz on an STM32F103, 4 to 24 MHz on an STM32F100. Not used with source HSI.',
          type: 'integer',
          minimum: 1000000,
          maximum: 25000000,
          multipleOf: 100,
          default: 8000000,
          examples: [8000000, 12000000],
        },
        sysclkHz: {
          title: 'System clock, in Hz',
          description:
            "SYSCLK in Hz; the PLL's factors are derived. Default: the fastest that the part and the oscillator allow (72000000 on an STM32F103 and 24000000 on an STM32F100 with a crystal of 8000000).",
          type: 'integer',
          minimum: 1000000,
          maximum: 72000000,
          examples: [72000000, 24000000],
        },
      },
    },
  },
};
