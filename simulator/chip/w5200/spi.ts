import type { SpiDecoder, SpiTarget } from '../model/spi.ts';

const HEADER_BYTES = 4;
const OP_WRITE = 0x80;
const SOCKETS_AT = 0x4000;
const SOCKETS_END = 0x4800;
const TX_AT = 0x8000;
const RX_AT = 0xc000;
const MEMORY_END = 0x1_0000;

/**
 * The W5200's frames (datasheet 1.3.0, SPI): two address bytes, OP and 15 bits of length, data. The decoder counts
 * bytes: CSn high does not reset it. After a broken-off frame it takes the next frame's bytes for the rest of the old one,
 * out of step until a hardware reset, or until one of its frames happens to end with CSn. Further frames under one CSn are
 * taken as they come.
 *
 * Violations: a broken-off frame, length 0 (taken as a frame without data), frames while out of step, a burst beyond the
 * top of a socket's buffer, any address outside registers and memory. Not modelled: the parallel bus, clock limits.
 */
export class W5200Spi implements SpiDecoder {
  readonly #target: SpiTarget;
  #headerBytes = 0;
  #address = 0;
  #write = false;
  #remaining = 0;
  /** The end of the buffer in which the burst began; −1 if it is not known yet or does not matter. */
  #bufferEnd = -1;
  #outOfStep = false;
  #bytesInFrame = 0;

  constructor(target: SpiTarget) {
    this.#target = target;
  }

  select(): void {
    this.#target.beginFrame();
    this.#bytesInFrame = 0;
  }

  exchangeByte(mosi: number): number {
    if (this.#outOfStep && this.#bytesInFrame === 0) {
      this.#target.violate('spi/out-of-step', 'access after a broken-off frame without a hardware reset');
    }
    this.#bytesInFrame++;
    if (this.#remaining > 0) return this.#data(mosi);
    this.#header(mosi);
    return 0;
  }

  deselect(): void {
    if (this.#headerBytes === 0 && this.#remaining === 0) {
      this.#outOfStep = false;
      return;
    }
    if (this.#bytesInFrame === 0 || this.#outOfStep) return;
    this.#outOfStep = true;
    const missing = this.#remaining > 0 ? `${this.#remaining} data bytes` : 'header bytes';
    this.#target.violate('spi/broken-frame', `CSn rose with ${missing} of the frame still to come`);
  }

  reset(): void {
    this.#headerBytes = 0;
    this.#remaining = 0;
    this.#outOfStep = false;
    this.#bytesInFrame = 0;
  }

  #header(mosi: number): void {
    switch (this.#headerBytes++) {
      case 0:
        this.#address = mosi << 8;
        break;
      case 1:
        this.#address |= mosi;
        break;
      case 2:
        this.#write = (mosi & OP_WRITE) !== 0;
        this.#remainingHigh = mosi & ~OP_WRITE;
        break;
      default:
        this.#remaining = (this.#remainingHigh << 8) | mosi;
    }
    if (this.#headerBytes < HEADER_BYTES) return;
    this.#headerBytes = 0;
    this.#bufferEnd = -1;
    if (this.#remaining === 0) this.#target.violate('spi/zero-length', 'frame with length 0');
  }

  #remainingHigh = 0;

  #data(mosi: number): number {
    const address = this.#address++;
    this.#remaining--;
    if (address >= TX_AT) this.#checkBuffer(address);
    if (!this.#write) return this.#read(address);
    this.#store(address, mosi);
    return 0;
  }

  #read(address: number): number {
    if (address < SOCKETS_AT) return this.#target.readCommon(address);
    if (address < SOCKETS_END) return this.#target.readSocket((address - SOCKETS_AT) >> 8, address & 0xff);
    if (address < TX_AT || address >= MEMORY_END) return this.#nowhere(address);
    return address < RX_AT ? this.#target.readTxMemory(address - TX_AT) : this.#target.readRxMemory(address - RX_AT);
  }

  #store(address: number, value: number): void {
    if (address < SOCKETS_AT) this.#target.writeCommon(address, value);
    else if (address < SOCKETS_END) this.#target.writeSocket((address - SOCKETS_AT) >> 8, address & 0xff, value);
    else if (address < TX_AT || address >= MEMORY_END) this.#nowhere(address);
    else if (address < RX_AT) this.#target.writeTxMemory(address - TX_AT, value);
    else this.#target.refuseRxWrite();
  }

  #checkBuffer(address: number): void {
    if (this.#bufferEnd === -1) {
      const isTx = address < RX_AT;
      const start = isTx ? TX_AT : RX_AT;
      this.#bufferEnd = start + this.#target.endOfBuffer(isTx ? 'tx' : 'rx', address - start);
    } else if (address === this.#bufferEnd) {
      this.#target.violate('buffer/boundary', `burst runs past the buffer's top at 0x${address.toString(16)}`);
    }
  }

  #nowhere(address: number): number {
    this.#target.violate('register/reserved', `access to reserved address 0x${address.toString(16)}`);
    return 0;
  }
}
