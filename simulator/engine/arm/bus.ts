import type { Width } from '../../mcu/types.ts';
import { hexText } from '../../words.ts';
import { Core } from './core/core.ts';
import type { Memories } from './elf.ts';
import { CpuFault } from './fault.ts';

/** Everything outside flash and RAM. It throws for accesses that it does not allow. */
export interface PeripheralBus {
  read(address: number, width: Width): number;
  write(address: number, value: number, width: Width): void;
  /** SCB_VTOR. */
  readonly vectorTable: number;
}

export interface BusOptions {
  readonly memories: Memories;
  /** The whole of flash. */
  readonly flash: Uint8Array;
  readonly peripherals: PeripheralBus;
  /** What a reset has left in RAM; null: power-on. */
  readonly ram: Uint8Array | null;
}

/** What the bridge to the APB adds to an access (RM0008 3.1): an assumption, as no manual counts it. */
const BUS_CYCLES = 2;
/** The content of RAM after power-on: a program must not rely on zeros that it did not write. */
const RAM_AT_POWER_ON = 0xa5;

/**
 * The core with a part's memory: flash and RAM directly, everything else through the peripherals. Strict: an unaligned
 * access of instructions that allow none, a write to flash and an unmapped address throw {@link CpuFault}.
 */
export abstract class BusCore extends Core {
  readonly #flashOrigin: number;
  readonly #flashBytes: number;
  readonly #ramOrigin: number;
  readonly #ramBytes: number;
  readonly #flash8: Uint8Array;
  readonly #flash16: Uint16Array;
  readonly #flash32: Uint32Array;
  readonly #ram8: Uint8Array;
  readonly #ram16: Uint16Array;
  readonly #ram32: Uint32Array;
  readonly #peripherals: PeripheralBus;

  constructor({ flash, memories, peripherals, ram }: BusOptions) {
    super();
    [this.#flashOrigin, this.#flashBytes] = [memories.flash.origin, memories.flash.bytes];
    [this.#ramOrigin, this.#ramBytes] = [memories.ram.origin, memories.ram.bytes];
    this.#flash8 = flash;
    this.#flash16 = new Uint16Array(flash.buffer, flash.byteOffset, flash.byteLength / 2);
    this.#flash32 = new Uint32Array(flash.buffer, flash.byteOffset, flash.byteLength / 4);
    this.#ram8 = ram ?? new Uint8Array(this.#ramBytes).fill(RAM_AT_POWER_ON);
    this.#ram16 = new Uint16Array(this.#ram8.buffer);
    this.#ram32 = new Uint32Array(this.#ram8.buffer);
    this.#peripherals = peripherals;
  }

  /** The whole of RAM. */
  get ram(): Uint8Array {
    return this.#ram8;
  }

  /** Called around an access to a peripheral: advances time and runs due events. */
  protected abstract beforeAccess(): void;
  protected abstract afterAccess(): void;

  override readUint16(address: number): number {
    const inFlash = (address - this.#flashOrigin) >>> 0;
    if (inFlash < this.#flashBytes && (inFlash & 1) === 0) return this.#flash16[inFlash >>> 1] as number;
    const inRam = (address - this.#ramOrigin) >>> 0;
    if (inRam < this.#ramBytes && (inRam & 1) === 0) return this.#ram16[inRam >>> 1] as number;
    return this.#read(address >>> 0, 2);
  }

  override readUint32(address: number): number {
    const inRam = (address - this.#ramOrigin) >>> 0;
    if (inRam < this.#ramBytes && (inRam & 3) === 0) return this.#ram32[inRam >>> 2] as number;
    const inFlash = (address - this.#flashOrigin) >>> 0;
    if (inFlash < this.#flashBytes && (inFlash & 3) === 0) return this.#flash32[inFlash >>> 2] as number;
    return this.#read(address >>> 0, 4);
  }

  override readUint8(address: number): number {
    const inRam = (address - this.#ramOrigin) >>> 0;
    if (inRam < this.#ramBytes) return this.#ram8[inRam] as number;
    const inFlash = (address - this.#flashOrigin) >>> 0;
    if (inFlash < this.#flashBytes) return this.#flash8[inFlash] as number;
    return this.#read(address >>> 0, 1);
  }

  override writeUint32(address: number, value: number): void {
    const inRam = (address - this.#ramOrigin) >>> 0;
    if (inRam < this.#ramBytes && (inRam & 3) === 0) this.#ram32[inRam >>> 2] = value;
    else this.#write(address >>> 0, value >>> 0, 4);
  }

  override writeUint16(address: number, value: number): void {
    const inRam = (address - this.#ramOrigin) >>> 0;
    if (inRam < this.#ramBytes && (inRam & 1) === 0) this.#ram16[inRam >>> 1] = value;
    else this.#write(address >>> 0, value & 0xffff, 2);
  }

  override writeUint8(address: number, value: number): void {
    const inRam = (address - this.#ramOrigin) >>> 0;
    if (inRam < this.#ramBytes) this.#ram8[inRam] = value;
    else this.#write(address >>> 0, value & 0xff, 1);
  }

  #read(address: number, width: Width): number {
    this.#check('reads', address, width);
    this.cycles += BUS_CYCLES;
    this.beforeAccess();
    const value = this.#peripherals.read(address, width);
    this.afterAccess();
    return value;
  }

  #write(address: number, value: number, width: Width): void {
    this.#check('writes', address, width);
    this.cycles += BUS_CYCLES;
    this.beforeAccess();
    this.#peripherals.write(address, value, width);
    this.afterAccess();
  }

  #check(does: 'reads' | 'writes', address: number, width: Width): void {
    const isAligned = (address & (width - 1)) === 0;
    if (isAligned && address >= this.#flashOrigin + this.#flashBytes) return;
    const inFlash = (address - this.#flashOrigin) >>> 0 < this.#flashBytes;
    const what = `it ${does} ${width === 1 ? 'a byte' : `${width} bytes`} at ${hexText(address)}`;
    if (!isAligned) throw new CpuFault(`${what}, which is not aligned`);
    throw new CpuFault(inFlash ? `${what}, which is flash` : `${what}, where nothing is: a null pointer?`);
  }
}
