import type { Clock, Timer } from '../../clock.ts';
import { type Random, randomFrom } from '../../random.ts';
import type { Report } from '../../timeline.ts';
import type { ChipSwitches } from '../model/switches.ts';
import type { ChipModel } from '../models.ts';
import { isBufferSize, MEMORY_BYTES } from '../sockets/buffer.ts';
import { Socket } from '../sockets/socket.ts';
import { Interrupts } from './interrupts.ts';
import type { Network } from './network.ts';

const SOCKETS = 8;
const KIB = 1024;

export interface CoreOptions {
  readonly model: ChipModel;
  readonly clock: Clock;
  readonly report: Report;
  readonly seed: number;
  readonly switches: ChipSwitches;
  /** INTn may have changed. */
  readonly onInterrupt: () => void;
}

/** The chip behind its pins: common registers, buffer memory, sockets, interrupts. */
export class ChipCore {
  readonly model: ChipModel;
  readonly clock: Clock;
  readonly report: Report;
  readonly switches: ChipSwitches;
  readonly random: Random;
  readonly common: Uint8Array;
  readonly txMemory = new Uint8Array(MEMORY_BYTES);
  readonly rxMemory = new Uint8Array(MEMORY_BYTES);
  readonly sockets: readonly Socket[];
  readonly interrupts: Interrupts;
  #softReset: Timer | null = null;

  constructor(
    options: CoreOptions,
    /** Made by the caller, since the network needs the core as well. */
    networkOf: (core: ChipCore) => Network,
  ) {
    this.model = options.model;
    this.clock = options.clock;
    this.report = options.report;
    this.switches = options.switches;
    this.random = randomFrom(options.seed);
    this.common = this.model.common.reset.slice();
    this.sockets = Array.from({ length: SOCKETS }, (_, number) => new Socket(number, this));
    this.interrupts = new Interrupts(
      this.clock,
      this.model,
      this.common,
      this.sockets.map((socket) => socket.registers),
      options.onInterrupt,
    );
    this.placeBuffers();
    this.network = networkOf(this);
  }

  readonly network: Network;

  get rtr(): number {
    return this.#common16(this.model.at.RTR);
  }

  get rcr(): number {
    return this.common[this.model.at.RCR] ?? 0;
  }

  violate(rule: string, text: string): void {
    this.report({ kind: 'violation', rule, text: `${this.model.name}: ${text}` });
  }

  /** Everything to its reset value, connections forgotten without a word to the peers. */
  reset(): void {
    this.#softReset?.cancel();
    this.#softReset = null;
    this.common.set(this.model.common.reset);
    for (const socket of this.sockets) socket.reset();
    this.placeBuffers();
    this.interrupts.clear();
  }

  /** MR.RST was written. */
  startSoftReset(): void {
    this.#softReset ??= this.clock.after(this.switches.softResetNs, () => this.reset());
  }

  /** A socket's buffers begin where those of the sockets below it end. */
  placeBuffers(): void {
    let tx = 0;
    let rx = 0;
    for (const socket of this.sockets) {
      const txBytes = isBufferSize(socket.txKib) ? socket.txKib * KIB : 0;
      const rxBytes = isBufferSize(socket.rxKib) ? socket.rxKib * KIB : 0;
      socket.tx.place(tx, txBytes);
      socket.rx.place(rx, rxBytes);
      tx += txBytes;
      rx += rxBytes;
    }
  }

  /** The sum of all sockets' sizes fits the memory, both ways. */
  get buffersFit(): boolean {
    const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
    const tx = sum(this.sockets.map((socket) => socket.tx.size));
    const rx = sum(this.sockets.map((socket) => socket.rx.size));
    return tx <= MEMORY_BYTES && rx <= MEMORY_BYTES;
  }

  #common16(offset: number): number {
    return ((this.common[offset] ?? 0) << 8) | (this.common[offset + 1] ?? 0);
  }
}
