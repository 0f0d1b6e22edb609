import { type Clock, NS_PER_S, type Timer } from '../clock.ts';
import type { Complaints } from './complaints.ts';
import { type Instant, instant, later, notBefore } from './instant.ts';
import { RegisterBlock, row } from './registers.ts';

type UsartRegister = 'SR' | 'DR' | 'BRR' | 'CR1' | 'CR2' | 'CR3' | 'GTPR';

/** RM0008 27.6. */
const TXE = 1 << 7;
const TC = 1 << 6;
const TABLE = {
  SR: row(0x00, 'rc_w0', TXE | TC, 0x0360),
  DR: row(0x04, 'rw', 0, 0x1ff),
  BRR: row(0x08, 'rw', 0, 0xffff),
  CR1: row(0x0c, 'rw', 0, 0x3fff),
  CR2: row(0x10, 'rw', 0, 0x7f6f),
  CR3: row(0x14, 'rw', 0, 0x07ff),
  GTPR: row(0x18, 'rw', 0, 0xffff),
} as const;

/** Bits of CR1. */
const TE = 1 << 3;
const TCIE = 1 << 6;
const TXEIE = 1 << 7;
const M = 1 << 12;
const UE = 1 << 13;
/** Bits of CR3: DMAR and DMAT, half duplex, smartcard and IrDA. */
const OTHER_MODES = 0xea;
/** Stop bits by CR2.STOP, in halves. */
const STOP_HALVES = [2, 1, 4, 3] as const;

export interface UsartOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly complaints: Complaints;
  readonly pclkHz: () => number;
  /** Why sent bytes do not reach the pin TX; null if they do. */
  readonly wiring: () => string | null;
  readonly onByte: (byte: number) => void;
  readonly onInterrupt: (level: boolean) => void;
}

/**
 * The transmitter of a USART: data register and shift register, TXE and TC, the idle frame when TE is set (RM0008 27.3.2).
 *
 * Not modelled: reception (never a byte), parity, DMA, break, and all modes but the asynchronous one.
 */
export class Usart extends RegisterBlock<UsartRegister> {
  /** The byte in the data register, behind the one in the shift register. */
  #waiting: number | null = null;
  /** The content of the shift register; `idle` is the frame of ones after TE was set. */
  #shift: number | 'idle' | null = null;
  #done: Timer | undefined;
  #end: Instant = instant(0);
  #statusRead = false;
  #line = false;

  constructor(private readonly options: UsartOptions) {
    super(TABLE);
  }

  override reset(): void {
    super.reset();
    this.#stop();
    this.#waiting = null;
    this.#interrupt();
  }

  protected override readRegister(name: UsartRegister): number {
    if (name === 'SR') this.#statusRead = true;
    return name === 'DR' ? 0 : super.readRegister(name); // nothing was received
  }

  protected override writeRegister(name: UsartRegister, word: number): void {
    switch (name) {
      case 'DR':
        this.#send(word & 0xff);
        break;
      case 'CR1':
        this.#control(word);
        break;
      case 'CR3':
        if ((word & OTHER_MODES) !== 0)
          this.#complain('mcu/not-modelled', 'DMA and all modes but the plain one are not modelled');
        this.store(name, word);
        break;
      default:
        this.store(name, word);
    }
    this.#interrupt();
  }

  get #sends(): boolean {
    return (this.values.CR1 & (UE | TE)) === (UE | TE);
  }

  #control(word: number): void {
    const sent = this.#sends;
    this.store('CR1', word);
    if (sent === this.#sends) return;
    if (!sent) this.#start('idle');
    else if ((this.values.CR1 & UE) === 0) this.#stop(); // with TE alone the current byte is finished
  }

  #send(byte: number): void {
    if (this.#statusRead) this.values.SR &= ~TC; // SR read, then DR written
    this.#statusRead = false;
    if (!this.#sends) this.#complain('mcu/usart-off', 'DR is written while UE or TE is 0: nothing is sent');
    if (this.#waiting !== null) {
      const { complaints, name } = this.options;
      complaints.always('mcu/usart-lost', `${name}_DR is written while TXE is 0: a byte is lost`);
    }
    this.#waiting = byte;
    this.values.SR &= ~TXE;
    if (this.#shift === null && this.#sends) this.#next(instant(this.options.clock.nowNs));
  }

  #start(what: number | 'idle', from = instant(this.options.clock.nowNs)): void {
    const { clock, pclkHz } = this.options;
    const { BRR } = this.values;
    if (BRR < 16) {
      this.#complain('mcu/usart-baud', `the baud rate register holds ${BRR}, less than 16: nothing is sent`);
      return;
    }
    this.#shift = what;
    this.#end = later(from, (this.#bits * BRR * NS_PER_S) / pclkHz());
    this.#done = clock.at(notBefore(this.#end), this.#sent);
  }

  /** Start bit, 8 or 9 data bits, stop bits. */
  get #bits(): number {
    const stop = STOP_HALVES[(this.values.CR2 >>> 12) & 3] as number;
    return 1 + ((this.values.CR1 & M) === 0 ? 8 : 9) + stop / 2;
  }

  readonly #sent = (): void => {
    const shifted = this.#shift;
    this.#shift = null;
    if (typeof shifted === 'number') {
      const problem = this.options.wiring();
      if (problem === null) this.options.onByte(shifted);
      else this.#complain('mcu/usart-wiring', `a byte is lost, ${problem}`);
    }
    if (this.#waiting !== null && this.#sends) this.#next(this.#end);
    else if (shifted !== 'idle') this.values.SR |= TC;
    this.#interrupt();
  };

  #next(from: Instant): void {
    const byte = this.#waiting as number;
    this.#waiting = null;
    this.values.SR |= TXE;
    this.#start(byte, from);
  }

  #stop(): void {
    this.#done?.cancel();
    this.#shift = null;
  }

  #interrupt(): void {
    const { CR1, SR } = this.values;
    const level = ((CR1 & TXEIE) !== 0 && (SR & TXE) !== 0) || ((CR1 & TCIE) !== 0 && (SR & TC) !== 0);
    if (level === this.#line) return;
    this.#line = level;
    this.options.onInterrupt(level);
  }

  #complain(rule: string, text: string): void {
    this.options.complaints.once(rule, `${this.options.name}: ${text}`);
  }
}
