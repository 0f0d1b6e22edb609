import type { SchemaNode } from '../../../document/shape/schema.ts';

/** Which pins there are, and whether labels are allowed, depends on part and platform: rules say so. */
export const PIN_OR_LABEL = '^[A-Za-z_][A-Za-z0-9_]{0,62}$';

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
      description:
        'Which SPI of the STM32 the chip is on. With platform hal: any SPI, or the name of its handle; SPI1 is hspi1.',
      type: 'string',
      pattern: '^[A-Za-z_][A-Za-z0-9_]{0,62}$',
      patternErrorMessage: 'SPI1 or SPI2, or with platform hal a handle, for example "hspi1"',
      default: 'SPI1',
      examples: ['SPI1', 'hspi3'],
    },
    spiMaxHz: {
      title: 'Fastest SPI clock, in Hz',
      description:
        'Upper limit of the SPI clock in Hz; the largest rate that the divider can give and that is not above it is used. With platforms hal, custom and iolibrary-owned your project sets the rate of the bus; this key is then the rate with which times are counted, and where mcu.cubemx names a project, the rate comes from there. Default: 18000000, or less where the chip or the part allows less.',
      type: 'integer',
      minimum: 1,
      maximum: 80000000,
      examples: [18000000, 1000000],
    },
    cs: {
      title: 'Chip select pin',
      description: 'Pin wired to SCSn (W5500) or nSS (W5200). With platform hal also its label in CubeMX.',
      $ref: '#/$defs/pin',
      default: 'PA4',
      examples: ['PA4', 'W5500_CS'],
    },
    reset: {
      title: 'Reset pin',
      description:
        'Pin wired to RSTn (W5500) or nRESET (W5200), or null when it is not wired; a W5500 is then reset over SPI. A W5200 needs the pin. With platforms hal, custom and iolibrary-owned the default is null.',
      type: ['string', 'null'],
      pattern: PIN_OR_LABEL,
      patternErrorMessage:
        'a pin from PA0 to PG15, for example "PB0"; with platform hal one from PA0 to PK15, or a label; or null when it is not wired',
      default: 'PB0',
      examples: ['PB0', null],
    },
    interrupt: {
      title: 'Interrupt pin',
      description:
        'Pin wired to INTn (W5500) or nINT (W5200), or null when it is not wired; the chip is then asked over SPI. With platforms hal, custom and iolibrary-owned the default is null.',
      type: ['string', 'null'],
      pattern: PIN_OR_LABEL,
      patternErrorMessage:
        'a pin from PA0 to PG15, for example "PB1"; with platform hal one from PA0 to PK15, or a label; or null when it is not wired',
      default: 'PB1',
      examples: ['PB1', null],
    },
    sharedBus: {
      title: 'Shared SPI bus',
      description:
        'true: other devices are on the same SPI. The project defines kw_port_lock and kw_port_unlock, which are called around each frame (platforms hal and custom).',
      type: 'boolean',
      default: false,
      examples: [true],
    },
  },
};
