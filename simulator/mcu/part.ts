import type { LineName, McuPlan } from '../../contract/board.ts';

/** The properties of a part on which its peripherals depend. */
export type Stm32F1Part = Pick<McuPlan, 'line' | 'density' | 'flash' | 'ram' | 'irqCount'>;

/** Peripherals that parts of a line and density do not have: RM0008 table 3, RM0041 table 2, datasheets' device summaries. */
export function lacks({ line, density }: Stm32F1Part): ReadonlySet<string> {
  const absent = new Set<string>();
  if (density === 'LD') for (const name of ['TIM4', 'SPI2', 'GPIOE']) absent.add(name);
  if (density !== 'HD') for (const name of ['TIM5', 'GPIOF', 'GPIOG']) absent.add(name);
  if (density !== 'HD' && line === 'F103') for (const name of ['TIM6', 'TIM7']) absent.add(name);
  return absent;
}

/** Limits of the clock tree and the flash, from the datasheets' tables of operating conditions and PLL characteristics. */
export interface ClockLimits {
  readonly sysclkMaxHz: number;
  readonly pclk1MaxHz: number;
  readonly pclk2MaxHz: number;
  readonly pllInputMinHz: number;
  readonly pllInputMaxHz: number;
  readonly pllOutputMinHz: number;
  /** Highest SYSCLK for 0, 1, 2 wait states; null if the part has no setting for them. */
  readonly latencyStepsHz: readonly number[] | null;
  /** SCK as master. */
  readonly spiMaxHz: number;
}

const MHZ = 1_000_000;

export const LIMITS: Readonly<Record<LineName, ClockLimits>> = {
  /** Datasheet STM32F103x8/xB (DS5319) tables 9, 27 and 42; RM0008 3.3.3 for the wait states. */
  F103: {
    sysclkMaxHz: 72 * MHZ,
    pclk1MaxHz: 36 * MHZ,
    pclk2MaxHz: 72 * MHZ,
    pllInputMinHz: 1 * MHZ,
    pllInputMaxHz: 25 * MHZ,
    pllOutputMinHz: 16 * MHZ,
    latencyStepsHz: [24 * MHZ, 48 * MHZ, 72 * MHZ],
    spiMaxHz: 18 * MHZ,
  },
  /** Datasheet STM32F100x4/x6/x8/xB, the same tables; RM0041 has no LATENCY. */
  F100: {
    sysclkMaxHz: 24 * MHZ,
    pclk1MaxHz: 24 * MHZ,
    pclk2MaxHz: 24 * MHZ,
    pllInputMinHz: 1 * MHZ,
    pllInputMaxHz: 24 * MHZ,
    pllOutputMinHz: 16 * MHZ,
    latencyStepsHz: null,
    spiMaxHz: 12 * MHZ,
  },
};
