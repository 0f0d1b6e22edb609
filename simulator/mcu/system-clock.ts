import type { LineName } from '../../contract/board.ts';
import { type Clock, NS_PER_MS, NS_PER_US } from '../clock.ts';
import { type ClockTree, clockTree, HSI_HZ, pllInputHz, pllMultiplier, type Source } from './clock-tree.ts';
import type { OnViolation } from './complaints.ts';
import { Oscillator } from './oscillator.ts';
import * as RCC from './rcc-registers.ts';

/** Datasheet STM32F103x8/xB (DS5319), tables 22 (HSE, typical), 24 (HSI, maximum) and 27 (PLL lock, maximum). */
export const HSE_START_NS = 2 * NS_PER_MS;
const HSI_START_NS = 2 * NS_PER_US;
export const PLL_LOCK_NS = 200 * NS_PER_US;
/** With HSEBYP the clock comes from outside and is ready at once. */
const BYPASS_START_NS = 1 * NS_PER_US;

const SOURCE_NAMES = ['HSI', 'HSE', 'PLL'] as const;
const PLLSRC = 1 << 16;

export interface SystemClockOptions {
  readonly line: LineName;
  readonly hseHz: number | null;
  readonly clock: Clock;
  readonly violation: OnViolation;
  /** A flag of RCC_CIR. */
  readonly onReady: (flag: number) => void;
}

/** The sources of SYSCLK: oscillators, PLL, and the switch, which acts as soon as its source is ready. */
export class SystemClockSwitch {
  tree: ClockTree = clockTree(HSI_HZ, 0);
  #source: Source = 0;
  #cr = RCC.HSION;
  #cfgr = 0;
  #cfgr2 = 0;
  #crystalWorks = true;
  /** By the number in SW. */
  readonly #oscillators: readonly [hsi: Oscillator, hse: Oscillator, pll: Oscillator];

  constructor(private readonly options: SystemClockOptions) {
    const { clock, hseHz } = options;
    const ready = (flag: number) => () => {
      this.#follow();
      options.onReady(flag);
    };
    const hseStart = () =>
      hseHz === null || !this.#crystalWorks ? null : (this.#cr & RCC.HSEBYP) !== 0 ? BYPASS_START_NS : HSE_START_NS;
    this.#oscillators = [
      new Oscillator(clock, () => HSI_START_NS, ready(RCC.HSIRDYF), true),
      new Oscillator(clock, hseStart, ready(RCC.HSERDYF)),
      new Oscillator(clock, () => (this.#pllFed ? PLL_LOCK_NS : null), ready(RCC.PLLRDYF)),
    ];
  }

  /** HSIRDY, HSERDY and PLLRDY of CR. */
  get readyBits(): number {
    const [hsi, hse, pll] = this.#oscillators;
    return (hsi.ready ? RCC.HSIRDY : 0) | (hse.ready ? RCC.HSERDY : 0) | (pll.ready ? RCC.PLLRDY : 0);
  }

  /** SWS of CFGR. */
  get source(): Source {
    return this.#source;
  }

  /** Into and out of the PLL; null while it is off. */
  get pll(): { inputHz: number; outputHz: number } | null {
    if (!this.#oscillators[2].on) return null;
    const { line, hseHz } = this.options;
    const inputHz = pllInputHz(line, this.#cfgr, this.#cfgr2, hseHz);
    return { inputHz, outputHz: inputHz * pllMultiplier(this.#cfgr) };
  }

  /** Bits of CR that hardware keeps set because SYSCLK comes from there, directly or through the PLL (RM0008 7.3.1). */
  get inUse(): number {
    const feeds = this.#pllSource === 'HSI' ? RCC.HSION : RCC.HSEON;
    return [RCC.HSION, RCC.HSEON, RCC.PLLON | feeds][this.#source] as number;
  }

  /** HSE is not ready any more and does not start again. */
  stopCrystal(): void {
    this.#crystalWorks = false;
    this.#oscillators[1].fail();
  }

  control(cr: number): void {
    this.#cr = cr;
    const [hsi, hse, pll] = this.#oscillators;
    hsi.set((cr & RCC.HSION) !== 0);
    hse.set((cr & RCC.HSEON) !== 0);
    const pllOn = (cr & RCC.PLLON) !== 0;
    if (pllOn && !pll.on && !this.#pllFed) {
      this.#complain(`the PLL is switched on while ${this.#pllSource} is not ready, and does not lock`);
    }
    pll.set(pllOn);
  }

  configure(cfgr: number, cfgr2: number): void {
    const switches = ((cfgr ^ this.#cfgr) & 3) !== 0;
    [this.#cfgr, this.#cfgr2] = [cfgr, cfgr2];
    const wanted = cfgr & 3;
    if (switches && wanted === 3) this.#complain('SW is 3, which is not a source of SYSCLK');
    else if (switches && !(this.#oscillators[wanted] as Oscillator).ready) {
      this.#complain(`SYSCLK is switched to ${SOURCE_NAMES[wanted]}, which is not ready`);
    }
    this.#follow();
  }

  get #pllSource(): 'HSI' | 'HSE' {
    return (this.#cfgr & PLLSRC) === 0 ? 'HSI' : 'HSE';
  }

  get #pllFed(): boolean {
    return this.#oscillators[this.#pllSource === 'HSI' ? 0 : 1].ready;
  }

  /** Switches as soon as the source is ready, and calculates the frequencies. */
  #follow(): void {
    const wanted = this.#cfgr & 3;
    if (this.#oscillators[wanted]?.ready === true) this.#source = wanted as Source;
    const hz = [HSI_HZ, this.options.hseHz ?? 0, this.pll?.outputHz ?? 0][this.#source] as number;
    this.tree = clockTree(hz, this.#cfgr);
  }

  #complain(text: string): void {
    this.options.violation('mcu/clock-switch', text);
  }
}
