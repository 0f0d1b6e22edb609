import type { SpiName } from '../../contract/board.ts';
import { type Clock, type Nanos, NS_PER_S, type Timer } from '../clock.ts';
import type { Complaints } from './complaints.ts';
import { type Instant, instant, later, notBefore } from './instant.ts';
import { RegisterBlock } from './registers.ts';
import * as SPI from './spi-registers.ts';

const BITS_PER_BYTE = 8;
/** From the last sampling edge until SCK is idle, in periods of SCK; BSY is set until then. */
const REST = 0.5;
/** The value of a line that is not driven. */
const NOTHING = 0xff;

export interface SpiOptions {
  readonly name: SpiName;
  readonly clock: Clock;
  readonly complaints: Complaints;
  readonly pclkHz: () => number;
  /** SCK as master. */
  readonly maxHz: number;
  /** Why a byte does not reach the board's pins or does not come back from them; null if it does. */
  readonly wiring: () => string | null;
  /** The level of the pin NSS. */
  readonly nss: () => 0 | 1;
  readonly exchange: (mosi: number) => number;
  readonly onInterrupt: (level: boolean) => void;
}

/**
 * An SPI as master, full duplex, 8 bits, with its transmit buffer, shift register and receive buffer (RM0008 25.3).
 * A byte takes 8 periods of SCK to RXNE; bytes whose successor waits in the buffer follow each other without a gap.
 *
 * Not modelled: slave, half duplex, receive-only, CRC, DMA, I2S, 16-bit frames.
 */
export class Spi extends RegisterBlock<SPI.SpiRegister> {
  #transmit: number | null = null;
  #receive = 0;
  /** The byte in the shift register; null while it is empty. */
  #shift: number | null = null;
  #done: Timer | undefined;
  /** When the current byte ends. */
  #end: Instant = instant(0);
  #restNs: Nanos = 0;
  #flags = 0;
  /** The first halves of the sequences that clear MODF and OVR. */
  #modfRead = false;
  #overrunRead = false;
  #line = false;

  constructor(private readonly options: SpiOptions) {
    super(SPI.SPI_TABLE);
  }

  /** Whether a byte is being shifted or SCK is not idle. */
  get busy(): boolean {
    return this.#shift !== null || this.options.clock.nowNs < this.#restNs;
  }

  override reset(): void {
    super.reset();
    this.#abort();
    this.#transmit = null;
    this.#receive = this.#flags = 0;
    this.#modfRead = this.#overrunRead = false;
    this.#interrupt();
  }

  protected override readRegister(name: SPI.SpiRegister): number {
    if (name === 'SR') return this.#readStatus();
    if (name !== 'DR') return super.readRegister(name);
    this.#flags &= ~SPI.RXNE;
    this.#overrunRead = (this.#flags & SPI.OVR) !== 0;
    this.#interrupt();
    return this.#receive;
  }

  protected override writeRegister(name: SPI.SpiRegister, word: number): void {
    switch (name) {
      case 'DR':
        this.#send(word & 0xff);
        break;
      case 'CR1':
        this.#control(word & 0xffff);
        break;
      case 'CR2':
        if ((word & SPI.DMA) !== 0) this.#notModelled('DMA');
        this.store(name, word);
        this.#checkFault();
        break;
      case 'I2SCFGR':
        if ((word & SPI.I2SMOD) !== 0) this.#notModelled('I2S');
        this.store(name, word);
        break;
      default:
        this.store(name, word);
    }
    this.#interrupt();
  }

  get #enabled(): boolean {
    return (this.values.CR1 & SPI.SPE) !== 0;
  }

  get #status(): number {
    return this.#flags | (this.#transmit === null ? SPI.TXE : 0) | (this.busy ? SPI.BSY : 0);
  }

  #readStatus(): number {
    const status = this.#status;
    if ((status & SPI.MODF) !== 0) this.#modfRead = true;
    if (this.#overrunRead) this.#flags &= ~SPI.OVR; // DR read, then SR: RM0008 25.3.10
    this.#overrunRead = false;
    this.#interrupt();
    return status;
  }

  #control(word: number): void {
    let next = word;
    if ((this.#flags & SPI.MODF) !== 0) {
      if (this.#modfRead)
        this.#flags &= ~SPI.MODF; // SR read, then CR1 written
      else next &= ~(SPI.SPE | SPI.MSTR);
      this.#modfRead = false;
    }
    const changed = this.values.CR1 ^ next;
    if (this.busy && changed !== 0) this.#disturbed(changed);
    this.values.CR1 = next;
    if (!this.#enabled && this.#shift !== null) this.#abort();
    this.#checkFault();
    this.#load();
  }

  #disturbed(changed: number): void {
    const { name, complaints } = this.options;
    if ((changed & SPI.SPE) !== 0) {
      complaints.always('mcu/spi-disabled', `${name} is disabled while a byte is under way (BSY)`);
    } else if ((changed & (SPI.CPHA | SPI.CPOL | SPI.MSTR | SPI.BR | SPI.LSBFIRST | SPI.DFF)) !== 0) {
      complaints.always('mcu/spi-changed', `${name}_CR1 is changed while a byte is under way (BSY)`);
    }
  }

  /** A master whose NSS is low becomes a slave: MODF, RM0008 25.3.10. */
  #checkFault(): void {
    const { CR1, CR2 } = this.values;
    const isMaster = (CR1 & SPI.MSTR) !== 0 && this.#enabled;
    if (!isMaster || (this.#flags & SPI.MODF) !== 0) return;
    const nss = (CR1 & SPI.SSM) !== 0 ? (CR1 & SPI.SSI) !== 0 : (CR2 & SPI.SSOE) !== 0 || this.options.nss() === 1;
    if (nss) return;
    this.#abort();
    this.values.CR1 &= ~(SPI.MSTR | SPI.SPE);
    this.#flags |= SPI.MODF;
    const why = (CR1 & SPI.SSM) !== 0 ? 'SSM is set and SSI is not' : 'the pin NSS is low';
    this.options.complaints.once('mcu/spi-fault', `${this.options.name} leaves master mode (MODF): ${why}`);
    this.#interrupt();
  }

  #send(byte: number): void {
    if (this.#transmit !== null) {
      this.options.complaints.always(
        'mcu/spi-lost',
        `${this.options.name}_DR is written while TXE is 0: a byte is lost`,
      );
    }
    this.#transmit = byte;
    this.#checkFault();
    this.#load();
  }

  /** Moves a waiting byte to the shift register if that is free. */
  #load(): void {
    if (this.#transmit === null || this.#shift !== null || !this.#enabled) return;
    if ((this.values.CR1 & SPI.MSTR) === 0) {
      this.#notModelled('the slave mode');
      return;
    }
    const { clock } = this.options;
    this.#shift = this.#transmit;
    this.#transmit = null;
    this.#run(instant(Math.max(clock.nowNs, this.#restNs)));
  }

  #run(start: Instant): void {
    const { clock, pclkHz, maxHz, complaints, name } = this.options;
    const hz = pclkHz() / (2 << ((this.values.CR1 & SPI.BR) >>> 3));
    if (hz > maxHz)
      complaints.once('mcu/spi-clock', `${name} runs at ${hz / 1e6} MHz, above its limit of ${maxHz / 1e6} MHz`);
    this.#end = later(start, (BITS_PER_BYTE * NS_PER_S) / hz);
    this.#restNs = notBefore(later(this.#end, (REST * NS_PER_S) / hz));
    this.#done = clock.at(notBefore(this.#end), this.#shifted);
  }

  readonly #shifted = (): void => {
    const received = this.#onWire(this.#shift ?? 0);
    this.#shift = null;
    if ((this.#flags & SPI.RXNE) !== 0)
      this.#flags |= SPI.OVR; // the new byte is lost
    else {
      this.#receive = received;
      this.#flags |= SPI.RXNE;
    }
    if (this.#transmit !== null && this.#enabled) {
      this.#shift = this.#transmit;
      this.#transmit = null;
      this.#run(this.#end);
    }
    this.#interrupt();
  };

  #onWire(byte: number): number {
    const { complaints, exchange, name, wiring } = this.options;
    const { CR1 } = this.values;
    const unlike = unlikeTheChip(CR1) ?? wiring();
    if (unlike === null) return exchange(byte);
    complaints.once('mcu/spi-wiring', `${name}: a byte is lost, ${unlike}`);
    return NOTHING;
  }

  #abort(): void {
    this.#done?.cancel();
    this.#shift = null;
    this.#restNs = 0;
  }

  #interrupt(): void {
    const { CR2 } = this.values;
    const status = this.#flags | (this.#transmit === null ? SPI.TXE : 0);
    const level =
      ((CR2 & SPI.RXNEIE) !== 0 && (status & SPI.RXNE) !== 0) ||
      ((CR2 & SPI.TXEIE) !== 0 && (status & SPI.TXE) !== 0) ||
      ((CR2 & SPI.ERRIE) !== 0 && (status & (SPI.MODF | SPI.OVR)) !== 0);
    if (level === this.#line) return;
    this.#line = level;
    this.options.onInterrupt(level);
  }

  #notModelled(what: string): void {
    this.options.complaints.once('mcu/not-modelled', `${this.options.name}: ${what} is not modelled`);
  }
}

/** Why a W5200 or W5500 cannot decode the SPI mode; null if it can (datasheets, SPI mode 0 and 3, MSB first). */
function unlikeTheChip(cr1: number): string | null {
  if (((cr1 & SPI.CPOL) !== 0) !== ((cr1 & SPI.CPHA) !== 0))
    return 'CPOL and CPHA give mode 1 or 2, the chip has 0 and 3';
  if ((cr1 & SPI.LSBFIRST) !== 0) return 'LSBFIRST is set, the chip takes the highest bit first';
  if ((cr1 & SPI.DFF) !== 0) return 'DFF is set: frames of 16 bits are not modelled';
  if ((cr1 & SPI.RXONLY) !== 0) return 'RXONLY is set, which is not modelled';
  if ((cr1 & SPI.BIDIMODE) !== 0) return 'BIDIMODE is set, which is not modelled';
  return (cr1 & SPI.CRCEN) !== 0 ? 'CRCEN is set, which is not modelled' : null;
}
