/**
 * The plan: every number of the generated firmware, decided once.
 *
 * Templates print it, `explain` prints it, the simulator's verdicts are held against it. Types only; the simulator
 * imports this file and nothing else of the generator. Units stand in the names; `…Hz` are integers.
 */

export type ChipName = 'W5200' | 'W5500';
export type PlatformName = 'registers' | 'spl';

export interface Plan {
  readonly name: string;
  readonly chip: ChipPlan;
  readonly mcu: McuPlan;
  readonly clock: ClockPlan;
  readonly timer: TimerPlan;
  readonly spi: SpiPlan;
  readonly gpio: GpioPlan;
  /** Null: the firmware writes no marks. */
  readonly trace: TracePlan | null;
  readonly network: NetworkPlan;
  readonly retransmission: RetransmissionPlan;
  readonly keepalive: KeepalivePlan;
  readonly loop: LoopPlan;
  /** One entry per hardware socket in use, socket 0 first (`count` is already spread out). */
  readonly sockets: readonly SocketPlan[];
  readonly detection: readonly DetectionPlan[];
  readonly traffic: TrafficPlan;
  /** What a wire that loses frames costs an idle connection whose peer lives, by rising loss. */
  readonly badWire: readonly BadWirePlan[];
  /** Things that are legal but that a user should know, a sentence each. */
  readonly remarks: readonly string[];
}

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
  readonly platform: PlatformName;
  readonly core: 'cortex-m3';
  /** Compiler flags that select the core, for example `-mcpu=cortex-m3 -mthumb`. */
  readonly coreFlags: readonly string[];
  readonly flash: { readonly origin: number; readonly bytes: number };
  readonly ram: { readonly origin: number; readonly bytes: number };
  /** SPL density macro, for example `STM32F10X_MD`. */
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

export interface NetworkPlan {
  readonly mac: readonly number[];
  readonly ip: readonly number[];
  readonly subnet: readonly number[];
  readonly gateway: readonly number[];
}

export interface RetransmissionPlan {
  readonly timeoutMs: number;
  readonly count: number;
  /** Register value, unit 100 µs. */
  readonly rtr: number;
  readonly rcr: number;
  /** The RCR + 1 waits, the first one RTR long. */
  readonly waitsMs: readonly number[];
  readonly tcpTimeoutMs: number;
  readonly arpTimeoutMs: number;
}

export interface KeepalivePlan {
  /** Seconds. */
  readonly NO_DATA_PERIOD: number;
  /** Seconds. */
  readonly KA_SEND_PERIOD: number;
  /** After the last data; the one-second ticks run freely, so the first probe lies between these two. */
  readonly firstProbeEarliestMs: number;
  readonly firstProbeLatestMs: number;
  readonly probeIntervalMs: number;
}

export interface LoopPlan {
  /** Every socket's Sn_IR and Sn_SR are read one socket each this many ms, whatever INTn says. */
  readonly sweepMs: number;
  /** How long the sweep takes to come round to the same socket. */
  readonly sweepRoundMs: number;
  /** Bytes that one poll moves for one socket at most. */
  readonly chunkBytes: number;
  /** Worst case from an event in the chip to its handling: tick, sweep round, every socket's chunk in and out. */
  readonly worstPollMs: number;
}

export interface SocketPlan {
  readonly number: number;
  readonly role: 'server';
  readonly port: number;
  readonly rxKiB: 1 | 2 | 4 | 8 | 16;
  readonly txKiB: 1 | 2 | 4 | 8 | 16;
  /** W5200: absolute addresses of the socket's buffers (0xC000…, 0x8000…). The W5500 has none; null there. */
  readonly rxBase: number | null;
  readonly txBase: number | null;
}

export type Failure =
  | 'cable-cut'
  | 'power-cut'
  | 'peer-reboot'
  | 'cut-while-sending'
  | 'orderly-close'
  | 'silent-client';

export interface DetectionPlan {
  readonly failure: Failure;
  /** What happens, in a few words. */
  readonly title: string;
  /** False: probes do not see it; `boundMs` is null and `why` says so. */
  readonly covered: boolean;
  /** Upper bound of detection latency. */
  readonly boundMs: number | null;
  /** The bound's summands, in order. */
  readonly terms: readonly { readonly name: string; readonly ms: number }[];
  /** The reason that reaches the application's hook. */
  readonly reason: EndReason | null;
  readonly why: string;
}

/** Reasons for a connection's end as the firmware reports them; the C enumerators count from 1 in this order. */
export const END_REASONS = ['peer-closed', 'timeout', 'reset', 'chip-fault'] as const;
export type EndReason = (typeof END_REASONS)[number];

export interface BadWirePlan {
  /** Share of frames lost, each way. */
  readonly lossPercent: number;
  /** How often a day a connection is closed because a probe or its answer is lost RCR + 1 times in a row. */
  readonly closesPerDay: number;
}

export interface TrafficPlan {
  readonly probesPerDay: number;
  /** Ethernet frame bytes of one probe and its answer, padding and FCS included. */
  readonly bytesPerProbe: number;
  /** Per idle connection. */
  readonly bytesPerDay: number;
}
