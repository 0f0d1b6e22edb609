/** Registers and buffers of a chip as SPI frames address them, a byte at a time. */
export interface SpiTarget {
  /** A new SPI frame begins. */
  beginFrame(): void;
  /** Reports a violation unless this frame has had one by the same rule. */
  violate(rule: string, text: string): void;
  readCommon(offset: number): number;
  writeCommon(offset: number, value: number): void;
  readSocket(number: number, offset: number): number;
  writeSocket(number: number, offset: number, value: number): void;
  /** In one socket's own buffer; the pointer wraps at the buffer's size. */
  readTx(number: number, pointer: number): number;
  writeTx(number: number, pointer: number, value: number): void;
  readRx(number: number, pointer: number): number;
  /** In the memory that all sockets share. */
  readTxMemory(index: number): number;
  writeTxMemory(index: number, value: number): void;
  readRxMemory(index: number): number;
  refuseRxWrite(): void;
  /** Where the buffer around `index` of the shared memory ends. A longer burst reaches another socket's memory. */
  endOfBuffer(direction: 'tx' | 'rx', index: number): number;
}

/** Decodes SPI frames, behind CSn and the reset gate. */
export interface SpiDecoder {
  select(): void;
  /** One byte each way; returns what MISO shows during the same eight clocks. */
  exchangeByte(mosi: number): number;
  deselect(): void;
  /** Hardware reset. */
  reset(): void;
}
