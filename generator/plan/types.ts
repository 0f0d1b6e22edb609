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
  /** What sockets get that say nothing else. */
  readonly keepalive: KeepalivePlan;
  /** Null: the local PHY link is not looked at. */
  readonly link: LinkPlan | null;
  /** Null: the chip is looked at by no more than what every poll reads. */
  readonly health: HealthPlan | null;
  /** How clients choose local ports and waits; null without clients. */
  readonly clients: ClientsPlan | null;
  /** The application can read how often connections ended and when data last came. */
  readonly counters: boolean;
  readonly loop: LoopPlan;
  /** One entry per hardware socket in use, socket 0 first (`count` is already spread out). */
  readonly sockets: readonly SocketPlan[];
  /** For each failure the worst over all sockets; `sockets[].detection` has each socket's own. */
  readonly detection: readonly DetectionPlan[];
  /** What the spec allows any detected failure to take; null without a budget. */
  readonly detectionBudgetMs: number | null;
  readonly traffic: TrafficPlan;
  /** What a wire that loses frames costs an idle connection whose peer lives, by rising loss. */
  readonly badWire: readonly BadWirePlan[];
  /** Failures that one would expect to be noticed, and that nothing configured notices; a sentence each. */
  readonly warnings: readonly string[];
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
  /** The tick and SEND_KEEP, or the chip's own timer. */
  readonly by: 'timer' | 'chip';
  readonly firstProbe: 'note' | 'at-NO_DATA_PERIOD';
  /** Seconds. */
  readonly NO_DATA_PERIOD: number;
  /** Seconds. */
  readonly KA_SEND_PERIOD: number;
  /** What the second counter begins with: 0, or KA_SEND_PERIOD − 1 for a first probe at NO_DATA_PERIOD. */
  readonly firstSendTick: number;
  /** Sn_KPALVTR, unit 5 s; null where the tick counts. */
  readonly kpalvtr: number | null;
  /** After the last data; the one-second ticks run freely, so the first probe lies between these two. */
  readonly firstProbeEarliestMs: number;
  readonly firstProbeLatestMs: number;
  readonly probeIntervalMs: number;
}

export interface LinkPlan {
  readonly onDown: 'close' | 'hold';
  /** How long the link may be down before connections end; 0 with `close`. */
  readonly holdMs: number;
  /** From one look at the PHY to the next. */
  readonly lookMs: number;
}

export interface HealthPlan {
  readonly everyMs: number;
}

export interface ClientsPlan {
  /** Local ports that rotate are `firstPort` … `firstPort + portCount − 1`. */
  readonly firstPort: number;
  readonly portCount: number;
  /** From the MAC address, so that devices differ. */
  readonly seed: number;
}

/** Bytes of a message, as they are on the wire. */
export type MessagePlan = readonly number[];

/** Beside probes: how a socket watches its peer, and what it says to it. Null: not at all. */
export interface WatchPlan {
  readonly primer: MessagePlan | null;
  readonly idle: null | { readonly closeAfterMs: number; readonly checkEveryMs: number };
  readonly heartbeat: {
    readonly send: null | { readonly message: MessagePlan; readonly everyMs: number };
    /** Any data is a sign of life. `message` is looked for, to be taken out or passed on; null: none is. */
    readonly expect: null | { readonly withinMs: number; readonly message: MessagePlan | null; readonly pass: boolean };
  };
  readonly ask: null | {
    readonly message: MessagePlan;
    /** Null: any data is an answer. */
    readonly answer: null | { readonly message: MessagePlan; readonly pass: boolean };
    readonly afterIdleMs: number;
    readonly withinMs: number;
    readonly tries: number;
  };
  /** `message` null: orderly stops without a word. */
  readonly goodbye: null | { readonly message: MessagePlan | null };
  readonly sendTimeoutMs: number | null;
}

export interface ClientPlan {
  readonly serverIp: readonly number[];
  readonly serverPort: number;
  /** Null: a rotating port. */
  readonly localPort: number | null;
  readonly firstMs: number;
  readonly maxMs: number;
  /** Growth of the waits and their jitter in 256ths: the firmware has no floating point. */
  readonly factor256: number;
  readonly jitter256: number;
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
  readonly role: 'server' | 'client';
  /** Where a server listens; of a client, the fixed local port, or 0 for one that rotates. */
  readonly port: number;
  /** Null for a server. */
  readonly client: ClientPlan | null;
  /** Null: never probed. */
  readonly keepalive: KeepalivePlan | null;
  readonly watch: WatchPlan;
  readonly detection: readonly DetectionPlan[];
  /** What each method costs while the connection is idle and its peer lives. */
  readonly costs: readonly CostPlan[];
  readonly rxKiB: 1 | 2 | 4 | 8 | 16;
  readonly txKiB: 1 | 2 | 4 | 8 | 16;
  /** W5200: absolute addresses of the socket's buffers (0xC000…, 0x8000…). The W5500 has none; null there. */
  readonly rxBase: number | null;
  readonly txBase: number | null;
}

export type Failure =
  | 'cable-cut'
  | 'power-cut'
  | 'nat-forgot'
  | 'cut-while-sending'
  | 'silent-client'
  | 'peer-reboot'
  | 'peer-hung'
  | 'zero-window'
  | 'link-down'
  | 'chip-reset'
  | 'orderly-close'
  | 'goodbye';

/** What notices that a peer is gone. `data` is TCP itself: data under way that is not acknowledged, or reset. */
export type Method =
  | 'probe'
  | 'data'
  | 'idle'
  | 'heartbeat'
  | 'ask'
  | 'send-timeout'
  | 'link'
  | 'chip-check'
  | 'health'
  | 'fin'
  | 'goodbye';

export interface Term {
  readonly name: string;
  readonly ms: number;
}

/** How one method sees one failure. */
export interface MethodPlan {
  readonly method: Method;
  /** Upper bound of detection latency, and its summands in order. */
  readonly worstMs: number;
  readonly terms: readonly Term[];
  /** When the failure comes at a random moment of an otherwise idle connection. */
  readonly typicalMs: number;
  readonly reason: EndReason;
}

/** Packets of both directions. */
export interface CostPlan {
  readonly method: Method;
  readonly packetsPerDay: number;
  /** Which packets these are. */
  readonly what: string;
}

export interface DetectionPlan {
  readonly failure: Failure;
  /** What happens, in a few words. */
  readonly title: string;
  /** False: nothing that is configured sees it; `boundMs` is null and `why` says so. */
  readonly covered: boolean;
  /** Upper bound of detection latency: the least of the methods'. */
  readonly boundMs: number | null;
  /** The bound's summands, in order. */
  readonly terms: readonly Term[];
  /** The reason of the method that gives the bound. */
  readonly reason: EndReason | null;
  /** Whichever method is first at the time: reasons that may reach the application's hook. */
  readonly reasons: readonly EndReason[];
  readonly why: string;
  /** Everything configured that sees it, quickest first. */
  readonly methods: readonly MethodPlan[];
}

/** Reasons for a connection's end as the firmware reports them; the C enumerators count from 1 in this order. */
export const END_REASONS = [
  'peer-closed',
  'reset',
  'probe-timeout',
  'send-timeout',
  'idle',
  'heartbeat-missed',
  'no-answer',
  'goodbye',
  'link-down',
  'chip-fault',
  'local-stop',
] as const;
export type EndReason = (typeof END_REASONS)[number];

export interface BadWirePlan {
  /** Share of frames lost, each way. */
  readonly lossPercent: number;
  /** How often a day a connection is closed because a probe or its answer is lost RCR + 1 times in a row. */
  readonly closesPerDay: number;
}

/** What an idle, healthy connection costs. */
export interface TrafficPlan {
  readonly probesPerDay: number;
  /** Ethernet frame bytes of one probe and its answer, padding and FCS included. */
  readonly bytesPerProbe: number;
  /** Per idle connection. */
  readonly bytesPerDay: number;
}
