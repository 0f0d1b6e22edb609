import type { ChipName } from '../../contract/board.ts';
import type { Clock, Nanos } from '../clock.ts';
import type { LinkPort } from '../net/port.ts';
import type { Report } from '../timeline.ts';
import { AddressSpace } from './core/address-space.ts';
import { ChipCore } from './core/core.ts';
import { receiveFrame } from './core/receiver.ts';
import type { SpiDecoder } from './model/spi.ts';
import { type ChipSwitches, DEFAULT_SWITCHES } from './model/switches.ts';
import { CHIP_MODELS } from './registry.ts';

export type { ChipSwitches } from './model/switches.ts';

/** A W5200 or W5500 at its pins. */
export interface WiznetChip {
  /** CSn low. */
  select(): void;
  /** `exchangeByte` for each byte, at the clock's current time. */
  exchange(bytes: Uint8Array): Uint8Array;
  /** One byte each way. The caller advances the clock; the value is that of the current moment. */
  exchangeByte(mosi: number): number;
  /** CSn high. */
  deselect(): void;
  /** RSTn; 0 holds the chip in reset. */
  reset(level: 0 | 1): void;
  /** Level of INTn; 0 = asserted. */
  readonly interrupt: 0 | 1;
}

export interface ChipOptions {
  readonly name: ChipName;
  readonly clock: Clock;
  readonly port: LinkPort;
  readonly report: Report;
  /** For initial sequence numbers and pointers. */
  readonly seed?: number;
  readonly switches?: Partial<ChipSwitches>;
  /** Called for each change of INTn, at its time. */
  readonly onInterrupt?: (level: 0 | 1) => void;
}

/** MISO while CSn is high: it is not driven. */
const UNDRIVEN = 0xff;

/**
 * Register-accurate models of the WIZnet W5200 and W5500 with TCP and UDP. They start at power-up: RSTn is high, registers
 * have their reset values, and the time until the first allowed access has begun.
 *
 * Not modelled: IPRAW, MACRAW, PPPoE and UDP multicast (OPEN with them is a violation), wake on LAN, forced ARP, IGMP, IP
 * fragments and options, Sn_TOS and Sn_FRAG on the wire, PHY modes, power-down and negotiation time, the parallel bus, the
 * W5200's errata 2 and 3, time on the wire and SPI clock limits. Within TCP: congestion control, reassembly out of order,
 * simultaneous open, urgent data, RTT measurement — the chips are not known to have any of them.
 */
class Chip implements WiznetChip {
  readonly #clock: Clock;
  readonly #core: ChipCore;
  readonly #spi: SpiDecoder;
  #selected = false;
  /** Why the chip ignores the current frame; null if it does not. */
  #deaf: { readonly rule: string; readonly text: string } | null = null;
  #resetLevel: 0 | 1 = 1;
  #lowSinceNs: Nanos = 0;
  #readyAtNs: Nanos;
  #pulsed: boolean;
  #lastInterrupt: 0 | 1 = 1;
  readonly #onInterrupt: ChipOptions['onInterrupt'];

  constructor(options: ChipOptions) {
    const { clock, port, report, seed = 1 } = options;
    const model = CHIP_MODELS[options.name];
    const switches = { ...DEFAULT_SWITCHES, ...options.switches };
    this.#clock = clock;
    this.#onInterrupt = options.onInterrupt;
    const onInterrupt = (): void => this.#passOnInterrupt();
    const core = new ChipCore({ model, clock, port, report, seed, switches, onInterrupt });
    port.onFrame = (frame) => receiveFrame(core, frame);
    this.#core = core;
    this.#spi = model.createSpi(new AddressSpace(core), switches);
    this.#readyAtNs = clock.nowNs + model.readyNs;
    this.#pulsed = !model.needsResetPulse;
  }

  get interrupt(): 0 | 1 {
    return this.#resetLevel === 0 ? 1 : this.#core.interrupts.level;
  }

  select(): void {
    if (this.#selected) return;
    this.#selected = true;
    this.#deaf = this.#whyDeaf();
    if (this.#deaf === null) this.#spi.select();
  }

  exchange(bytes: Uint8Array): Uint8Array {
    return bytes.map((byte) => this.exchangeByte(byte));
  }

  exchangeByte(mosi: number): number {
    if (!this.#selected) return UNDRIVEN;
    if (this.#deaf === null) return this.#spi.exchangeByte(mosi);
    if (this.#deaf !== REPORTED) this.#core.violate(this.#deaf.rule, this.#deaf.text);
    this.#deaf = REPORTED;
    return 0;
  }

  deselect(): void {
    if (!this.#selected) return;
    this.#selected = false;
    if (this.#deaf === null) this.#spi.deselect();
  }

  reset(level: 0 | 1): void {
    if (level === this.#resetLevel) return;
    this.#resetLevel = level;
    if (level === 0) this.#assertReset();
    else this.#releaseReset();
    this.#passOnInterrupt();
  }

  #passOnInterrupt(): void {
    if (this.#onInterrupt === undefined || this.interrupt === this.#lastInterrupt) return;
    this.#lastInterrupt = this.interrupt;
    this.#onInterrupt(this.#lastInterrupt);
  }

  #assertReset(): void {
    this.#lowSinceNs = this.#clock.nowNs;
    this.#core.reset();
    this.#spi.reset();
    if (this.#selected) this.#deaf = IN_RESET;
  }

  /** Too short a pulse is a violation; the W5200 then still waits for its first one. */
  #releaseReset(): void {
    const { resetLowNs, readyNs } = this.#core.model;
    const widthNs = this.#clock.nowNs - this.#lowSinceNs;
    this.#readyAtNs = this.#clock.nowNs + readyNs;
    if (widthNs >= resetLowNs) this.#pulsed = true;
    else this.#core.violate('reset/pulse', `RSTn was low for ${widthNs} ns; the least is ${resetLowNs} ns`);
  }

  #whyDeaf(): { readonly rule: string; readonly text: string } | null {
    if (this.#resetLevel === 0) return IN_RESET;
    if (!this.#pulsed) return NO_PULSE;
    return this.#clock.nowNs < this.#readyAtNs ? NOT_READY : null;
  }
}

const IN_RESET = { rule: 'access/in-reset', text: 'access while RSTn is low' };
const NO_PULSE = { rule: 'access/no-reset-pulse', text: 'access before the first reset pulse' };
const NOT_READY = { rule: 'access/not-ready', text: 'access before the chip is ready after reset' };
/** Stands for any of them once the frame's violation has been reported. */
const REPORTED = { rule: '', text: '' };

/** Creates a chip in its state right after power-up. Equal seeds and inputs give equal behaviour. */
export function createChip(options: ChipOptions): WiznetChip {
  return new Chip(options);
}
