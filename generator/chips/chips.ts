import type { ChipName } from '../../contract/board.ts';

/** What the two WIZnet chips differ in as far as numbers go; frames and registers belong to the firmware's chip layer. */
export interface Chip {
  readonly name: ChipName;
  /** VERSIONR. */
  readonly version: number;
  readonly spiMaxHz: number;
  /** Shortest low pulse on RSTn. */
  readonly resetLowUs: number;
  /** From RSTn's release until the first access. */
  readonly resetReadyMs: number;
  readonly sockets: number;
  /** Buffer memory for all sockets together, in each direction. */
  readonly bufferKiB: number;
  readonly bufferSizesKiB: readonly (1 | 2 | 4 | 8 | 16)[];
  /** Address and control bytes before the data of a frame. */
  readonly frameHeaderBytes: number;
  /** Where the sockets' buffers begin; null where the chip finds them by itself. */
  readonly bufferMemory: null | { readonly txBase: number; readonly rxBase: number };
  /** Sn_KPALVTR; absent where only SEND_KEEP exists. */
  readonly keepaliveTimer?: { readonly socketOffset: number; readonly unitMs: number };
}

export const CHIPS: Readonly<Record<ChipName, Chip>> = {
  W5200: {
    name: 'W5200',
    version: 0x03,
    /** 80 MHz stand on the datasheet's front page; drivers call 33 MHz safe and the field runs 24–30 MHz. */
    spiMaxHz: 30_000_000,
    resetLowUs: 2,
    /** WIZnet's own firmware waits this long. */
    resetReadyMs: 150,
    sockets: 8,
    bufferKiB: 16,
    /** How 16 KiB is encoded in Sn_RXMEM_SIZE is contradictory (0x0F or 0x10), so it is not offered. */
    bufferSizesKiB: [1, 2, 4, 8],
    frameHeaderBytes: 4,
    bufferMemory: { txBase: 0x8000, rxBase: 0xc000 },
  },
  W5500: {
    name: 'W5500',
    version: 0x04,
    /** W5500 datasheet 5.5.4: 33.3 MHz is guaranteed, 80 MHz a design figure. */
    spiMaxHz: 33_300_000,
    /** W5500 datasheet, reset timing. */
    resetLowUs: 500,
    /** The PLL locks in 1 ms; the modules WIZ850io and WIZ550io ask for 50 ms. */
    resetReadyMs: 50,
    sockets: 8,
    bufferKiB: 16,
    bufferSizesKiB: [1, 2, 4, 8, 16],
    frameHeaderBytes: 3,
    bufferMemory: null,
    keepaliveTimer: { socketOffset: 0x2f, unitMs: 5000 },
  },
};
