import type { Nanos, Timer } from '../../clock.ts';
import type { SocketCause } from '../../timeline.ts';
import type { ChipCore } from '../core/core.ts';
import { SN_IR, SOCKET } from '../registers/socket.ts';
import { SR, stateName } from '../registers/states.ts';
import type { Connection } from '../tcp/connection.ts';
import type { Retry } from '../tcp/retry.ts';
import { finalTimeoutNs, waitNs } from '../tcp/waits.ts';
import { SocketBuffer } from './buffer.ts';

/** One of the eight sockets: its registers, its buffers, and the connection while there is one. */
export class Socket {
  readonly registers: Uint8Array;
  readonly tx: SocketBuffer;
  readonly rx: SocketBuffer;
  /** The oldest byte of the TX buffer that the peer has not acknowledged; what Sn_TX_FSR counts from. */
  txAcked = 0;
  /** Sn_RX_RD as the last RECV published it; what Sn_RX_RSR and the window count from. */
  rxFreed = 0;
  /** Sn_SR as far as the host can know: what it read last, or what its own command made of it. */
  seenState: number = SR.CLOSED;
  /** From SYN on; null before and after. */
  connection: Connection | null = null;
  /** ARP under way for CONNECT. */
  resolving: Retry | null = null;
  /** The command in Sn_CR until it is accepted. */
  commandTimer: Timer | null = null;
  /** RTR and RCR as at OPEN. */
  #latched: { readonly rtr: number; readonly rcr: number };

  constructor(
    readonly number: number,
    readonly core: ChipCore,
  ) {
    this.registers = core.model.socket.reset.slice();
    this.tx = new SocketBuffer(core.txMemory);
    this.rx = new SocketBuffer(core.rxMemory);
    this.#latched = { rtr: core.rtr, rcr: core.rcr };
  }

  get state(): number {
    return this.byte(SOCKET.Sn_SR.offset);
  }

  get txKib(): number {
    return this.byte(SOCKET.Sn_TXBUF_SIZE.offset);
  }

  get rxKib(): number {
    return this.byte(SOCKET.Sn_RXBUF_SIZE.offset);
  }

  /** Retransmissions before the final time-out. */
  get retransmissionLimit(): number {
    return this.core.switches.retransmissions === 'rcr' ? this.#timing.rcr : this.#timing.rcr + 1;
  }

  /** TCP_TO */
  get finalTimeoutNs(): Nanos {
    return finalTimeoutNs(this.#timing.rtr, this.#timing.rcr);
  }

  /** The wait after transmission number `attempt`; 0 is the first. */
  waitNs(attempt: number): Nanos {
    return waitNs(this.#timing.rtr, this.#timing.rcr, attempt);
  }

  get #timing(): { readonly rtr: number; readonly rcr: number } {
    return this.core.switches.retransmissionLatch === 'open' ? this.#latched : this.core;
  }

  /** Sn_TX_FSR: free is what lies neither unsent nor unacknowledged before Sn_TX_WR; 0 when the host wrote too far. */
  get txFree(): number {
    return Math.max(this.tx.size - ((this.word(SOCKET.Sn_TX_WR.offset) - this.txAcked) & 0xffff), 0);
  }

  /** Sn_RX_RSR. */
  get rxWaiting(): number {
    return (this.word(SOCKET.Sn_RX_WR.offset) - this.rxFreed) & 0xffff;
  }

  get rxFree(): number {
    return this.rx.size - this.rxWaiting;
  }

  byte(offset: number): number {
    return this.registers[offset] ?? 0;
  }

  word(offset: number): number {
    return (this.byte(offset) << 8) | this.byte(offset + 1);
  }

  setWord(offset: number, value: number): void {
    this.registers[offset] = value >>> 8;
    this.registers[offset + 1] = value;
  }

  /** Sets bits of Sn_IR. */
  raise(bits: number): void {
    const masked = this.core.switches.maskedSnIr === 'not-set' ? bits & this.byte(SOCKET.Sn_IMR.offset) : bits;
    this.registers[SOCKET.Sn_IR.offset] = this.byte(SOCKET.Sn_IR.offset) | masked;
    this.core.interrupts.update();
  }

  enter(state: number, cause: SocketCause): void {
    const from = this.state;
    if (cause === 'command' || cause === 'reset') this.seenState = state;
    if (from === state) return;
    this.registers[SOCKET.Sn_SR.offset] = state;
    const change = { kind: 'socket-state', socket: this.number, from: stateName(from), to: stateName(state) } as const;
    const peer = this.connection?.peerText;
    this.core.report(peer === undefined ? { ...change, cause } : { ...change, cause, peer });
  }

  /** To CLOSED. Received bytes are lost unless the switch says that they stay readable. */
  close(cause: SocketCause, raised = 0): void {
    this.enter(SR.CLOSED, cause);
    this.resolving?.stop();
    this.resolving = null;
    this.connection?.stop();
    this.connection = null;
    if (this.core.switches.rxAfterClosed === 'lost') this.rxFreed = this.word(SOCKET.Sn_RX_WR.offset);
    this.raise(raised);
  }

  /** A final time-out of ARP or TCP. */
  timeOut(): void {
    this.close('timeout', SN_IR.TIMEOUT);
  }

  /** Sets all four pointers: at OPEN, and again while a connection forms, since drivers must not keep them. */
  initialisePointers(): void {
    const tx = this.#initialPointer();
    const rx = this.#initialPointer();
    this.setWord(SOCKET.Sn_TX_RD.offset, tx);
    this.setWord(SOCKET.Sn_TX_WR.offset, tx);
    this.setWord(SOCKET.Sn_RX_RD.offset, rx);
    this.setWord(SOCKET.Sn_RX_WR.offset, rx);
    this.txAcked = tx;
    this.rxFreed = rx;
  }

  latchRetransmission(): void {
    this.#latched = { rtr: this.core.rtr, rcr: this.core.rcr };
  }

  reset(): void {
    this.commandTimer?.cancel();
    this.commandTimer = null;
    this.close('reset');
    this.registers.set(this.core.model.socket.reset);
    this.txAcked = 0;
    this.rxFreed = 0;
    this.seenState = SR.CLOSED;
  }

  #initialPointer(): number {
    const rule = this.core.switches.initialPointers;
    if (typeof rule === 'number') return rule & 0xffff;
    return rule === 'random' || this.core.model.randomPointers ? this.core.random.uint32() & 0xffff : 0;
  }
}
