import type { Clock, Nanos, Timer } from '../../clock.ts';
import { type Seq, seq } from '../../net/seq.ts';
import type { TcpSegment } from '../../net/tcp.ts';
import type { SocketCause } from '../../timeline.ts';
import type { ChipSwitches } from '../model/switches.ts';
import { byteAt, setWordAt, wordAt } from '../registers/bytes.ts';
import { SN_IR, SN_MR_ND, SOCKET } from '../registers/socket.ts';
import { SR, stateName } from '../registers/states.ts';
import type { ChipConnection, PeerAddress } from '../tcp/connection.ts';
import type { TcpContext, TcpFields, TcpReport } from '../tcp/context.ts';
import type { UdpContext, UdpState } from '../udp/context.ts';
import { SocketBuffers } from './buffers.ts';
import type { SocketContext } from './context.ts';
import type { Resolving } from './resolving.ts';
import { SocketTiming } from './timing.ts';

/** One hardware socket: its registers, its buffers, and the connection or the state of UDP while there is one. */
export class Socket implements TcpContext, UdpContext {
  readonly registers: Uint8Array;
  readonly buffers: SocketBuffers;
  readonly timing: SocketTiming;
  /** Sn_SR as far as the host can know: the value that it read last, or the one that its own command set. */
  seenState: number = SR.CLOSED;
  connection: ChipConnection | null = null;
  /** From OPEN to CLOSE, while the socket is open as UDP. */
  udp: UdpState | null = null;
  /** ARP in progress for CONNECT, or for SEND of UDP. */
  resolving: Resolving | null = null;
  /** The command in Sn_CR until it is accepted. */
  commandTimer: Timer | null = null;
  /** An accepted CLOSE until Sn_SR shows it. */
  closeTimer: Timer | null = null;

  constructor(
    readonly number: number,
    readonly context: SocketContext,
  ) {
    this.registers = context.model.socket.reset.slice();
    this.buffers = new SocketBuffers(this.registers, context, () => this.#initialPointer());
    this.timing = new SocketTiming(context);
  }

  get clock(): Clock {
    return this.context.clock;
  }

  get switches(): ChipSwitches {
    return this.context.switches;
  }

  get state(): number {
    return this.byte(SOCKET.Sn_SR.offset);
  }

  get port(): number {
    return this.word(SOCKET.Sn_PORT.offset);
  }

  get wantedMss(): number {
    return this.word(SOCKET.Sn_MSSR.offset);
  }

  get acknowledgesAtOnce(): boolean {
    return (this.byte(SOCKET.Sn_MR.offset) & SN_MR_ND) !== 0;
  }

  get keepalivePeriodNs(): Nanos {
    const { keepaliveTimer } = this.context.model;
    return keepaliveTimer === null ? 0 : this.byte(keepaliveTimer.offset) * keepaliveTimer.unitNs;
  }

  byte(offset: number): number {
    return byteAt(this.registers, offset);
  }

  word(offset: number): number {
    return wordAt(this.registers, offset);
  }

  initialSequence(): Seq {
    const rule = this.switches.initialSequence;
    return seq(rule === 'random' ? this.context.random.uint32() : rule);
  }

  recordPeer(peer: PeerAddress): void {
    this.registers.set(peer.mac, SOCKET.Sn_DHAR.offset);
    this.registers.set(peer.ip, SOCKET.Sn_DIPR.offset);
    setWordAt(this.registers, SOCKET.Sn_DPORT.offset, peer.port);
  }

  raise(bits: number): void {
    const masked = this.switches.maskedSnIr === 'not-set' ? bits & this.byte(SOCKET.Sn_IMR.offset) : bits;
    this.registers[SOCKET.Sn_IR.offset] = this.byte(SOCKET.Sn_IR.offset) | masked;
    this.context.updateInterrupts();
  }

  enter(state: number, cause: SocketCause): void {
    const from = this.state;
    if (cause === 'command' || cause === 'reset') this.seenState = state;
    if (from === state) return;
    this.registers[SOCKET.Sn_SR.offset] = state;
    const change = { kind: 'socket-state', socket: this.number, from: stateName(from), to: stateName(state) } as const;
    const peer = this.connection?.peerText;
    this.context.report(peer === undefined ? { ...change, cause } : { ...change, cause, peer });
  }

  /** To CLOSED. Received bytes are lost unless the switch says that they stay readable. */
  close(cause: SocketCause, raised = 0): void {
    this.enter(SR.CLOSED, cause);
    this.resolving?.retry.stop();
    this.resolving = null;
    this.connection?.stop();
    this.connection = null;
    this.udp = null;
    if (this.switches.rxAfterClosed === 'lost') this.buffers.dropReceived();
    this.raise(raised);
  }

  /** A final timeout of ARP or TCP. */
  timeOut(): void {
    this.close('timeout', SN_IR.TIMEOUT);
  }

  transmit(peer: PeerAddress, fields: TcpFields): void {
    const ttl = this.byte(SOCKET.Sn_TTL.offset);
    this.context.network.sendTcp({ port: this.port, ttl }, peer, fields);
  }

  transmitDatagram(peer: PeerAddress, payload: Uint8Array): void {
    const ttl = this.byte(SOCKET.Sn_TTL.offset);
    this.context.network.sendUdp({ port: this.port, ttl }, peer, payload);
  }

  refuse(peer: PeerAddress, segment: TcpSegment): void {
    this.context.network.refuse(peer, segment);
  }

  report(event: TcpReport): void {
    this.context.report({ ...event, socket: this.number });
  }

  /** At SEND: the host may have written more than the TX buffer holds. */
  checkTxOverflow(): void {
    const { tx, txOccupied } = this.buffers;
    if (txOccupied <= tx.size) return;
    this.violate('buffer/tx-overflow', `: ${txOccupied} bytes in a TX buffer of ${tx.size}`);
  }

  /** Reports a violation; `text` follows the socket's name. */
  violate(rule: string, text: string): void {
    this.context.violate(rule, `S${this.number}${text}`);
  }

  /** Reports what the model does not have. */
  lacks(what: string): void {
    this.violate('not-modelled', `: not modelled: ${what}`);
  }

  reset(): void {
    this.commandTimer?.cancel();
    this.commandTimer = null;
    this.closeTimer?.cancel();
    this.closeTimer = null;
    this.close('reset');
    this.registers.set(this.context.model.socket.reset);
    this.buffers.reset();
    this.seenState = SR.CLOSED;
  }

  #initialPointer(): number {
    const rule = this.switches.initialPointers;
    if (typeof rule === 'number') return rule & 0xffff;
    return rule === 'random' || this.context.model.randomPointers ? this.context.random.uint32() & 0xffff : 0;
  }
}
