import type { Complaints } from './complaints.ts';
import { type Exceptions, NMI, PENDSV, SYSTICK } from './exceptions.ts';
import { RegisterBlock, row } from './registers.ts';

type ScbRegister =
  | 'CPUID'
  | 'ICSR'
  | 'VTOR'
  | 'AIRCR'
  | 'SCR'
  | 'CCR'
  | 'SHPR1'
  | 'SHPR2'
  | 'SHPR3'
  | 'SHCSR'
  | 'CFSR'
  | 'HFSR'
  | 'DFSR'
  | 'MMFAR'
  | 'BFAR'
  | 'AFSR';

/** The system control block from 0xE000ED00, ARMv7-M B3.2.2; a Cortex-M3 r1p1. */
const TABLE = {
  CPUID: row(0x00, 'ro', 0x411f_c231, 0),
  ICSR: row(0x04, 'rw', 0, 0),
  VTOR: row(0x08, 'rw', 0, 0x3fff_ff80),
  AIRCR: row(0x0c, 'rw', 0, 0),
  SCR: row(0x10, 'rw', 0, 0x16),
  CCR: row(0x14, 'rw', 0, 0x31b),
  SHPR1: row(0x18, 'rw', 0, 0x00f0_f0f0),
  SHPR2: row(0x1c, 'rw', 0, 0xf000_0000),
  SHPR3: row(0x20, 'rw', 0, 0xf0f0_00f0),
  SHCSR: row(0x24, 'rw', 0, 0x0007_0000),
  CFSR: row(0x28, 'rc_w1', 0, 0x038f_9fbb),
  HFSR: row(0x2c, 'rc_w1', 0, 0xc000_0002),
  DFSR: row(0x30, 'rc_w1', 0, 0x1f),
  MMFAR: row(0x34, 'rw', 0, 0xffff_ffff),
  BFAR: row(0x38, 'rw', 0, 0xffff_ffff),
  AFSR: row(0x3c, 'rw', 0, 0xffff_ffff),
} as const;

/** Bits of ICSR. */
const NMIPENDSET = 2 ** 31;
const PENDSVSET = 1 << 28;
const PENDSVCLR = 1 << 27;
const PENDSTSET = 1 << 26;
const PENDSTCLR = 1 << 25;
const ISRPENDING = 1 << 22;
const RETTOBASE = 1 << 11;

/** Bits of SCR. */
const SLEEPONEXIT = 1 << 1;
const SLEEPDEEP = 1 << 2;

/** The system control block. Not modelled: faults other than by ending the run, deep sleep, sleep on exit. */
export class SystemControl extends RegisterBlock<ScbRegister> {
  constructor(
    private readonly exceptions: Exceptions,
    private readonly complaints: Complaints,
    private readonly onResetRequest: () => void,
  ) {
    super(TABLE);
  }

  get vectorTable(): number {
    return this.values.VTOR;
  }

  protected override readRegister(name: ScbRegister): number {
    if (name === 'AIRCR') return this.exceptions.grouping.read();
    return name === 'ICSR' ? this.#state() : super.readRegister(name);
  }

  protected override writeRegister(name: ScbRegister, word: number): void {
    switch (name) {
      case 'ICSR':
        this.#pend(word);
        return;
      case 'AIRCR':
        if (this.exceptions.grouping.write(word)) this.onResetRequest();
        this.exceptions.changed();
        return;
      case 'SCR':
        if ((word & SLEEPDEEP) !== 0) this.#notModelled('SCR.SLEEPDEEP');
        if ((word & SLEEPONEXIT) !== 0) this.#notModelled('SCR.SLEEPONEXIT');
        break;
      case 'SHCSR':
        if ((word & 0x7_0000) !== 0) this.#notModelled('SHCSR with fault handlers enabled');
        break;
      default:
    }
    this.store(name, word);
    if (name === 'SHPR1' || name === 'SHPR2' || name === 'SHPR3') this.#prioritize(name);
  }

  #state(): number {
    const { exceptions } = this;
    const isPending = (exception: number): boolean => exceptions.isSystemPending(exception);
    const active = exceptions.active.at(-1) ?? 0;
    let word = active | (exceptions.next << 12);
    if (exceptions.active.length < 2) word |= RETTOBASE;
    if (exceptions.nvic.lines.some((line) => line.pending)) word |= ISRPENDING;
    if (isPending(SYSTICK)) word |= PENDSTSET;
    if (isPending(PENDSV)) word |= PENDSVSET;
    if (isPending(NMI)) word |= NMIPENDSET;
    return word >>> 0;
  }

  #pend(word: number): void {
    const { exceptions } = this;
    if ((word & PENDSTCLR) !== 0) exceptions.setSystemPending(SYSTICK, false);
    if ((word & PENDSTSET) !== 0) exceptions.setSystemPending(SYSTICK, true);
    if ((word & PENDSVCLR) !== 0) exceptions.setSystemPending(PENDSV, false);
    if ((word & PENDSVSET) !== 0) exceptions.setSystemPending(PENDSV, true);
    if ((word & NMIPENDSET) !== 0) exceptions.setSystemPending(NMI, true);
  }

  #prioritize(name: 'SHPR1' | 'SHPR2' | 'SHPR3'): void {
    const first = ({ SHPR1: 0, SHPR2: 4, SHPR3: 8 } as const)[name];
    for (let i = 0; i < 4; i++) this.exceptions.systemPriorities[first + i] = this.values[name] >>> (8 * i);
    this.exceptions.changed();
  }

  #notModelled(what: string): void {
    this.complaints.once('mcu/not-modelled', `${what} is not modelled`);
  }
}
