import { Clock } from '../../simulator/clock.ts';
import { Stm32F1, type Stm32F1Options, type Stm32F1Part } from '../../simulator/mcu/stm32f1.ts';

const KIB = 1024;
const MEMORY = { ram: { origin: 0x2000_0000, bytes: 20 * KIB }, flash: { origin: 0x0800_0000, bytes: 128 * KIB } };

export const F103CB: Stm32F1Part = { line: 'F103', density: 'MD', irqCount: 43, ...MEMORY };
export const F103ZE: Stm32F1Part = { line: 'F103', density: 'HD', irqCount: 60, ...MEMORY };
export const F100RB: Stm32F1Part = { line: 'F100', density: 'MD', irqCount: 56, ...MEMORY };

/** Bus addresses, RM0008 table 3 and the chapters' register maps; typed here once more on purpose. */
export const RCC = {
  CR: 0x4002_1000,
  CFGR: 0x4002_1004,
  CIR: 0x4002_1008,
  APB2RSTR: 0x4002_100c,
  APB1RSTR: 0x4002_1010,
  APB2ENR: 0x4002_1018,
  APB1ENR: 0x4002_101c,
  CSR: 0x4002_1024,
  CFGR2: 0x4002_102c,
} as const;
export const FLASH_ACR = 0x4002_2000;
export const AFIO_MAPR = 0x4001_0004;
export const GPIOA = 0x4001_0800;
export const GPIOB = 0x4001_0c00;
export const SPI1 = 0x4001_3000;
export const TIM2 = 0x4000_0000;

/** A part on a board that records what comes out of it, with registers by address. */
export class TestBoard {
  readonly clock = new Clock();
  readonly violations: string[] = [];
  readonly texts: string[] = [];
  /** As `PA4=1`; a pin let go of is `PA4=null`. */
  readonly pins: string[] = [];
  readonly spi: number[] = [];
  readonly serial: number[] = [];
  readonly hclk: number[] = [];
  resets = 0;
  standstills = 0;
  /** When the watchdog has reset the part. */
  readonly watchdogs: number[] = [];
  /** What the board drives pins with. */
  readonly outside = new Map<string, 0 | 1>();
  /** What comes back over SPI. */
  miso: (mosi: number) => number = (mosi) => mosi ^ 0xff;
  readonly mcu: Stm32F1;

  constructor(
    options: Partial<
      Pick<Stm32F1Options, 'part' | 'hseHz' | 'lsiHz' | 'resetFlags' | 'debuggerAttached' | 'swjCfgReads'>
    > = {},
  ) {
    this.mcu = new Stm32F1({
      part: F103CB,
      hseHz: 8_000_000,
      clock: this.clock,
      violation: (rule, text) => {
        this.violations.push(rule);
        this.texts.push(text);
      },
      onPin: (pin, level) => this.pins.push(`${pin}=${level}`),
      pinLevel: (pin) => this.outside.get(pin) ?? null,
      spi: (_instance, mosi) => {
        this.spi.push(mosi);
        return this.miso(mosi);
      },
      usart: (byte) => this.serial.push(byte),
      onHclk: (hz) => this.hclk.push(hz),
      onResetRequest: () => this.resets++,
      onWatchdog: () => this.watchdogs.push(this.clock.nowNs),
      onStandstill: () => this.standstills++,
      ...options,
    });
  }

  read(address: number): number {
    return this.mcu.read(address, 4);
  }

  write(address: number, value: number): void {
    this.mcu.write(address, value >>> 0, 4);
  }

  set(address: number, bits: number): void {
    this.write(address, this.read(address) | bits);
  }

  /** Moves time forward. */
  pass(ns: number): void {
    this.clock.advanceTo(this.clock.nowNs + ns);
  }

  /** HSE 8 MHz × 9 = 72 MHz, PCLK1 36 MHz, as RM0008 7.2 and the vendor's SystemInit have it. */
  start72MHz(): void {
    this.set(RCC.CR, 1 << 16);
    this.pass(2_000_000);
    this.write(FLASH_ACR, 0x12);
    this.write(RCC.CFGR, 0x001d_0400);
    this.set(RCC.CR, 1 << 24);
    this.pass(200_000);
    this.write(RCC.CFGR, 0x001d_0402);
  }

  /** All clocks of the modelled peripherals. */
  enableAll(): void {
    this.write(RCC.APB2ENR, 0x507d);
    this.write(RCC.APB1ENR, 0x4007);
  }
}
