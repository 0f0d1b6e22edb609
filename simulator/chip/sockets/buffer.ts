/**
 * One socket's share of the TX or RX memory. Pointers are the chip's free-running 16 bits; the place in memory is
 * base + (pointer & (size − 1)).
 */
export class SocketBuffer {
  readonly #memory: Uint8Array;
  #base = 0;
  #size = 0;

  constructor(memory: Uint8Array) {
    this.#memory = memory;
  }

  /** Within the memory, bytes. */
  get base(): number {
    return this.#base;
  }

  /** Bytes. */
  get size(): number {
    return this.#size;
  }

  place(base: number, size: number): void {
    this.#base = base;
    this.#size = size;
  }

  read(pointer: number): number {
    return this.#memory[this.#index(pointer)] ?? 0;
  }

  write(pointer: number, value: number): void {
    this.#memory[this.#index(pointer)] = value;
  }

  /** A copy of `count` bytes from `pointer` on, wrapping at the top. */
  copyOut(pointer: number, count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    for (let index = 0; index < count; index++) bytes[index] = this.read(pointer + index);
    return bytes;
  }

  copyIn(pointer: number, bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; index++) this.write(pointer + index, bytes[index] ?? 0);
  }

  #index(pointer: number): number {
    return (this.#base + (pointer & (this.#size - 1))) & (this.#memory.length - 1);
  }
}
