import { RegisterBlock, row } from './registers.ts';

type GpioRegister = 'CRL' | 'CRH' | 'IDR' | 'ODR' | 'BSRR' | 'BRR' | 'LCKR';
export type Level = 0 | 1;

/** RM0008 9.2. */
const TABLE = {
  CRL: row(0x00, 'rw', 0x4444_4444, 0xffff_ffff),
  CRH: row(0x04, 'rw', 0x4444_4444, 0xffff_ffff),
  IDR: row(0x08, 'ro', 0, 0),
  ODR: row(0x0c, 'rw', 0, 0xffff),
  BSRR: row(0x10, 'wo', 0, 0xffff_ffff),
  BRR: row(0x14, 'wo', 0, 0xffff),
  LCKR: row(0x18, 'rw', 0, 0x1_ffff),
} as const;

const PINS = 16;
const ALL = 0xffff;
const LCKK = 0x1_0000;

export interface GpioOptions {
  /** The level that the board drives pin `n` with. */
  readonly outside: (n: number) => Level | null;
  /** Pins that the board ever drives, one bit each. */
  readonly wired: number;
  /** Whether the debug port has the pin. */
  readonly debugs: (n: number) => boolean;
  /** The port drives a pin differently than before. */
  readonly onDrive: (n: number, level: Level | null) => void;
  /** ODR of an output pin changed and the debug port has the pin. */
  readonly onBlocked: (n: number) => void;
  /** The modes of pins, or pulls, may have changed the level on them. */
  readonly onLevels: () => void;
  /** The modes of pins may have changed. */
  readonly onModes: () => void;
}

/** Pin modes by the four bits CNF and MODE, RM0008 table 20. */
export type PinMode = 'analog' | 'floating' | 'pulled' | 'output' | 'open-drain' | 'alternate' | 'alternate-open-drain';

/** By CNF and MODE. */
const MODES: readonly PinMode[] = Array.from({ length: 16 }, (_, nibble) => {
  if ((nibble & 3) === 0) return (['analog', 'floating', 'pulled', 'floating'] as const)[nibble >>> 2] as PinMode;
  return (['output', 'open-drain', 'alternate', 'alternate-open-drain'] as const)[nibble >>> 2] as PinMode;
});

/**
 * One port of general-purpose pins. The level of a pin is the one that the port drives, otherwise the one that the board
 * drives, otherwise its pull, otherwise 0.
 */
export class Gpio extends RegisterBlock<GpioRegister> {
  readonly #driven: (Level | null)[] = new Array<Level | null>(PINS).fill(null);
  /** One bit for each pin: driven pins and their levels, inputs with a pull, pins whose Schmitt trigger is off. */
  #drivenPins = 0;
  #drivenLevels = 0;
  #pulled = 0;
  #analog = 0;
  /** How much of LCKR's sequence 1, 0, 1 has been written, with the pins in question. */
  #lockStep = 0;
  #lockPins = 0;

  constructor(private readonly options: GpioOptions) {
    super(TABLE);
    this.#configure();
  }

  mode(n: number): PinMode {
    return MODES[this.#nibble(n)] as PinMode;
  }

  /** The level of a pin. */
  level(n: number): Level {
    const driven = this.#driven[n] ?? this.options.outside(n);
    if (driven !== null) return driven;
    return this.mode(n) === 'pulled' ? this.#odr(n) : 0;
  }

  /** The debug port has taken or released pins. */
  debugChanged(): void {
    this.#drive(ALL);
  }

  override reset(): void {
    super.reset();
    this.#lockStep = 0;
    this.#configure();
    this.#drive(ALL);
  }

  protected override readRegister(name: GpioRegister): number {
    if (name === 'IDR') return this.#input();
    if (name === 'LCKR' && this.#lockStep === 3) return this.#lockPins | LCKK;
    return super.readRegister(name);
  }

  protected override writeRegister(name: GpioRegister, word: number): void {
    const { ODR } = this.values;
    switch (name) {
      case 'CRL':
      case 'CRH':
        this.values[name] = this.#keepLocked(name, word);
        this.#configure();
        this.#drive(ALL);
        return;
      case 'BSRR': // setting wins over resetting
        this.values.ODR = (ODR & ~(word >>> 16)) | (word & 0xffff);
        break;
      case 'BRR':
        this.values.ODR = ODR & ~word;
        break;
      case 'LCKR':
        this.#lock(word);
        return;
      default:
        this.store(name, word);
    }
    this.#blocked(ODR ^ this.values.ODR);
    this.#drive(ODR ^ this.values.ODR);
  }

  #configure(): void {
    this.#pulled = this.#analog = 0;
    for (let n = 0; n < PINS; n++) {
      const mode = this.mode(n);
      if (mode === 'pulled') this.#pulled |= 1 << n;
      if (mode === 'analog') this.#analog |= 1 << n;
    }
    this.options.onModes();
  }

  #nibble(n: number): number {
    return (this.values[n < 8 ? 'CRL' : 'CRH'] >>> ((n & 7) * 4)) & 0xf;
  }

  #odr(n: number): Level {
    return ((this.values.ODR >>> n) & 1) as Level;
  }

  #input(): number {
    const free = ~this.#drivenPins & ~this.#analog; // analog: the Schmitt trigger is off, RM0008 9.1.11
    let word = this.#drivenLevels | (free & this.#pulled & this.values.ODR);
    for (let rest = free & this.options.wired; rest !== 0; rest &= rest - 1) {
      const bit = rest & -rest;
      const level = this.options.outside(31 - Math.clz32(bit));
      if (level !== null) word = level === 1 ? word | bit : word & ~bit;
    }
    return word;
  }

  /** Drives some of the pins as they are set now. */
  #drive(pins: number): void {
    for (let n = 0; pins >>> n !== 0; n++) {
      if (((pins >>> n) & 1) === 0) continue;
      const level = this.#output(n);
      if (level === this.#driven[n]) continue;
      this.#note(n, level);
      this.options.onDrive(n, level);
    }
    this.options.onLevels();
  }

  #note(n: number, level: Level | null): void {
    const bit = 1 << n;
    this.#driven[n] = level;
    this.#drivenPins = level === null ? this.#drivenPins & ~bit : this.#drivenPins | bit;
    this.#drivenLevels = level === 1 ? this.#drivenLevels | bit : this.#drivenLevels & ~bit;
  }

  #output(n: number): Level | null {
    if ((this.#nibble(n) & 3) === 0 || this.options.debugs(n)) return null;
    const mode = this.mode(n);
    if (mode === 'output') return this.#odr(n);
    return mode === 'open-drain' && this.#odr(n) === 0 ? 0 : null;
  }

  #blocked(changed: number): void {
    if (changed === 0) return;
    for (let n = 0; n < PINS; n++) {
      if (((changed >>> n) & 1) === 0) continue;
      const output = (this.#nibble(n) & 3) !== 0 && (this.#nibble(n) & 8) === 0;
      if (output && this.options.debugs(n)) this.options.onBlocked(n);
    }
  }

  /** RM0008 9.2.7: LCKK written 1, 0, 1 with the same pins. */
  #lock(word: number): void {
    if (this.#lockStep === 3) return;
    const pins = word & 0xffff;
    const key = (word & LCKK) !== 0;
    const follows = this.#lockStep > 0 && pins === this.#lockPins && key === (this.#lockStep === 2);
    this.#lockStep = follows ? this.#lockStep + 1 : key ? 1 : 0;
    this.#lockPins = pins;
    this.values.LCKR = word & 0xffff;
  }

  #keepLocked(name: 'CRL' | 'CRH', word: number): number {
    if (this.#lockStep !== 3) return word;
    let kept = 0;
    const first = name === 'CRL' ? 0 : 8;
    for (let i = 0; i < 8; i++) if (((this.#lockPins >>> (first + i)) & 1) !== 0) kept |= 0xf << (4 * i);
    return ((word & ~kept) | (this.values[name] & kept)) >>> 0;
  }
}
