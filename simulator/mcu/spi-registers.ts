import { row } from './registers.ts';

export type SpiRegister = 'CR1' | 'CR2' | 'SR' | 'DR' | 'CRCPR' | 'RXCRCR' | 'TXCRCR' | 'I2SCFGR' | 'I2SPR';

/** RM0008 25.5. */
export const SPI_TABLE = {
  CR1: row(0x00, 'rw', 0, 0xffff),
  CR2: row(0x04, 'rw', 0, 0xe7),
  SR: row(0x08, 'rc_w0', 0x02, 0x10),
  DR: row(0x0c, 'rw', 0, 0xffff),
  CRCPR: row(0x10, 'rw', 7, 0xffff),
  RXCRCR: row(0x14, 'ro', 0, 0),
  TXCRCR: row(0x18, 'ro', 0, 0),
  I2SCFGR: row(0x1c, 'rw', 0, 0x0fbf),
  I2SPR: row(0x20, 'rw', 0x02, 0x03ff),
} as const;

/** Bits of CR1. */
export const CPHA = 1 << 0;
export const CPOL = 1 << 1;
export const MSTR = 1 << 2;
export const BR = 7 << 3;
export const SPE = 1 << 6;
export const LSBFIRST = 1 << 7;
export const SSI = 1 << 8;
export const SSM = 1 << 9;
export const RXONLY = 1 << 10;
export const DFF = 1 << 11;
export const CRCEN = 1 << 13;
export const BIDIMODE = 1 << 15;
/** Bits of CR2. */
export const DMA = 3;
export const SSOE = 1 << 2;
export const ERRIE = 1 << 5;
export const RXNEIE = 1 << 6;
export const TXEIE = 1 << 7;
/** Bits of SR. */
export const RXNE = 1 << 0;
export const TXE = 1 << 1;
export const MODF = 1 << 5;
export const OVR = 1 << 6;
export const BSY = 1 << 7;
/** Bit of I2SCFGR. */
export const I2SMOD = 1 << 11;
