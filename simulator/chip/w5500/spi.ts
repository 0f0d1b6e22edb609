import type { SpiDecoder, SpiTarget } from '../model/spi.ts';
import type { ChipSwitches } from '../model/switches.ts';

const HEADER_BYTES = 3;
const BLOCK_SHIFT = 3;
const WRITE = 0x04;
const OPERATION_MODE = 0x03;
/** Data bytes by OM: VDM takes any number, FDM exactly 1, 2 or 4. */
const FIXED_LENGTH = [null, 1, 2, 4] as const;
/** Kinds of block: the low two bits of BSB, except that BSB 0 is the common block. */
const RESERVED_OR_COMMON = 0;
const REGISTERS = 1;
const TX = 2;

/**
 * The W5500's frames (datasheet 1.0.9 pages 13–14): two address bytes, the control byte BSB[7:3] RWB[2] OM[1:0], data
 * with the offset counting up. CSn high always ends the frame.
 *
 * Violations: no data byte, a reserved BSB, an FDM frame of another length than its OM says. Not modelled: FDM with CSn
 * tied low (the decoder needs CSn to separate frames), SPI modes, clock limits.
 */
export class W5500Spi implements SpiDecoder {
  readonly #target: SpiTarget;
  readonly #headerMiso: readonly number[];
  #position = 0;
  #address = 0;
  #control = 0;

  constructor(target: SpiTarget, switches: ChipSwitches) {
    this.#target = target;
    this.#headerMiso = switches.headerMiso === 'zero' ? [0, 0, 0] : [1, 2, 3];
  }

  select(): void {
    this.#position = 0;
    this.#address = 0;
    this.#target.beginFrame();
  }

  exchangeByte(mosi: number): number {
    const position = this.#position++;
    if (position >= HEADER_BYTES) return this.#data(position - HEADER_BYTES, mosi);
    if (position === 2) this.#control = mosi;
    else this.#address = (this.#address << 8) | mosi;
    return this.#headerMiso[position] as number;
  }

  deselect(): void {
    const dataBytes = this.#position - HEADER_BYTES;
    if (this.#position === 0) return;
    if (dataBytes <= 0) {
      this.#target.violate('spi/no-data', `frame of ${this.#position} bytes ends before its first data byte`);
      return;
    }
    const fixed = FIXED_LENGTH[this.#control & OPERATION_MODE] ?? null;
    if (fixed !== null && fixed !== dataBytes) {
      this.#target.violate('spi/fdm-length', `FDM frame for ${fixed} data bytes has ${dataBytes}`);
    }
  }

  reset(): void {
    this.#position = 0;
    this.#address = 0;
  }

  #data(index: number, mosi: number): number {
    const fixed = FIXED_LENGTH[this.#control & OPERATION_MODE] ?? null;
    if (fixed !== null && index >= fixed) return 0; // reported when the frame ends
    const address = this.#address;
    this.#address = (address + 1) & 0xffff;
    if ((this.#control & WRITE) === 0) return this.#read(this.#control >> BLOCK_SHIFT, address);
    this.#write(this.#control >> BLOCK_SHIFT, address, mosi);
    return 0;
  }

  #read(block: number, address: number): number {
    const socket = block >> 2;
    switch (block & 3) {
      case RESERVED_OR_COMMON:
        return block === 0 ? this.#target.readCommon(address) : this.#reservedBlock(block);
      case REGISTERS:
        return this.#target.readSocket(socket, address);
      case TX:
        return this.#target.readTx(socket, address);
      default:
        return this.#target.readRx(socket, address);
    }
  }

  #write(block: number, address: number, value: number): void {
    const socket = block >> 2;
    switch (block & 3) {
      case RESERVED_OR_COMMON:
        if (block === 0) this.#target.writeCommon(address, value);
        else this.#reservedBlock(block);
        break;
      case REGISTERS:
        this.#target.writeSocket(socket, address, value);
        break;
      case TX:
        this.#target.writeTx(socket, address, value);
        break;
      default:
        this.#target.refuseRxWrite();
    }
  }

  #reservedBlock(block: number): number {
    this.#target.violate('spi/reserved-block', `BSB ${block} is reserved`);
    return 0;
  }
}
