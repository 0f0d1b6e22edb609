import type { SpiName, TimerName } from '../../contract/board.ts';
import { Afio } from './afio.ts';
import { ClockLimitWatch } from './clock-limits.ts';
import { Complaints } from './complaints.ts';
import { Exceptions, NMI, SYSTICK } from './exceptions.ts';
import { Exti } from './exti.ts';
import { Flash } from './flash.ts';
import { Iwdg } from './iwdg.ts';
import { IRQ, PLACES, type PlaceName } from './memory-map.ts';
import type { Stm32F1Options } from './options.ts';
import { LIMITS, lacks } from './part.ts';
import { Pins } from './pins.ts';
import { Rcc } from './rcc.ts';
import { POWER_ON_FLAGS } from './rcc-registers.ts';
import type { Block } from './registers.ts';
import { Spi } from './spi.ts';
import { SystemControl } from './system-control.ts';
import { SysTick } from './systick.ts';
import { TimerBlock } from './timer-block.ts';
import { Usart } from './usart.ts';

/** SCK, MISO, MOSI, NSS; RM0008 9.3.10. */
const SPI_PINS = {
  SPI1: ['PA5', 'PA6', 'PA7', 'PA4'],
  SPI1_REMAPPED: ['PB3', 'PB4', 'PB5', 'PA15'],
  SPI2: ['PB13', 'PB14', 'PB15', 'PB12'],
} as const;
const TIMERS = ['TIM2', 'TIM3', 'TIM4', 'TIM5', 'TIM6', 'TIM7'] as const satisfies readonly TimerName[];
/** What SysTick's CALIB reads: 9000 for 9 MHz (RM0008 10.1.1), 3000 for 3 MHz (RM0041 8.1.1). */
const CALIBRATION = { F103: 9000, F100: 3000 } as const;

/** All peripherals of a part, connected to each other and to the board. */
export class Peripherals {
  readonly complaints: Complaints;
  readonly exceptions: Exceptions;
  readonly systick: SysTick;
  readonly control: SystemControl;
  readonly rcc: Rcc;
  readonly pins: Pins;
  readonly exti: Exti;
  readonly timers: ReadonlyMap<TimerName, TimerBlock>;
  readonly spis: ReadonlyMap<SpiName, Spi>;
  readonly #flash: Flash;
  readonly #afio: Afio;
  readonly #usart: Usart;
  readonly #iwdg: Iwdg;
  readonly #limits: ClockLimitWatch;

  constructor(
    private readonly options: Stm32F1Options,
    onEnable: (bus: 'APB1' | 'APB2', enabled: number) => void,
    onReset: (bus: 'APB1' | 'APB2', held: number) => void,
  ) {
    const { clock, hseHz, onStandstill, part, violation } = options;
    const absent = lacks(part);
    const has = (name: PlaceName): boolean => !absent.has(name);
    this.complaints = new Complaints(violation);
    this.exceptions = new Exceptions(part.irqCount);
    const onClocks = (): void => this.#clocksChanged();
    const onInterrupt = (level: boolean): void => this.exceptions.sense(IRQ.RCC, level);
    this.rcc = new Rcc({
      ...{ line: part.line, hseHz, clock, violation, onClocks, onEnable, onReset, onInterrupt, onStandstill },
      onCrystalLost: () => this.exceptions.setSystemPending(NMI, true),
      resetFlags: options.resetFlags ?? POWER_ON_FLAGS,
    });
    this.#iwdg = new Iwdg({ clock, lsiHz: options.lsiHz, violation, onReset: options.onWatchdog });
    this.#limits = new ClockLimitWatch(LIMITS[part.line], violation);
    this.#flash = new Flash(part.line, this.complaints, onClocks);
    this.systick = new SysTick({
      clock,
      hclkHz: this.rcc.tree.hclkHz,
      calibration: CALIBRATION[part.line],
      onTick: () => this.exceptions.setSystemPending(SYSTICK, true),
    });
    this.control = new SystemControl(this.exceptions, this.complaints, options.onResetRequest);
    this.pins = new Pins({
      ports: has('GPIOG') ? 7 : has('GPIOE') ? 5 : 4,
      complaints: this.complaints,
      pinLevel: options.pinLevel,
      wired: options.boardPins,
      onPin: options.onPin,
      onLevels: () => this.exti.sense(),
    });
    this.#afio = new Afio(part.line, () => this.pins.debugChanged(), options.swjCfgReads);
    this.pins.afio = this.#afio;
    this.exti = new Exti(
      (line) => this.pins.ports[this.#afio.portOf(line)]?.level(line) ?? 0,
      (irq, level) => this.exceptions.sense(irq, level),
    );
    this.timers = new Map(TIMERS.filter(has).map((name) => [name, this.#timer(name)]));
    this.spis = new Map((['SPI1', 'SPI2'] as const).filter(has).map((name) => [name, this.#spi(name)]));
    this.#usart = this.#usart1();
  }

  /** The block of that name; undefined if the part does not have it. */
  at(name: PlaceName): Block | undefined {
    if (name === 'RCC') return this.rcc;
    if (name === 'IWDG') return this.#iwdg;
    if (name === 'FLASH') return this.#flash;
    if (name === 'AFIO') return this.#afio;
    if (name === 'EXTI') return this.exti;
    if (name === 'USART1') return this.#usart;
    if (name.startsWith('GPIO')) return this.pins.ports[(PLACES[name].base - PLACES.GPIOA.base) / 0x400];
    return this.timers.get(name as TimerName) ?? this.spis.get(name as SpiName);
  }

  #hclkHz = 8_000_000;

  #clocksChanged(): void {
    const { tree, pll } = this.rcc;
    this.#limits.check({ tree, pll, latency: this.#flash.latency });
    for (const timer of this.timers.values()) timer.setClockHz(tree.timersHz);
    if (tree.hclkHz === this.#hclkHz) return;
    this.#hclkHz = tree.hclkHz;
    this.systick.setClockHz(tree.hclkHz);
    this.options.onHclk(tree.hclkHz);
  }

  #timer(name: TimerName): TimerBlock {
    const onInterrupt = (level: boolean): void => this.exceptions.sense(IRQ[name], level);
    return new TimerBlock(name, this.options.clock, this.complaints, onInterrupt, this.rcc.tree.timersHz);
  }

  #spi(name: SpiName): Spi {
    const { clock, part, spi } = this.options;
    let seen = -1;
    let problem: string | null = null;
    const pins = () => SPI_PINS[name === 'SPI1' && this.#afio.spi1Remapped ? 'SPI1_REMAPPED' : name];
    return new Spi({
      name,
      clock,
      complaints: this.complaints,
      pclkHz: () => (name === 'SPI1' ? this.rcc.tree.pclk2Hz : this.rcc.tree.pclk1Hz),
      maxHz: LIMITS[part.line].spiMaxHz,
      wiring: () => {
        if (this.pins.changes === seen) return problem;
        const [sck, miso, mosi] = pins();
        seen = this.pins.changes;
        problem = this.pins.outputProblem(sck) ?? this.pins.outputProblem(mosi) ?? this.pins.inputProblem(miso);
        return problem;
      },
      nss: () => this.pins.level(pins()[3]),
      exchange: (mosi) => spi(name, mosi),
      onInterrupt: (level) => this.exceptions.sense(IRQ[name], level),
    });
  }

  #usart1(): Usart {
    return new Usart({
      name: 'USART1',
      clock: this.options.clock,
      complaints: this.complaints,
      pclkHz: () => this.rcc.tree.pclk2Hz,
      wiring: () => this.pins.outputProblem(this.#afio.usart1Remapped ? 'PB6' : 'PA9'),
      onByte: this.options.usart,
      onInterrupt: (level) => this.exceptions.sense(IRQ.USART1, level),
    });
  }
}
