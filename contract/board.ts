/** The board as an engine needs it: part, clock, timer, SPI, pins. Units stand in the names; `…Hz` are integers. */

import type { ChipName, PlatformName } from './names.generated.ts';

export type { ChipName, PlatformName };

/** Lines of the STM32F1, and within a line how much the part has of everything: the vendor's density class. */
export type LineName = 'F100' | 'F103';
export type Density = 'LD' | 'MD' | 'HD';

export type SpiName = 'SPI1' | 'SPI2';
export type TimerName = 'TIM2' | 'TIM3' | 'TIM4' | 'TIM5' | 'TIM6' | 'TIM7';

export interface ChipPlan {
  readonly name: ChipName;
  /** What VERSIONR reads. */
  readonly version: number;
  readonly spiMaxHz: number;
  /**
   * RSTn is held low for at least this long, in ticks of 1 ms (the chip's minimum rounded up, plus one tick). Null: it is
   * not wired, and the chip is reset over SPI.
   */
  readonly resetLowMs: number | null;
  /** From the reset until the first access, and from the start until a reset over SPI: the chip may be powering up. */
  readonly resetReadyMs: number;
  /** From a fault (chip absent, SPI stuck) until the next attempt. */
  readonly retryMs: number;
}

export interface McuPlan {
  readonly part: string;
  readonly family: 'F1';
  readonly line: LineName;
  readonly density: Density;
  readonly core: 'cortex-m3';
  /** Compiler flags that select the core, for example `-mcpu=cortex-m3 -mthumb`. */
  readonly coreFlags: readonly string[];
  readonly flash: { readonly origin: number; readonly bytes: number };
  readonly ram: { readonly origin: number; readonly bytes: number };
  /** Number of interrupt lines in the vector table (RM0008/RM0041): the table holds 16 + this many words. */
  readonly irqCount: number;
}

export interface ClockPlan {
  readonly source: 'HSE' | 'HSI';
  readonly hseHz: number | null;
  readonly sysclkHz: number;
  readonly hclkHz: number;
  readonly pclk1Hz: number;
  readonly pclk2Hz: number;
  /** Null: SYSCLK is the oscillator itself. */
  readonly pll: null | {
    /** What enters the PLL after its divider. */
    readonly inputHz: number;
    /** HSE divider: F103 PLLXTPRE 1 or 2, F100 PREDIV1 1…16; always 2 for HSI. */
    readonly predivider: number;
    readonly multiplier: number;
  };
  readonly apb1Divider: 1 | 2 | 4 | 8 | 16;
  readonly apb2Divider: 1 | 2 | 4 | 8 | 16;
}

export interface TimerPlan {
  /**
   * `millis`: the firmware asks the project for its milliseconds. The timer is then the simulated board's, or, where the
   * firmware owns the board, SysTick, which the project's `main.c` starts.
   */
  readonly source: 'timer' | 'millis';
  /** For example `TIM2`, or `SysTick`. */
  readonly instance: string;
  /** SysTick: -1, as CMSIS counts. */
  readonly irqNumber: number;
  /** The vector's name in ST's startup files, for example `TIM2_IRQHandler`. */
  readonly handler: string;
  /** Before the names of the functions that set the timer up and count its ticks; empty: they have those of the note. */
  readonly namePrefix: string;
  /** NVIC pre-emption priority, 0 (highest) … 15. */
  readonly priority: number;
  /** TIMxCLK: PCLK1, doubled when APB1 is divided. */
  readonly clockHz: number;
  readonly psc: number;
  readonly arr: number;
  readonly tickNs: 1_000_000;
  /** Always 0: a spec without an exact millisecond is refused. */
  readonly errorPpm: 0;
}

/** The clock from HSI when the crystal does not start: the tick is exact with it too, and no clock is above its planned value. */
export interface FallbackPlan {
  readonly sysclkHz: number;
  /** Of HSI / 2; null: SYSCLK is HSI itself. */
  readonly pllMultiplier: number | null;
  /** HCLK is SYSCLK divided by this; the dividers of APB1 and APB2 are those of the planned clock. */
  readonly ahbDivider: 1 | 2;
  readonly pclk2Hz: number;
  /** TIMxCLK of the tick's timer, with what makes 1 ms of it. */
  readonly timerClockHz: number;
  readonly psc: number;
  readonly arr: number;
}

export interface SpiPlan {
  readonly instance: 'SPI1' | 'SPI2';
  readonly bus: 'APB1' | 'APB2';
  readonly inputHz: number;
  readonly requestedMaxHz: number;
  readonly divider: 2 | 4 | 8 | 16 | 32 | 64 | 128 | 256;
  readonly clockHz: number;
}

export type PinRole = 'cs' | 'reset' | 'interrupt' | 'sck' | 'miso' | 'mosi' | 'trace';

/** How the part drives or reads a pin; outputs and alternate functions are push-pull. */
export type PinDrive = 'output-50-mhz' | 'output-2-mhz' | 'input-pull-up' | 'alternate-50-mhz' | 'alternate-2-mhz';

export interface PinPlan {
  readonly role: PinRole;
  /** For example `PA4`. */
  readonly name: string;
  readonly port: string;
  readonly number: number;
  readonly mode: PinDrive;
}

export interface GpioPlan {
  readonly pins: readonly PinPlan[];
  /** A pin is JTAG's after reset: JTAG is switched off, SWD stays. */
  readonly freesJtag: boolean;
  /** A pin shares its pad with the crystal, which is not used. */
  readonly freesOscillator: boolean;
  /** Null: INTn is not wired, the loop asks the chip over SPI instead. */
  readonly interrupt: PinPlan | null;
  readonly cs: PinPlan;
  /** Null: RSTn is not wired. */
  readonly reset: PinPlan | null;
}

export interface TracePlan {
  readonly instance: 'USART1';
  /** What drives the baud rate generator. */
  readonly inputHz: number;
  readonly baud: 115_200;
  /** Clocks of `inputHz` in one bit. */
  readonly divider: number;
  /** inputHz / divider as a share of `baud`, minus 1, in parts per million; a receiver stands some 20,000. */
  readonly errorPpm: number;
}

/** The independent watchdog. Its times follow from the tolerance of LSI, 30 to 60 kHz. */
export interface WatchdogPlan {
  readonly timeoutMs: number;
  /** Divider of LSI, and the value from which the counter counts down to 0: (reload + 1) x divider clocks. */
  readonly divider: 4 | 8 | 16 | 32 | 64 | 128 | 256;
  readonly reload: number;
  /** IWDG_PR's value for the divider. */
  readonly pr: number;
  readonly leastMs: number;
  readonly longestMs: number;
}

/** The board of one device, as far as firmware and engines know it. */
export interface BoardPlan {
  readonly chip: ChipPlan;
  readonly mcu: McuPlan;
  readonly clock: ClockPlan;
  readonly timer: TimerPlan;
  /** Null: the planned clock already comes from HSI. */
  readonly fallback: FallbackPlan | null;
  readonly spi: SpiPlan;
  readonly gpio: GpioPlan;
  /** Null: the firmware writes no marks. */
  readonly trace: TracePlan | null;
  /** Null: off. */
  readonly watchdog: WatchdogPlan | null;
  readonly platform: PlatformPlan;
}

/** Numbers and words that only the platform's own C prints. The fields below are for everybody; a platform adds its own. */
export interface PlatformPlan {
  readonly name: PlatformName;
  /** The vendor's library that the C calls, and what its headers want defined; null: none. */
  readonly library: null | { readonly name: 'spl' | 'iolibrary'; readonly defines: readonly string[] };
}
