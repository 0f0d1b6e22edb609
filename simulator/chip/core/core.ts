import type { Clock, Timer } from '../../clock.ts';
import type { LinkPort } from '../../net/port.ts';
import { type Random, randomFrom } from '../../random.ts';
import type { Report } from '../../timeline.ts';
import type { ChipModel } from '../model/chip-model.ts';
import type { ChipSwitches } from '../model/switches.ts';
import { byteAt, wordAt } from '../registers/bytes.ts';
import type { SocketContext } from '../sockets/context.ts';
import { Socket } from '../sockets/socket.ts';
import { Interrupts } from './interrupts.ts';
import { NetworkInterface } from './network-interface.ts';

const KIB = 1024;
const MR_PPPOE = 0x08;

export interface CoreOptions {
  readonly model: ChipModel;
  readonly clock: Clock;
  readonly port: LinkPort;
  readonly report: Report;
  readonly seed: number;
  readonly switches: ChipSwitches;
  /** INTn may have changed. */
  readonly onInterrupt: () => void;
}

/** The chip behind its pins: common registers, buffer memory, sockets, interrupts. */
export class ChipCore implements SocketContext {
  readonly model: ChipModel;
  readonly clock: Clock;
  readonly report: Report;
  readonly switches: ChipSwitches;
  readonly random: Random;
  readonly common: Uint8Array;
  readonly txMemory: Uint8Array;
  readonly rxMemory: Uint8Array;
  readonly network: NetworkInterface;
  readonly sockets: readonly Socket[];
  readonly interrupts: Interrupts;
  #softReset: Timer | null = null;

  constructor(options: CoreOptions) {
    const { model, clock } = options;
    this.model = model;
    this.clock = clock;
    this.report = options.report;
    this.switches = options.switches;
    this.random = randomFrom(options.seed);
    this.common = model.common.reset.slice();
    this.txMemory = new Uint8Array(model.bufferBytes);
    this.rxMemory = new Uint8Array(model.bufferBytes);
    this.network = new NetworkInterface(model, this.common, options.port);
    this.sockets = Array.from({ length: model.sockets }, (_, number) => new Socket(number, this));
    const socketRegisters = this.sockets.map(({ registers }) => registers);
    this.interrupts = new Interrupts(clock, model, this.common, socketRegisters, options.onInterrupt);
    this.placeBuffers();
  }

  get rtr(): number {
    return wordAt(this.common, this.model.at.RTR);
  }

  get rcr(): number {
    return byteAt(this.common, this.model.at.RCR);
  }

  get usesPppoe(): boolean {
    return (byteAt(this.common, this.model.at.MR) & MR_PPPOE) !== 0;
  }

  violate(rule: string, text: string): void {
    this.report({ kind: 'violation', rule, text: `${this.model.name}: ${text}` });
  }

  updateInterrupts(): void {
    this.interrupts.update();
  }

  /** All registers to their reset values; connections are forgotten and the peers are not told. */
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
    let txBase = 0;
    let rxBase = 0;
    for (const { buffers } of this.sockets) {
      const { tx, rx } = buffers;
      tx.place(txBase, this.#bufferBytes(buffers.txKib));
      rx.place(rxBase, this.#bufferBytes(buffers.rxKib));
      txBase += tx.size;
      rxBase += rx.size;
    }
  }

  get buffersFit(): boolean {
    const { bufferBytes } = this.model;
    const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
    const tx = sum(this.sockets.map(({ buffers }) => buffers.tx.size));
    const rx = sum(this.sockets.map(({ buffers }) => buffers.rx.size));
    return tx <= bufferBytes && rx <= bufferBytes;
  }

  /** An illegal size counts as 0. */
  #bufferBytes(kib: number): number {
    return this.model.bufferSizesKib.includes(kib) ? kib * KIB : 0;
  }
}
