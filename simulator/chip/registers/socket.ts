import type { ChipRegisterTable } from './table.ts';

/**
 * Socket registers that both chips have at the same offset (W5500 datasheet 1.0.9, socket registers; W5200 datasheet
 * 1.3.0, socket registers). Reset values that were not verified in the W5200's datasheet are those of the W5500.
 */
export const SOCKET = {
  Sn_MR: { offset: 0x00, bytes: 1, access: 'rw', reset: 0x00 },
  Sn_CR: { offset: 0x01, bytes: 1, access: 'command', reset: 0x00 },
  Sn_IR: { offset: 0x02, bytes: 1, access: 'w1c', reset: 0x00 },
  Sn_SR: { offset: 0x03, bytes: 1, access: 'ro', reset: 0x00 },
  Sn_PORT: { offset: 0x04, bytes: 2, access: 'rw', reset: 0x0000 },
  Sn_DHAR: { offset: 0x06, bytes: 6, access: 'rw', reset: 0xff_ff_ff_ff_ff_ff },
  Sn_DIPR: { offset: 0x0c, bytes: 4, access: 'rw', reset: 0 },
  Sn_DPORT: { offset: 0x10, bytes: 2, access: 'rw', reset: 0 },
  Sn_MSSR: { offset: 0x12, bytes: 2, access: 'rw', reset: 0x0000 },
  Sn_TOS: { offset: 0x15, bytes: 1, access: 'rw', reset: 0x00 },
  Sn_TTL: { offset: 0x16, bytes: 1, access: 'rw', reset: 0x80 },
  /** KiB; the W5200 calls it Sn_RXMEM_SIZE. */
  Sn_RXBUF_SIZE: { offset: 0x1e, bytes: 1, access: 'rw', reset: 0x02 },
  /** KiB; the W5200 calls it Sn_TXMEM_SIZE. */
  Sn_TXBUF_SIZE: { offset: 0x1f, bytes: 1, access: 'rw', reset: 0x02 },
  Sn_TX_FSR: { offset: 0x20, bytes: 2, access: 'ro', reset: 0x0800 },
  Sn_TX_RD: { offset: 0x22, bytes: 2, access: 'ro', reset: 0x0000 },
  Sn_TX_WR: { offset: 0x24, bytes: 2, access: 'rw', reset: 0x0000 },
  Sn_RX_RSR: { offset: 0x26, bytes: 2, access: 'ro', reset: 0x0000 },
  Sn_RX_RD: { offset: 0x28, bytes: 2, access: 'rw', reset: 0x0000 },
  Sn_RX_WR: { offset: 0x2a, bytes: 2, access: 'ro', reset: 0x0000 },
  Sn_IMR: { offset: 0x2c, bytes: 1, access: 'rw', reset: 0xff },
  Sn_FRAG: { offset: 0x2d, bytes: 2, access: 'rw', reset: 0x4000 },
} as const satisfies ChipRegisterTable;

/** Sn_IR, both chips. */
export const SN_IR = { CON: 0x01, DISCON: 0x02, RECV: 0x04, TIMEOUT: 0x08, SENDOK: 0x10 } as const;

/** Sn_MR: the protocol field, and the options of TCP and UDP. */
export const SN_MR_PROTOCOL = 0x0f;
export const SN_MR_TCP = 0x01;
export const SN_MR_UDP = 0x02;
/** No Delayed ACK. */
export const SN_MR_ND = 0x20;
/** UDP multicast. */
export const SN_MR_MULTI = 0x80;
