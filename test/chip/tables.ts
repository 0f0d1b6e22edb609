import type { ChipName } from './driver.ts';

export type Access = 'rw' | 'ro' | 'w1c' | 'command';
export type Row = readonly [register: string, offset: number, access: Access, reset: readonly number[]];

/** W5500 datasheet 1.0.9, chapter 4.1, common registers. PHYCFGR with the link up at 100 Mbit/s full duplex. */
const W5500_COMMON: readonly Row[] = [
  ['MR', 0x00, 'rw', [0]],
  ['GAR', 0x01, 'rw', [0, 0, 0, 0]],
  ['SUBR', 0x05, 'rw', [0, 0, 0, 0]],
  ['SHAR', 0x09, 'rw', [0, 0, 0, 0, 0, 0]],
  ['SIPR', 0x0f, 'rw', [0, 0, 0, 0]],
  ['INTLEVEL', 0x13, 'rw', [0, 0]],
  ['IR', 0x15, 'w1c', [0]],
  ['IMR', 0x16, 'rw', [0]],
  ['SIR', 0x17, 'ro', [0]],
  ['SIMR', 0x18, 'rw', [0]],
  ['RTR', 0x19, 'rw', [0x07, 0xd0]],
  ['RCR', 0x1b, 'rw', [0x08]],
  ['PTIMER', 0x1c, 'rw', [0x28]],
  ['PMAGIC', 0x1d, 'rw', [0]],
  ['PHAR', 0x1e, 'rw', [0, 0, 0, 0, 0, 0]],
  ['PSID', 0x24, 'rw', [0, 0]],
  ['PMRU', 0x26, 'rw', [0xff, 0xff]],
  ['UIPR', 0x28, 'ro', [0, 0, 0, 0]],
  ['UPORTR', 0x2c, 'ro', [0, 0]],
  ['PHYCFGR', 0x2e, 'rw', [0b1011_1111]],
  ['VERSIONR', 0x39, 'ro', [0x04]],
];

/** W5200 datasheet 1.3.0, common registers. PSTATUS with the link up. */
const W5200_COMMON: readonly Row[] = [
  ['MR', 0x00, 'rw', [0]],
  ['GAR', 0x01, 'rw', [0, 0, 0, 0]],
  ['SUBR', 0x05, 'rw', [0, 0, 0, 0]],
  ['SHAR', 0x09, 'rw', [0, 0, 0, 0, 0, 0]],
  ['SIPR', 0x0f, 'rw', [0, 0, 0, 0]],
  ['IR', 0x15, 'w1c', [0]],
  ['IMR2', 0x16, 'rw', [0]],
  ['RTR', 0x17, 'rw', [0x07, 0xd0]],
  ['RCR', 0x19, 'rw', [0x08]],
  ['PATR', 0x1c, 'ro', [0, 0]],
  ['PPPALGO', 0x1e, 'ro', [0]],
  ['VERSIONR', 0x1f, 'ro', [0x03]],
  ['PTIMER', 0x28, 'rw', [0x28]],
  ['PMAGIC', 0x29, 'rw', [0]],
  ['INTLEVEL', 0x30, 'rw', [0, 0]],
  ['IR2', 0x34, 'ro', [0]],
  ['PSTATUS', 0x35, 'ro', [0x20]],
  ['IMR', 0x36, 'rw', [0]],
];

/** Socket registers that are the same on both: W5500 datasheet 1.0.9, chapter 4.2; W5200 datasheet 1.3.0. */
const SOCKET: readonly Row[] = [
  ['Sn_MR', 0x00, 'rw', [0]],
  ['Sn_CR', 0x01, 'command', [0]],
  ['Sn_IR', 0x02, 'w1c', [0]],
  ['Sn_SR', 0x03, 'ro', [0]],
  ['Sn_PORT', 0x04, 'rw', [0, 0]],
  ['Sn_DHAR', 0x06, 'rw', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
  ['Sn_DIPR', 0x0c, 'rw', [0, 0, 0, 0]],
  ['Sn_DPORT', 0x10, 'rw', [0, 0]],
  ['Sn_MSSR', 0x12, 'rw', [0, 0]],
  ['Sn_TOS', 0x15, 'rw', [0]],
  ['Sn_TTL', 0x16, 'rw', [0x80]],
  ['Sn_RXBUF_SIZE', 0x1e, 'rw', [0x02]],
  ['Sn_TXBUF_SIZE', 0x1f, 'rw', [0x02]],
  ['Sn_TX_FSR', 0x20, 'ro', [0x08, 0x00]],
  ['Sn_TX_RD', 0x22, 'ro', [0, 0]],
  ['Sn_TX_WR', 0x24, 'rw', [0, 0]],
  ['Sn_RX_RSR', 0x26, 'ro', [0, 0]],
  ['Sn_RX_RD', 0x28, 'rw', [0, 0]],
  ['Sn_RX_WR', 0x2a, 'ro', [0, 0]],
  ['Sn_IMR', 0x2c, 'rw', [0xff]],
  ['Sn_FRAG', 0x2d, 'rw', [0x40, 0x00]],
];

export const COMMON_TABLE: Readonly<Record<ChipName, readonly Row[]>> = { W5200: W5200_COMMON, W5500: W5500_COMMON };

/** W5200: the protocol of IPRAW. W5500: the keepalive timer. */
export const SOCKET_TABLE: Readonly<Record<ChipName, readonly Row[]>> = {
  W5200: [...SOCKET, ['Sn_PROTO', 0x14, 'rw', [0]]],
  W5500: [...SOCKET, ['Sn_KPALVTR', 0x2f, 'rw', [0]]],
};
