import type { LineName } from '../../contract/board.ts';
import { type Clock, NS_PER_US } from '../clock.ts';
import type { ClockTree } from './clock-tree.ts';
import type { OnViolation } from './complaints.ts';
import { Oscillator } from './oscillator.ts';
import * as RCC from './rcc-registers.ts';
import { RegisterBlock } from './registers.ts';
import { SystemClockSwitch } from './system-clock.ts';

/** Datasheet STM32F103x8/xB (DS5319) table 25, maximum. */
const LSI_START_NS = 85 * NS_PER_US;

const READY_BITS = RCC.HSIRDY | RCC.HSERDY | RCC.PLLRDY;

export interface RccOptions {
  readonly line: LineName;
  readonly hseHz: number | null;
  readonly clock: Clock;
  readonly violation: OnViolation;
  /** The clock tree or the PLL's output may have changed. */
  readonly onClocks: () => void;
  /** APB1ENR or APB2ENR has been written. */
  readonly onEnable: (bus: 'APB1' | 'APB2', enabled: number) => void;
  /** APB1RSTR or APB2RSTR has been written. */
  readonly onReset: (bus: 'APB1' | 'APB2', held: number) => void;
  readonly onInterrupt: (level: boolean) => void;
  /** The crystal has stopped while CSSON is set: NMI, until CSSC. */
  readonly onCrystalLost: () => void;
  /** The crystal that SYSCLK comes from has stopped, and CSSON is not set. */
  readonly onStandstill: () => void;
  /** Flags of RCC_CSR. */
  readonly resetFlags: number;
}

/**
 * Reset and clock control: oscillators, PLL, buses, and the clocks of peripherals. The switch of SYSCLK takes no time.
 *
 * Not modelled: LSE (never ready), MCO.
 */
export class Rcc extends RegisterBlock<RCC.RccRegister> {
  readonly #system: SystemClockSwitch;
  readonly #lsi: Oscillator;

  constructor(private readonly options: RccOptions) {
    super(RCC.rccTable(options.line));
    this.values.CSR = options.resetFlags >>> 0;
    const onReady = (flag: number): void => {
      const { CIR } = this.values;
      if ((CIR & (flag << 8)) !== 0) this.values.CIR = CIR | flag;
      this.#interrupt();
      options.onClocks();
    };
    this.#system = new SystemClockSwitch({ ...options, onReady });
    this.#lsi = new Oscillator(
      options.clock,
      () => LSI_START_NS,
      () => onReady(RCC.LSIRDYF),
    );
  }

  /** Why the part was reset, since the flags were cleared. */
  get resetFlags(): number {
    return this.values.CSR & 0xfc00_0000;
  }

  get tree(): ClockTree {
    return this.#system.tree;
  }

  get pll(): { inputHz: number; outputHz: number } | null {
    return this.#system.pll;
  }

  protected override readRegister(name: RCC.RccRegister): number {
    const value = super.readRegister(name);
    if (name === 'CR') return (value & ~READY_BITS) | this.#system.readyBits;
    if (name === 'CFGR') return (value & ~0xc) | (this.#system.source << 2);
    if (name === 'CSR') return value | (this.#lsi.ready ? RCC.LSIRDY : 0);
    return value;
  }

  protected override writeRegister(name: RCC.RccRegister, word: number): void {
    const { onClocks, onEnable, onReset } = this.options;
    switch (name) {
      case 'CR':
        this.#writeControl(word);
        break;
      case 'CFGR':
      case 'CFGR2':
        this.#configure(name, word);
        break;
      case 'CIR': // the upper half clears flags
        this.values.CIR = (word & 0x1f00) | (this.values.CIR & 0x9f & ~(word >>> 16));
        this.#interrupt();
        return;
      case 'CSR':
        if ((word & RCC.RMVF) !== 0) this.values.CSR = 0;
        this.store(name, word);
        this.#lsi.set((word & RCC.LSION) !== 0);
        return;
      case 'APB1ENR':
      case 'APB2ENR':
        this.store(name, word);
        onEnable(name === 'APB1ENR' ? 'APB1' : 'APB2', this.values[name]);
        return;
      case 'APB1RSTR':
      case 'APB2RSTR':
        this.store(name, word);
        onReset(name === 'APB1RSTR' ? 'APB1' : 'APB2', this.values[name]);
        return;
      default:
        this.store(name, word);
        return;
    }
    onClocks();
  }

  /**
   * The crystal stops. With CSSON set the hardware switches SYSCLK to HSI, the PLL and HSE off, and raises NMI (RM0008
   * 7.2.7). Without it nothing drives SYSCLK any more.
   */
  stopCrystal(): void {
    const isDriving = (this.#system.inUse & RCC.HSEON) !== 0;
    const isWatched = (this.values.CR & RCC.CSSON) !== 0;
    this.#system.stopCrystal();
    if (!isWatched) {
      if (isDriving) this.options.onStandstill();
      return;
    }
    this.values.CR = (this.values.CR & ~(RCC.HSEON | RCC.CSSON | (isDriving ? RCC.PLLON : 0))) | RCC.HSION;
    if (isDriving) this.values.CFGR &= ~3;
    this.#system.control(this.values.CR);
    this.#system.configure(this.values.CFGR, this.values.CFGR2);
    this.values.CIR |= RCC.CSSF;
    this.options.onClocks();
    this.options.onCrystalLost();
  }

  #writeControl(word: number): void {
    const kept = this.#system.inUse & this.values.CR & ~word;
    if (kept !== 0) {
      this.options.violation(
        'mcu/clock-switch',
        'a write to RCC_CR tries to switch off the source of SYSCLK; the hardware ignores it',
      );
    }
    const { CR } = this.values;
    const bypassed = (CR & RCC.HSEON) !== 0 ? CR & RCC.HSEBYP : word & RCC.HSEBYP; // written only while HSE is off
    this.store('CR', ((word | kept) & ~RCC.HSEBYP) | bypassed);
    this.#system.control(this.values.CR);
  }

  #configure(name: 'CFGR' | 'CFGR2', word: number): void {
    const settings = name === 'CFGR' ? RCC.PLL_SETTINGS : 0xf;
    let value = word;
    if (this.#system.pll !== null && ((word ^ this.values[name]) & settings) !== 0) {
      this.options.violation(
        'mcu/pll-changed',
        `${name} cannot change the PLL while it is on; the hardware ignores the write`,
      );
      value = (word & ~settings) | (this.values[name] & settings);
    }
    this.store(name, value);
    const { line } = this.options;
    if (line === 'F100' && name === 'CFGR2') this.values.CFGR = (this.values.CFGR & ~(1 << 17)) | ((value & 1) << 17);
    if (line === 'F100' && name === 'CFGR') this.values.CFGR2 = (this.values.CFGR2 & ~1) | ((value >>> 17) & 1);
    this.#system.configure(this.values.CFGR, this.values.CFGR2);
  }

  #interrupt(): void {
    const { CIR } = this.values;
    this.options.onInterrupt((CIR & (CIR >>> 8) & 0x1f) !== 0);
  }
}
