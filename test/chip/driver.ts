import { COMMAND, COMMON, type CommandName, type CommonName, SOCKET, type SocketName } from './addresses.ts';

/**
 * A minimal host for both chips that knows only what the datasheets print: frames, addresses, command codes. It reaches
 * the chip through {@link Board}, so the suites that use nothing else could run against silicon.
 */
export interface Board {
  select(): void;
  /** One byte each way; takes as long as eight clocks of SCK. */
  exchangeByte(mosi: number): number;
  deselect(): void;
  reset(level: 0 | 1): void;
  readonly interrupt: 0 | 1;
  waitNs(ns: number): void;
}

export type ChipName = 'W5200' | 'W5500';

const KIB = 1024;

export class ChipDriver {
  /** KiB of each socket's buffers, both ways. */
  #sizes: readonly number[] = new Array<number>(8).fill(2);

  constructor(
    readonly name: ChipName,
    readonly board: Board,
  ) {}

  /** One CSn-low period with exactly these bytes on MOSI. */
  frame(...mosi: readonly number[]): number[] {
    this.board.select();
    const miso = mosi.map((byte) => this.board.exchangeByte(byte));
    this.board.deselect();
    return miso;
  }

  /** RSTn low for 1 ms, then 200 ms of patience: enough for both chips. */
  powerUp(): void {
    this.board.reset(0);
    this.board.waitNs(1_000_000);
    this.board.reset(1);
    this.board.waitNs(200_000_000);
  }

  common(name: CommonName, bytes = 1): number {
    return numberOf(this.#read(this.#commonAt(name), 0, bytes));
  }

  setCommon(name: CommonName, ...data: readonly number[]): void {
    this.#write(this.#commonAt(name), 0, data);
  }

  socket(n: number, name: SocketName, bytes = 1): number {
    return numberOf(this.readSocketAt(n, SOCKET[name], bytes));
  }

  setSocket(n: number, name: SocketName, ...data: readonly number[]): void {
    this.writeSocketAt(n, SOCKET[name], data);
  }

  readCommonAt(offset: number, bytes = 1): number[] {
    return this.#read(offset, 0, bytes);
  }

  writeCommonAt(offset: number, data: readonly number[]): void {
    this.#write(offset, 0, data);
  }

  readSocketAt(n: number, offset: number, bytes: number): number[] {
    return this.name === 'W5500'
      ? this.#read(offset, 4 * n + 1, bytes)
      : this.#read(0x4000 + n * 0x100 + offset, 0, bytes);
  }

  writeSocketAt(n: number, offset: number, data: readonly number[]): void {
    if (this.name === 'W5500') this.#write(offset, 4 * n + 1, data);
    else this.#write(0x4000 + n * 0x100 + offset, 0, data);
  }

  /** Writes Sn_CR and waits until the chip has taken the command. */
  command(n: number, name: CommandName): void {
    this.setSocket(n, 'CR', COMMAND[name]);
    for (let tries = 0; this.socket(n, 'CR') !== 0; tries++) {
      if (tries > 1000) throw new Error(`S${n}_CR stays at ${name}`);
    }
  }

  /** Gives each socket so many KiB each way, before any is opened. */
  setSizes(sizes: readonly number[]): void {
    // Smaller ones first: at no time more than there is.
    for (const n of [0, 1, 2, 3, 4, 5, 6, 7].sort((a, b) => (sizes[a] ?? 0) - (sizes[b] ?? 0))) {
      this.setSocket(n, 'TXBUF_SIZE', sizes[n] ?? 0);
      this.setSocket(n, 'RXBUF_SIZE', sizes[n] ?? 0);
    }
    this.#sizes = sizes;
  }

  /** Puts bytes into the TX buffer and moves TX_WR. */
  fill(n: number, bytes: readonly number[]): void {
    const pointer = this.socket(n, 'TX_WR', 2);
    if (this.name === 'W5500') this.#write(pointer, 4 * n + 2, bytes);
    else {
      for (const [address, part] of this.#parts(0x8000, n, pointer, bytes.length)) {
        const from = bytes.length - part.left;
        this.#write(address, 0, bytes.slice(from, from + part.count));
      }
    }
    const next = (pointer + bytes.length) & 0xffff;
    this.setSocket(n, 'TX_WR', next >> 8, next & 0xff);
  }

  /** The first bytes of a TX buffer, read back. */
  txMemory(n: number, count: number): number[] {
    if (this.name === 'W5500') return this.#read(0, 4 * n + 2, count);
    return [...this.#parts(0x8000, n, 0, count)].flatMap(([address, part]) => this.#read(address, 0, part.count));
  }

  send(n: number, bytes: readonly number[]): void {
    this.fill(n, bytes);
    this.command(n, 'SEND');
  }

  /** Takes all waiting bytes and publishes RX_RD with RECV. */
  receive(n: number): number[] {
    const count = this.socket(n, 'RX_RSR', 2);
    const pointer = this.socket(n, 'RX_RD', 2);
    const bytes =
      this.name === 'W5500'
        ? this.#read(pointer, 4 * n + 3, count)
        : [...this.#parts(0xc000, n, pointer, count)].flatMap(([address, part]) => this.#read(address, 0, part.count));
    const next = (pointer + count) & 0xffff;
    this.setSocket(n, 'RX_RD', next >> 8, next & 0xff);
    this.command(n, 'RECV');
    return bytes;
  }

  /** W5200: the one or two bursts that a wrap at the buffer's top makes. */
  *#parts(
    base: number,
    n: number,
    pointer: number,
    length: number,
  ): Iterable<[number, { count: number; left: number }]> {
    const size = (this.#sizes[n] ?? 0) * KIB;
    const first = base + this.#sizes.slice(0, n).reduce((sum, kib) => sum + kib * KIB, 0);
    let left = length;
    let at = pointer;
    while (left > 0) {
      const offset = at & (size - 1);
      const count = Math.min(left, size - offset);
      yield [first + offset, { count, left }];
      left -= count;
      at += count;
    }
  }

  #commonAt(name: CommonName): number {
    return COMMON[name][this.name === 'W5200' ? 0 : 1];
  }

  #read(address: number, block: number, count: number): number[] {
    const header = this.#header(address, block, false, count);
    if (count === 0) return [];
    return this.frame(...header, ...new Array<number>(count).fill(0)).slice(header.length);
  }

  #write(address: number, block: number, data: readonly number[]): void {
    if (data.length > 0) this.frame(...this.#header(address, block, true, data.length), ...data);
  }

  #header(address: number, block: number, write: boolean, count: number): number[] {
    if (this.name === 'W5500') return [address >> 8, address & 0xff, (block << 3) | (write ? 4 : 0)];
    return [address >> 8, address & 0xff, (write ? 0x80 : 0) | (count >> 8), count & 0xff];
  }
}

function numberOf(bytes: readonly number[]): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}
