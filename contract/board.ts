/** The board as an engine needs it: part, clock, timer, SPI, pins. Units stand in the names; `…Hz` are integers. */

export type ChipName = 'W5200' | 'W5500';

export type PlatformName = 'registers' | 'spl';

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
  /** RSTn is held low for at least this long, in ticks of 1 ms (the chip's minimum rounded up, plus one tick). */
  readonly resetLowMs: number;
  /** From RSTn's release until the first access. */
  readonly resetReadyMs: number;
  /** From a fault (chip absent, SPI stuck) until the next attempt. */
  readonly retryMs: number;
}

export interface McuPlan {
  readonly part: string;
  readonly family: 'F1';
  readonly line: LineName;
  readonly density: Density;
  readonly platform: PlatformName;
  readonly core: 'cortex-m3';
  /** Compiler flags that select the core, for example `-mcpu=cortex-m3 -mthumb`. */
  readonly coreFlags: readonly string[];
  readonly flash: { readonly origin: number; readonly bytes: number };
  readonly ram: { readonly origin: number; readonly bytes: number };
  /** The vendor library's macro for line and density, for example `STM32F10X_MD`. */
  readonly splDensity: string;
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
  /** FLASH_ACR.LATENCY; null where the part has no such field (F100). */
  readonly flashLatency: number | null;
  /** RCC_CFGR without SW: PLL source, multiplier, bus prescalers. */
  readonly rccCfgr: number;
  /** RCC_CFGR2 (F100: PREDIV1); null where the register does not exist. */
  readonly rccCfgr2: number | null;
  /** RCC_CFGR.SW, and what SWS reads once switched: 0 HSI, 1 HSE, 2 PLL. */
  readonly sw: 0 | 1 | 2;
}

export interface TimerPlan {
  /** For example `TIM2`. */
  readonly instance: string;
  readonly base: number;
  /** Bit of the instance in RCC_APB1ENR. */
  readonly apb1EnableBit: number;
  readonly irqNumber: number;
  /** The vector's name in ST's startup files, for example `TIM2_IRQHandler`. */
  readonly handler: string;
  /** SPL's NVIC channel, for example `TIM2_IRQn`. */
  readonly irqName: string;
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

export interface SpiPlan {
  readonly instance: 'SPI1' | 'SPI2';
  readonly base: number;
  readonly bus: 'APB1' | 'APB2';
  /** Bit of the instance in its RCC enable register. */
  readonly enableBit: number;
  readonly inputHz: number;
  readonly requestedMaxHz: number;
  readonly divider: 2 | 4 | 8 | 16 | 32 | 64 | 128 | 256;
  /** SPI_CR1.BR. */
  readonly br: number;
  readonly clockHz: number;
  /** SPI_CR1 complete: mode 0, 8 bit, master, software NSS, enabled. */
  readonly cr1: number;
}

export type PinRole = 'cs' | 'reset' | 'interrupt' | 'sck' | 'miso' | 'mosi' | 'trace';

export interface PinPlan {
  readonly role: PinRole;
  /** For example `PA4`. */
  readonly name: string;
  readonly port: string;
  readonly number: number;
  /** The four bits MODE and CNF in CRL/CRH. */
  readonly nibble: number;
}

export interface GpioPortPlan {
  /** For example `A`. */
  readonly port: string;
  readonly base: number;
  /** RCC_APB2ENR bit. */
  readonly apb2EnableBit: number;
  /** New register value = (old & ~mask) | value; a mask of 0 means that the register stays untouched. */
  readonly crlMask: number;
  readonly crlValue: number;
  readonly crhMask: number;
  readonly crhValue: number;
  /** Bits set through BSRR before the modes are written: CSn and RSTn high, pull-ups chosen. */
  readonly bsrr: number;
}

export interface GpioPlan {
  readonly pins: readonly PinPlan[];
  /** Ports in use, A first. */
  readonly ports: readonly GpioPortPlan[];
  /** AFIO_MAPR to write (SWJ_CFG when a JTAG pin is used), or null when AFIO is not needed. */
  readonly afioMapr: number | null;
  /** Null: INTn is not wired, the loop asks the chip over SPI instead. */
  readonly interrupt: PinPlan | null;
  readonly cs: PinPlan;
  readonly reset: PinPlan;
}

export interface TracePlan {
  readonly instance: 'USART1';
  readonly base: number;
  /** Bit of the instance in RCC_APB2ENR. */
  readonly apb2EnableBit: number;
  /** What drives the baud rate generator. */
  readonly inputHz: number;
  readonly baud: 115_200;
  /** USART_BRR: sixteenths of the divider, RM0008 27.3.4. */
  readonly brr: number;
  /** inputHz / brr as a share of `baud`, minus 1, in parts per million; a receiver stands some 20,000. */
  readonly errorPpm: number;
}

/** The board of one device, as far as firmware and engines know it. */
export interface BoardPlan {
  readonly chip: ChipPlan;
  readonly mcu: McuPlan;
  readonly clock: ClockPlan;
  readonly timer: TimerPlan;
  readonly spi: SpiPlan;
  readonly gpio: GpioPlan;
  /** Null: the firmware writes no marks. */
  readonly trace: TracePlan | null;
}
