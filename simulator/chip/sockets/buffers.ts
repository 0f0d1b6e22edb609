import { byteAt, setWordAt, wordAt } from '../registers/bytes.ts';
import { SOCKET } from '../registers/socket.ts';
import type { TcpBuffers } from '../tcp/context.ts';
import type { UdpBuffers } from '../udp/context.ts';
import { SocketBuffer } from './buffer.ts';

const TX_RD = SOCKET.Sn_TX_RD.offset;
const TX_WR = SOCKET.Sn_TX_WR.offset;
const RX_RD = SOCKET.Sn_RX_RD.offset;
const RX_WR = SOCKET.Sn_RX_WR.offset;

export interface BufferMemory {
  readonly txMemory: Uint8Array;
  readonly rxMemory: Uint8Array;
}

/** A socket's two buffers with their pointers, most of which are registers of the socket. */
export class SocketBuffers implements TcpBuffers, UdpBuffers {
  readonly tx: SocketBuffer;
  readonly rx: SocketBuffer;
  /** The oldest byte of the TX buffer that the peer has not acknowledged; Sn_TX_FSR counts from it. */
  txAcked = 0;
  /** Sn_RX_RD as the last RECV published it; Sn_RX_RSR and the window count from it. */
  rxFreed = 0;
  readonly #registers: Uint8Array;
  readonly #initialPointer: () => number;

  /** `initialPointer` gives the value of the TX pointers, then that of the RX pointers. */
  constructor(registers: Uint8Array, memory: BufferMemory, initialPointer: () => number) {
    this.#registers = registers;
    this.#initialPointer = initialPointer;
    this.tx = new SocketBuffer(memory.txMemory);
    this.rx = new SocketBuffer(memory.rxMemory);
  }

  get txKib(): number {
    return byteAt(this.#registers, SOCKET.Sn_TXBUF_SIZE.offset);
  }

  get rxKib(): number {
    return byteAt(this.#registers, SOCKET.Sn_RXBUF_SIZE.offset);
  }

  /** Sn_TX_RD */
  get txNext(): number {
    return wordAt(this.#registers, TX_RD);
  }

  set txNext(position: number) {
    setWordAt(this.#registers, TX_RD, position & 0xffff);
  }

  /** Sn_TX_WR: where the host's data ends. */
  get txEnd(): number {
    return wordAt(this.#registers, TX_WR);
  }

  /** Bytes before Sn_TX_WR that are unsent or unacknowledged. */
  get txOccupied(): number {
    return (this.txEnd - this.txAcked) & 0xffff;
  }

  /** Sn_TX_FSR; 0 when the host wrote too far. */
  get txFree(): number {
    return Math.max(this.tx.size - this.txOccupied, 0);
  }

  /** Sn_RX_RD: up to where the host has read. */
  get rxRead(): number {
    return wordAt(this.#registers, RX_RD);
  }

  /** Sn_RX_RSR. */
  get rxWaiting(): number {
    return (wordAt(this.#registers, RX_WR) - this.rxFreed) & 0xffff;
  }

  get rxFree(): number {
    return this.rx.size - this.rxWaiting;
  }

  readTx(position: number, count: number): Uint8Array {
    return this.tx.copyOut(position, count);
  }

  storeRx(bytes: Uint8Array): void {
    const position = wordAt(this.#registers, RX_WR);
    this.rx.copyIn(position, bytes);
    setWordAt(this.#registers, RX_WR, (position + bytes.length) & 0xffff);
  }

  /** Received data that the host has not read is lost. */
  dropReceived(): void {
    this.rxFreed = wordAt(this.#registers, RX_WR);
  }

  /** At OPEN: sets all four pointers. */
  initialise(): void {
    this.initialiseTx();
    const rx = this.#initialPointer();
    setWordAt(this.#registers, RX_RD, rx);
    setWordAt(this.#registers, RX_WR, rx);
    this.rxFreed = rx;
  }

  /**
   * Sets Sn_TX_RD and Sn_TX_WR: at OPEN, and again while a connection forms. Drivers keep the RX pointers from OPEN on
   * (WIZnet's w5500.h and w5200.h: Sn_RX_RD and Sn_RX_WR are initialised by OPEN alone), so those stay.
   */
  initialiseTx(): void {
    const tx = this.#initialPointer();
    setWordAt(this.#registers, TX_RD, tx);
    setWordAt(this.#registers, TX_WR, tx);
    this.txAcked = tx;
  }

  /** After a hardware reset. */
  reset(): void {
    this.txAcked = 0;
    this.rxFreed = 0;
  }
}
