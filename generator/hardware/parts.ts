import type { Density, LineName, TimerName } from '../../contract/board.ts';
import type { FamilyName } from './families.ts';
import type { PackageName } from './packages.ts';

/** One orderable part: what its ordering code and its density decide. */
export interface Part {
  readonly name: string;
  readonly family: FamilyName;
  readonly line: LineName;
  readonly package: PackageName;
  readonly flashBytes: number;
  readonly ramBytes: number;
  readonly timers: readonly TimerName[];
  /** Positions in the vector table after the 16 of the core: RM0008 table 63, RM0041 table 50. */
  readonly irqCount: number;
  readonly density: Density;
}

const KIB = 1024;
const TO_TIM4 = ['TIM2', 'TIM3', 'TIM4'] as const;
const TO_TIM7 = ['TIM2', 'TIM3', 'TIM4', 'TIM5', 'TIM6', 'TIM7'] as const;

const MEDIUM = { family: 'F1', line: 'F103', timers: TO_TIM4, irqCount: 43, density: 'MD' } as const;
const HIGH = { family: 'F1', line: 'F103', timers: TO_TIM7, irqCount: 60, density: 'HD' } as const;

/** Memory sizes and timers from the device summaries of the datasheets STM32F100xB, STM32F103x8/xB, STM32F103xC/xD/xE. */
export const PARTS: Readonly<Record<string, Part>> = {
  STM32F100RB: {
    name: 'STM32F100RB',
    family: 'F1',
    line: 'F100',
    package: 'R',
    flashBytes: 128 * KIB,
    ramBytes: 8 * KIB,
    timers: ['TIM2', 'TIM3', 'TIM4', 'TIM6', 'TIM7'],
    irqCount: 56,
    density: 'MD',
  },
  STM32F103C8: { name: 'STM32F103C8', package: 'C', flashBytes: 64 * KIB, ramBytes: 20 * KIB, ...MEDIUM },
  STM32F103CB: { name: 'STM32F103CB', package: 'C', flashBytes: 128 * KIB, ramBytes: 20 * KIB, ...MEDIUM },
  STM32F103RB: { name: 'STM32F103RB', package: 'R', flashBytes: 128 * KIB, ramBytes: 20 * KIB, ...MEDIUM },
  STM32F103RC: { name: 'STM32F103RC', package: 'R', flashBytes: 256 * KIB, ramBytes: 48 * KIB, ...HIGH },
  STM32F103VE: { name: 'STM32F103VE', package: 'V', flashBytes: 512 * KIB, ramBytes: 64 * KIB, ...HIGH },
  STM32F103ZE: { name: 'STM32F103ZE', package: 'Z', flashBytes: 512 * KIB, ramBytes: 64 * KIB, ...HIGH },
};

/** The row of a part that is known to exist; throws for any other name. */
export function partOf(name: string): Part {
  const part = PARTS[name];
  if (part === undefined) throw new Error(`the catalogue has no ${name}`);
  return part;
}
