/** Common registers, typed from the datasheets' address tables: [W5200 address, W5500 offset]. */
export const COMMON = {
  MR: [0x0000, 0x0000],
  GAR: [0x0001, 0x0001],
  SUBR: [0x0005, 0x0005],
  SHAR: [0x0009, 0x0009],
  SIPR: [0x000f, 0x000f],
  INTLEVEL: [0x0030, 0x0013],
  IR: [0x0015, 0x0015],
  /** Mask of IR. */
  IMR: [0x0036, 0x0016],
  /** Socket summary: IR2 on the W5200. */
  SIR: [0x0034, 0x0017],
  /** Its mask: IMR2 on the W5200. */
  SIMR: [0x0016, 0x0018],
  RTR: [0x0017, 0x0019],
  RCR: [0x0019, 0x001b],
  PHY: [0x0035, 0x002e],
  VERSIONR: [0x001f, 0x0039],
} as const;

/** Socket registers, the same offsets on both chips. */
export const SOCKET = {
  MR: 0x00,
  CR: 0x01,
  IR: 0x02,
  SR: 0x03,
  PORT: 0x04,
  DHAR: 0x06,
  DIPR: 0x0c,
  DPORT: 0x10,
  MSSR: 0x12,
  TTL: 0x16,
  RXBUF_SIZE: 0x1e,
  TXBUF_SIZE: 0x1f,
  TX_FSR: 0x20,
  TX_RD: 0x22,
  TX_WR: 0x24,
  RX_RSR: 0x26,
  RX_RD: 0x28,
  RX_WR: 0x2a,
  IMR: 0x2c,
  KPALVTR: 0x2f,
} as const;

export type CommonName = keyof typeof COMMON;
export type SocketName = keyof typeof SOCKET;

export const COMMAND = {
  OPEN: 0x01,
  LISTEN: 0x02,
  CONNECT: 0x04,
  DISCON: 0x08,
  CLOSE: 0x10,
  SEND: 0x20,
  SEND_MAC: 0x21,
  SEND_KEEP: 0x22,
  RECV: 0x40,
} as const;

export type CommandName = keyof typeof COMMAND;
