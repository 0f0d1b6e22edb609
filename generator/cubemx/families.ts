/**
 * What CubeMX leaves out of an `.ioc` file because it is the default of a family.
 *
 * Sources: the reference manuals of the families (RCC: the clock after reset; SPI: data size), ST's HAL drivers, and
 * STMicroelectronics/STM32_open_pin_data, boards/*.ioc.
 */
export interface CubeFamily {
  /** SYSCLK after reset; null where it depends on more than the family. */
  readonly resetHz: number | null;
  /** What RCC.HSE_VALUE is when it is not in the file; null: it always is. */
  readonly hseHz: number | null;
  /**
   * Generation of the SPI. 1: 8 or 16 bits, and 8 by default. 2: with a FIFO. 3: with a kernel clock of its own; HAL
   * switches it off after each call, and lets go of the pins unless MasterKeepIOState is set.
   */
  readonly spi: 1 | 2 | 3;
}

const MHZ = 1_000_000;

/** The families that are read, by `Mcu.Family`. */
export const CUBE_FAMILIES: Readonly<Record<string, CubeFamily>> = {
  STM32C0: { resetHz: null, hseHz: null, spi: 2 },
  STM32F0: { resetHz: 8 * MHZ, hseHz: 8 * MHZ, spi: 2 },
  STM32F1: { resetHz: 8 * MHZ, hseHz: 8 * MHZ, spi: 1 },
  STM32F2: { resetHz: 16 * MHZ, hseHz: 25 * MHZ, spi: 1 },
  STM32F3: { resetHz: 8 * MHZ, hseHz: null, spi: 2 },
  STM32F4: { resetHz: 16 * MHZ, hseHz: 25 * MHZ, spi: 1 },
  STM32F7: { resetHz: 16 * MHZ, hseHz: null, spi: 2 },
  STM32G0: { resetHz: 16 * MHZ, hseHz: null, spi: 2 },
  STM32G4: { resetHz: 16 * MHZ, hseHz: null, spi: 2 },
  STM32H5: { resetHz: null, hseHz: null, spi: 3 },
  STM32H7: { resetHz: 64 * MHZ, hseHz: 25 * MHZ, spi: 3 },
  STM32L0: { resetHz: 2_097_000, hseHz: null, spi: 1 },
  STM32L1: { resetHz: 2_097_000, hseHz: null, spi: 1 },
  STM32L4: { resetHz: 4 * MHZ, hseHz: null, spi: 2 },
  STM32L5: { resetHz: 4 * MHZ, hseHz: null, spi: 2 },
  STM32U0: { resetHz: null, hseHz: null, spi: 2 },
  STM32U3: { resetHz: null, hseHz: null, spi: 3 },
  STM32U5: { resetHz: 4 * MHZ, hseHz: null, spi: 3 },
  STM32WB: { resetHz: 4 * MHZ, hseHz: null, spi: 2 },
  STM32WBA: { resetHz: null, hseHz: null, spi: 3 },
  STM32WL: { resetHz: null, hseHz: null, spi: 2 },
};
