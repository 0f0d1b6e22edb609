import { SOCKET } from '../registers/socket.ts';
import type { ChipRegisterTable } from '../registers/table.ts';

/**
 * Common registers: W5200 datasheet 1.3.0, common registers; names as there, so IMR2 (0x0016) masks the sockets and IMR
 * (0x0036) the chip's own events. Reserved: 0x0013–14, 0x001A–1B, 0x0020–27, 0x002A–2F, 0x0032–33.
 */
export const W5200_COMMON = {
  MR: { offset: 0x00, bytes: 1, access: 'rw', reset: 0x00 },
  GAR: { offset: 0x01, bytes: 4, access: 'rw', reset: 0 },
  SUBR: { offset: 0x05, bytes: 4, access: 'rw', reset: 0 },
  SHAR: { offset: 0x09, bytes: 6, access: 'rw', reset: 0 },
  SIPR: { offset: 0x0f, bytes: 4, access: 'rw', reset: 0 },
  IR: { offset: 0x15, bytes: 1, access: 'w1c', reset: 0x00 },
  /** Mask of IR2. */
  IMR2: { offset: 0x16, bytes: 1, access: 'rw', reset: 0x00 },
  RTR: { offset: 0x17, bytes: 2, access: 'rw', reset: 0x07d0 },
  RCR: { offset: 0x19, bytes: 1, access: 'rw', reset: 0x08 },
  PATR: { offset: 0x1c, bytes: 2, access: 'ro', reset: 0x0000 },
  PPPALGO: { offset: 0x1e, bytes: 1, access: 'ro', reset: 0x00 },
  VERSIONR: { offset: 0x1f, bytes: 1, access: 'ro', reset: 0x03 },
  PTIMER: { offset: 0x28, bytes: 1, access: 'rw', reset: 0x28 },
  PMAGIC: { offset: 0x29, bytes: 1, access: 'rw', reset: 0x00 },
  INTLEVEL: { offset: 0x30, bytes: 2, access: 'rw', reset: 0x0000 },
  /** Follows the sockets' Sn_IR. */
  IR2: { offset: 0x34, bytes: 1, access: 'ro', reset: 0x00 },
  /** Bit 5, the link, comes from the PHY. Sources disagree on whether its power bits can be written: refused here. */
  PSTATUS: { offset: 0x35, bytes: 1, access: 'ro', reset: 0x00 },
  /** Mask of IR. */
  IMR: { offset: 0x36, bytes: 1, access: 'rw', reset: 0x00 },
} as const satisfies ChipRegisterTable;

/** Socket registers, 0x4000 + n · 0x100: the shared ones and the IPRAW protocol. There is no keepalive timer. */
export const W5200_SOCKET = {
  ...SOCKET,
  Sn_PROTO: { offset: 0x14, bytes: 1, access: 'rw', reset: 0x00 },
} as const satisfies ChipRegisterTable;
