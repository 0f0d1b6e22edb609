import type { SchemaNode } from '../../../document/shape/schema.ts';

/** The key `wiring`. */
export const WIRING: SchemaNode = {
  title: 'Wiring',
  description: 'How the chip is connected. SPI1 is on PA5 (SCK), PA6 (MISO), PA7 (MOSI); SPI2 is on PB13, PB14, PB15.',
  type: 'object',
  additionalProperties: false,
  examples: [
    {
      spi: 'SPI1',
      cs: 'PA4',
      reset: 'PB0',
      interrupt: 'PB1',
    },
  ],
  properties: {
    spi: {
      title: 'SPI peripheral',
      description: 'Which SPI of the STM32 the chip is on.',
      enum: ['SPI1', 'SPI2'],
      default: 'SPI1',
      examples: ['SPI1'],
    },
    spiMaxHz: {
      title: 'Fastest SPI clock, in Hz',
      description:
        'Upper limit of the SPI clock in Hz; the largest rate that the divider can give and that is not above it is used. Default: 18000000, or less where the chip or the part allows less.',
      type: 'integer',
      minimum: 1,
      maximum: 80000000,
      examples: [18000000, 1000000],
    },
    cs: {
      title: 'Chip select pin',
      description: 'Pin wired to SCSn (W5500) or nSS (W5200).',
      $ref: '#/$defs/pin',
      default: 'PA4',
      examples: ['PA4'],
    },
    reset: {
      title: 'Reset pin',
      description:
        'Pin wired to RSTn (W5500) or nRESET (W5200), or null when it is not wired; a W5500 is then reset over SPI. A W5200 needs the pin.',
      type: ['string', 'null'],
      pattern: '^P[A-G](1[0-5]|[0-9])$',
      patternErrorMessage: 'a pin from PA0 to PG15, for example "PB0", or null when it is not wired',
      default: 'PB0',
      examples: ['PB0', null],
    },
    interrupt: {
      title: 'Interrupt pin',
      description:
        'Pin wired to INTn (W5500) or nINT (W5200), or null when it is not wired; the chip is then asked over SPI.',
      type: ['string', 'null'],
      pattern: '^P[A-G](1[0-5]|[0-9])$',
      patternErrorMessage: 'a pin from PA0 to PG15, for example "PB1", or null when it is not wired',
      default: 'PB1',
      examples: ['PB1', null],
    },
  },
};
