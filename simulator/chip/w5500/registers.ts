import { SOCKET } from '../registers/socket.ts';
import type { ChipRegisterTable } from '../registers/table.ts';

/** Common registers, block 0: W5500 datasheet 1.0.9, common registers. 0x002F…0x0038 are reserved. */
export const W5500_COMMON = {
  MR: { offset: 0x00, bytes: 1, access: 'rw', reset: 0x00 },
  GAR: { offset: 0x01, bytes: 4, access: 'rw', reset: 0 },
  SUBR: { offset: 0x05, bytes: 4, access: 'rw', reset: 0 },
  SHAR: { offset: 0x09, bytes: 6, access: 'rw', reset: 0 },
  SIPR: { offset: 0x0f, bytes: 4, access: 'rw', reset: 0 },
  INTLEVEL: { offset: 0x13, bytes: 2, access: 'rw', reset: 0x0000 },
  IR: { offset: 0x15, bytes: 1, access: 'w1c', reset: 0x00 },
  IMR: { offset: 0x16, bytes: 1, access: 'rw', reset: 0x00 },
  /** Follows the sockets' Sn_IR; drivers must clear those and never write the summary. */
  SIR: { offset: 0x17, bytes: 1, access: 'ro', reset: 0x00 },
  SIMR: { offset: 0x18, bytes: 1, access: 'rw', reset: 0x00 },
  RTR: { offset: 0x19, bytes: 2, access: 'rw', reset: 0x07d0 },
  RCR: { offset: 0x1b, bytes: 1, access: 'rw', reset: 0x08 },
  PTIMER: { offset: 0x1c, bytes: 1, access: 'rw', reset: 0x28 },
  PMAGIC: { offset: 0x1d, bytes: 1, access: 'rw', reset: 0x00 },
  PHAR: { offset: 0x1e, bytes: 6, access: 'rw', reset: 0 },
  PSID: { offset: 0x24, bytes: 2, access: 'rw', reset: 0 },
  PMRU: { offset: 0x26, bytes: 2, access: 'rw', reset: 0xffff },
  UIPR: { offset: 0x28, bytes: 4, access: 'ro', reset: 0 },
  UPORTR: { offset: 0x2c, bytes: 2, access: 'ro', reset: 0 },
  /** Bits 2:0 (duplex, speed, link) come from the PHY when the register is read. */
  PHYCFGR: { offset: 0x2e, bytes: 1, access: 'rw', reset: 0b1011_1000 },
  VERSIONR: { offset: 0x39, bytes: 1, access: 'ro', reset: 0x04 },
} as const satisfies ChipRegisterTable;

/** Socket registers, block 4n + 1: the shared ones and the keepalive timer. */
export const W5500_SOCKET = {
  ...SOCKET,
  /** Automatic keepalive, unit 5 s; 0 is off. */
  Sn_KPALVTR: { offset: 0x2f, bytes: 1, access: 'rw', reset: 0x00 },
} as const satisfies ChipRegisterTable;
