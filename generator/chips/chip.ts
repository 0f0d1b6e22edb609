/** Facts of a WIZnet chip; frames and registers belong to the firmware's chip layer. */
export interface Chip {
  /** As the spec and its registry name it. */
  readonly name: string;
  /** VERSIONR. */
  readonly version: number;
  readonly spiMaxHz: number;
  /** Shortest low pulse on RSTn. */
  readonly resetLowUs: number;
  /** It does not work before a pulse on RSTn, and a reset over SPI cannot take its place. */
  readonly needsResetPin: boolean;
  /** From RSTn's release until the first access. */
  readonly resetReadyMs: number;
  readonly sockets: number;
  /** Buffer memory for all sockets together, in each direction. */
  readonly bufferKiB: number;
  /** Sn_RXBUF_SIZE and Sn_TXBUF_SIZE of each socket after a reset. */
  readonly resetBufferKiB: number;
  readonly bufferSizesKiB: readonly (1 | 2 | 4 | 8 | 16)[];
  /** The datasheet's name of the register that lets sockets assert INTn. */
  readonly socketInterruptMask: string;
  /** A wrong length in the header of a frame puts the chip out of step until a hardware reset. */
  readonly framesByLength: boolean;
  /** Address and control bytes before the data of a frame. */
  readonly frameHeaderBytes: number;
  /** Where the sockets' buffers begin; null where the chip finds them by itself. */
  readonly bufferMemory: null | { readonly txBase: number; readonly rxBase: number };
  /** Sn_KPALVTR; absent where only SEND_KEEP exists. */
  readonly keepaliveTimer?: { readonly socketOffset: number; readonly unitMs: number };
}
