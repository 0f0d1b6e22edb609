import type { SpiName, TimerName } from '../../contract/board.ts';
import { hexText } from '../words.ts';
import { BusFault } from './bus-fault.ts';
import { CoreSpace } from './core-space.ts';
import type { Exceptions } from './exceptions.ts';
import { Identity } from './identity.ts';
import { BLOCK_BYTES, PLACES, type PlaceName, type PlaceRow, unknownPlace } from './memory-map.ts';
import type { Stm32F1Options } from './options.ts';
import { Peripherals } from './peripherals.ts';
import type { Block } from './registers.ts';
import type { UpdateTimer } from './timer.ts';
import type { ExceptionController, Width } from './types.ts';

export { BusFault } from './bus-fault.ts';
export type { Stm32F1Options } from './options.ts';
export type { Stm32F1Part } from './part.ts';

export type { ExceptionController, Width } from './types.ts';

export interface TimerHandle {
  readonly model: UpdateTimer;
  /** Makes the running counter overflow now; later overflows keep that phase. */
  expire(): void;
}

/** A peripheral at its address. */
interface Slot {
  readonly name: string;
  readonly place: PlaceRow;
  readonly block: Block;
  on: boolean;
}

const PERIPHERALS = 0x4000_0000;
/** Up to the last of {@link PLACES}. */
const PERIPHERAL_KIB = 0x90;
const CORE = 0xe000_e000;
const CORE_END = 0xe000_f000;
/** Each bit of the peripherals' first MiB as a word of its own, RM0008 3.3.2. */
const BIT_BAND = 0x4200_0000;
const BIT_BAND_END = 0x4400_0000;

/**
 * An STM32F100 or F103 without its CPU, flash and RAM: everything else on its buses. Strict: an access that a real part
 * answers with a fault, or that is not modelled, throws; an access that it ignores although a program expects an effect
 * is a violation.
 *
 * Not modelled: what the classes of the peripherals say, DMA, the ADCs, backup domain, the window watchdog, I2C, USB, CAN.
 */
export class Stm32F1 {
  readonly nvic: ExceptionController;
  readonly #peripherals: Peripherals;
  readonly #core: CoreSpace;
  readonly #identity: Identity;
  /** By KiB from {@link PERIPHERALS} on. */
  readonly #slots = new Array<Slot | undefined>(PERIPHERAL_KIB).fill(undefined);

  constructor(options: Stm32F1Options) {
    this.#peripherals = new Peripherals(
      options,
      (bus, enabled) => this.#enable(bus, enabled),
      (bus, held) => this.#reset(bus, held),
    );
    const exceptions: Exceptions = this.#peripherals.exceptions;
    this.nvic = exceptions;
    this.#core = new CoreSpace(this.#peripherals, options.debuggerAttached);
    this.#identity = new Identity(options.part);
    for (const name of Object.keys(PLACES) as PlaceName[]) {
      const place = PLACES[name];
      const block = this.#peripherals.at(name);
      if (block === undefined) continue;
      this.#slots[(place.base - PERIPHERALS) / BLOCK_BYTES] = { name, place, block, on: place.enableBit === null };
    }
  }

  get hclkHz(): number {
    return this.#peripherals.rcc.tree.hclkHz;
  }

  get sysclkHz(): number {
    return this.#peripherals.rcc.tree.sysclkHz;
  }

  /** SCB_VTOR. */
  get vectorTable(): number {
    return this.#peripherals.control.vectorTable;
  }

  /** The flags of RCC_CSR. */
  get resetFlags(): number {
    return this.#peripherals.rcc.resetFlags;
  }

  /** Ends everything that is scheduled and releases the pins: a new object takes its place after a reset. */
  stop(): void {
    for (const slot of this.#slots) slot?.block.reset();
    this.#peripherals.systick.write(0, 0);
  }

  /** The crystal stops for good. */
  stopCrystal(): void {
    this.#peripherals.rcc.stopCrystal();
  }

  /** Undefined if the part does not have it. */
  timer(name: TimerName): TimerHandle | undefined {
    return this.#peripherals.timers.get(name);
  }

  /** Call it when the result of `pinLevel` for a pin has changed: edges may cause interrupts. */
  pinChanged(_pin: string): void {
    this.#peripherals.exti.sense();
  }

  /** Whether an SPI is still shifting, or its clock is not idle yet. */
  spiBusy(instance: SpiName): boolean {
    return this.#peripherals.spis.get(instance)?.busy ?? false;
  }

  /** @throws {BusFault} for what is unmapped, reserved, not aligned or not modelled. */
  read(address: number, width: Width): number {
    checkAlignment('read', address, width);
    const slot = this.#slotAt(address);
    if (slot !== undefined) return lanesOf(this.#readSlot(slot, address, width), address, width);
    if (address >= CORE && address < CORE_END) return this.#core.read(address, width);
    if (address >= BIT_BAND && address < BIT_BAND_END) {
      const [word, bit] = bitBanded(address);
      return (this.read(word, 4) >>> bit) & 1;
    }
    const identity = this.#identity.read((address & ~3) >>> 0);
    if (identity === undefined) throw new BusFault(`${hexText(address)} is read, ${unknownPlace(address)}`);
    return lanesOf(identity, address, width);
  }

  /** @throws {BusFault} as {@link read} does. */
  write(address: number, value: number, width: Width): void {
    checkAlignment('written', address, width);
    const slot = this.#slotAt(address);
    if (slot !== undefined) this.#writeSlot(slot, address, value, width);
    else if (address >= CORE && address < CORE_END) this.#core.write(address, value, width);
    else if (address >= BIT_BAND && address < BIT_BAND_END) {
      const [word, bit] = bitBanded(address);
      const old = this.read(word, 4);
      this.write(word, ((old & ~(1 << bit)) | ((value & 1) << bit)) >>> 0, 4);
    } else if (width !== 4 || !this.#identity.write(address, value)) {
      throw new BusFault(`${hexText(address)} is written, ${unknownPlace(address)}`);
    }
  }

  #slotAt(address: number): Slot | undefined {
    const index = (address - PERIPHERALS) >>> 10;
    return index < PERIPHERAL_KIB ? this.#slots[index] : undefined;
  }

  #readSlot(slot: Slot, address: number, width: Width): number {
    const offset = this.#register(slot, 'read', address, width);
    return slot.on ? slot.block.read(offset) : 0;
  }

  #writeSlot(slot: Slot, address: number, value: number, width: Width): void {
    const offset = this.#register(slot, 'written', address, width);
    if (!slot.on) return;
    const { block, name, place } = slot;
    if (block.readOnly(offset)) {
      const text = `${name}: the read-only register at offset ${hexText(offset, 2)} is written`;
      this.#peripherals.complaints.once('mcu/read-only', text);
    }
    if (width === 4) block.write(offset, value >>> 0);
    else if (place.bus === 'AHB') {
      const shift = (address & 3) * 8;
      block.write(offset, block.merge(offset, value << shift, maskOf(width) << shift));
    } else block.write(offset, width === 2 ? (value & 0xffff) * 0x1_0001 : (value & 0xff) * 0x101_0101);
  }

  /** The offset of an existing register. Reports a violation if the peripheral's clock is off. */
  #register(slot: Slot, what: 'read' | 'written', address: number, width: Width): number {
    const offset = (address - slot.place.base) & ~3;
    if (!slot.block.has(offset)) {
      throw new BusFault(
        `${hexText(address)} is ${what}, offset ${hexText(offset, 2)} of ${slot.name}, which is reserved`,
      );
    }
    if (!slot.on || width < slot.place.narrowest) this.#complain(slot, what, width);
    return offset;
  }

  #complain({ name, place, on }: Slot, what: 'read' | 'written', width: Width): void {
    const { complaints } = this.#peripherals;
    if (!on) {
      const enable = `RCC_${place.bus}ENR bit ${place.enableBit}`;
      complaints.once('mcu/peripheral-clock', `${name} is used while its clock is off (${enable})`);
    }
    if (width < place.narrowest) {
      const allowed = `${place.narrowest * 8} bits or more`;
      complaints.once('mcu/access-width', `${name} is ${what} with ${width * 8} bits where it takes ${allowed}`);
    }
  }

  #enable(bus: 'APB1' | 'APB2', enabled: number): void {
    for (const slot of this.#slots) {
      if (slot === undefined) continue;
      const { enableBit } = slot.place;
      if (slot.place.bus !== bus || enableBit === null) continue;
      slot.on = ((enabled >>> enableBit) & 1) !== 0;
      this.#peripherals.timers.get(slot.name as TimerName)?.setClocked(slot.on);
    }
  }

  #reset(bus: 'APB1' | 'APB2', held: number): void {
    for (const slot of this.#slots) {
      if (slot === undefined) continue;
      const { block, place } = slot;
      if (place.bus === bus && place.enableBit !== null && ((held >>> place.enableBit) & 1) !== 0) block.reset();
    }
  }
}

function checkAlignment(what: 'read' | 'written', address: number, width: Width): void {
  if ((address & (width - 1)) !== 0)
    throw new BusFault(`${hexText(address)} is ${what} with ${width * 8} bits and is not aligned`);
}

function maskOf(width: Width): number {
  return width === 4 ? 0xffff_ffff : width === 2 ? 0xffff : 0xff;
}

function lanesOf(word: number, address: number, width: Width): number {
  if (width === 4) return word;
  return ((word >>> ((address & 3) * 8)) & maskOf(width)) >>> 0;
}

/** The word and the bit of an alias address. */
function bitBanded(address: number): readonly [word: number, bit: number] {
  const bits = (address - BIT_BAND) >>> 2;
  return [PERIPHERALS + (bits >>> 5) * 4, bits & 31];
}
