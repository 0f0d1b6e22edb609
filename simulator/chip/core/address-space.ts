import { hexText } from '../../words.ts';
import type { SpiTarget } from '../model/spi.ts';
import { SOCKET } from '../registers/socket.ts';
import type { ChipRegisterBlock } from '../registers/table.ts';
import { COMMAND, READ_WRITE, RESERVED, WRITE_1_TO_CLEAR } from '../registers/table.ts';
import type { Socket } from '../sockets/socket.ts';
import { writeSocketRegister } from '../sockets/write-register.ts';
import type { ChipCore } from './core.ts';
import { writeCommonRegister } from './write-common.ts';

const SN_SR = SOCKET.Sn_SR.offset;
const TX_FSR_HIGH = SOCKET.Sn_TX_FSR.offset;
const TX_FSR_LOW = TX_FSR_HIGH + 1;
const RX_RSR_HIGH = SOCKET.Sn_RX_RSR.offset;
const RX_RSR_LOW = RX_RSR_HIGH + 1;

/**
 * Registers and buffers as SPI frames access them, a byte at a time. Each byte is read at its own time, so a 16-bit value
 * may change between its two bytes, as on the chips. A frame reports each kind of violation once.
 */
export class AddressSpace implements SpiTarget {
  readonly #core: ChipCore;
  readonly #common: Uint8Array;
  readonly #commonBlock: ChipRegisterBlock;
  readonly #socketBlock: ChipRegisterBlock;
  readonly #sockets: readonly Socket[];
  readonly #phyAt: number;
  readonly #memoryMask: number;
  readonly #reported = new Set<string>();

  constructor(core: ChipCore) {
    this.#core = core;
    this.#common = core.common;
    this.#commonBlock = core.model.common;
    this.#socketBlock = core.model.socket;
    this.#sockets = core.sockets;
    this.#phyAt = core.model.phy.at;
    this.#memoryMask = core.model.bufferBytes - 1;
  }

  beginFrame(): void {
    if (this.#reported.size > 0) this.#reported.clear();
  }

  violate(rule: string, text: string): void {
    if (this.#reported.has(rule)) return;
    this.#reported.add(rule);
    this.#core.violate(rule, text);
  }

  readCommon(offset: number): number {
    const { access } = this.#commonBlock;
    if (offset >= access.length || access[offset] === RESERVED) return this.#reserved('read', 'common', offset);
    const value = this.#common[offset] as number;
    return offset === this.#phyAt ? value | this.#core.network.phyBits : value;
  }

  readSocket(number: number, offset: number): number {
    const { access } = this.#socketBlock;
    if (offset >= access.length || access[offset] === RESERVED) return this.#reserved('read', `S${number}`, offset);
    const socket = this.#sockets[number] as Socket;
    switch (offset) {
      case TX_FSR_HIGH:
        return socket.buffers.txFree >> 8;
      case TX_FSR_LOW:
        return socket.buffers.txFree & 0xff;
      case RX_RSR_HIGH:
        return socket.buffers.rxWaiting >> 8;
      case RX_RSR_LOW:
        return socket.buffers.rxWaiting & 0xff;
      case SN_SR:
        socket.seenState = socket.state;
        return socket.state;
      default:
        return socket.registers[offset] as number;
    }
  }

  writeCommon(offset: number, value: number): void {
    const code = this.#commonBlock.access[offset] ?? RESERVED;
    if (code === RESERVED) this.#reserved('write', 'common', offset);
    else if (code === READ_WRITE || code === WRITE_1_TO_CLEAR) writeCommonRegister(this.#core, offset, value);
    else this.#readOnly(this.#commonBlock.names[offset] ?? '');
  }

  writeSocket(number: number, offset: number, value: number): void {
    const code = this.#socketBlock.access[offset] ?? RESERVED;
    if (code === RESERVED) this.#reserved('write', `S${number}`, offset);
    else if (code === READ_WRITE || code === WRITE_1_TO_CLEAR || code === COMMAND) {
      writeSocketRegister(this.#sockets[number] as Socket, offset, value);
    } else this.#readOnly((this.#socketBlock.names[offset] ?? '').replace('Sn', `S${number}`));
  }

  readTx(number: number, pointer: number): number {
    return (this.#sockets[number] as Socket).buffers.tx.read(pointer);
  }

  writeTx(number: number, pointer: number, value: number): void {
    (this.#sockets[number] as Socket).buffers.tx.write(pointer, value);
  }

  readRx(number: number, pointer: number): number {
    return (this.#sockets[number] as Socket).buffers.rx.read(pointer);
  }

  refuseRxWrite(): void {
    this.violate('buffer/rx-write', 'write to RX buffer memory');
  }

  readTxMemory(index: number): number {
    return this.#core.txMemory[index & this.#memoryMask] as number;
  }

  writeTxMemory(index: number, value: number): void {
    this.#core.txMemory[index & this.#memoryMask] = value;
  }

  readRxMemory(index: number): number {
    return this.#core.rxMemory[index & this.#memoryMask] as number;
  }

  endOfBuffer(direction: 'tx' | 'rx', index: number): number {
    for (const { buffers } of this.#sockets) {
      const { base, size } = buffers[direction];
      if (index >= base && index < base + size) return base + size;
    }
    return this.#core.model.bufferBytes;
  }

  #reserved(verb: 'read' | 'write', where: string, offset: number): number {
    this.violate('register/reserved', `${verb} of reserved ${where} register ${hexText(offset, 4)}`);
    return 0;
  }

  #readOnly(name: string): void {
    this.violate('register/read-only', `write to ${name}`);
  }
}
