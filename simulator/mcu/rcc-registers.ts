import type { LineName } from '../../contract/board.ts';
import { type RegisterTable, row } from './registers.ts';

/** RM0008 7.3 and RM0041 6.3. */
export const APB1RSTR_OFFSET = 0x10;
export const APB1ENR_OFFSET = 0x1c;
export const CSR_OFFSET = 0x24;

/** Bits of CR. */
export const HSION = 1 << 0;
export const HSIRDY = 1 << 1;
export const HSEON = 1 << 16;
export const HSERDY = 1 << 17;
export const HSEBYP = 1 << 18;
export const CSSON = 1 << 19;
export const PLLON = 1 << 24;
export const PLLRDY = 1 << 25;
/** Bits of CFGR: PLLSRC, PLLXTPRE, PLLMUL. */
export const PLL_SETTINGS = 0x003f_0000;
/** Bits of CSR. */
export const LSION = 1 << 0;
export const LSIRDY = 1 << 1;
export const RMVF = 1 << 24;
/** Why the part was reset. Each reset pulls NRST low too, RM0008 7.1.1. */
export const PINRSTF = 1 << 26;
export const PORRSTF = 1 << 27;
export const SFTRSTF = 1 << 28;
export const IWDGRSTF = 1 << 29;
/** Bits of CIR: flags LSIRDYF, LSERDYF, HSIRDYF, HSERDYF, PLLRDYF; enabled 8 above; cleared 16 above. */
export const LSIRDYF = 1 << 0;
export const HSIRDYF = 1 << 2;
export const HSERDYF = 1 << 3;
export const PLLRDYF = 1 << 4;
export const CSSF = 1 << 7;
/** After power-on. */
export const POWER_ON_FLAGS = PORRSTF | PINRSTF;

export type RccRegister =
  | 'CR'
  | 'CFGR'
  | 'CIR'
  | 'APB2RSTR'
  | 'APB1RSTR'
  | 'AHBENR'
  | 'APB2ENR'
  | 'APB1ENR'
  | 'BDCR'
  | 'CSR'
  | 'CFGR2';

const COMMON = {
  CR: row(0x00, 'rw', 0x0000_0083, 0x010d_00f9),
  CFGR: row(0x04, 'rw', 0, 0x077f_fff3),
  CIR: row(0x08, 'rw', 0, 0x0000_1f00),
  APB2RSTR: row(0x0c, 'rw', 0, 0x0038_fffd),
  APB1RSTR: row(APB1RSTR_OFFSET, 'rw', 0, 0x3afe_c9ff),
  AHBENR: row(0x14, 'rw', 0x14, 0x0000_0557),
  APB2ENR: row(0x18, 'rw', 0, 0x0038_fffd),
  APB1ENR: row(APB1ENR_OFFSET, 'rw', 0, 0x3afe_c9ff),
  BDCR: row(0x20, 'rw', 0, 0x0001_8305),
  CSR: row(CSR_OFFSET, 'rw', POWER_ON_FLAGS, 0x0000_0001),
};

export function rccTable(line: LineName): RegisterTable<RccRegister> {
  if (line === 'F103') return { ...COMMON, CFGR2: null };
  return {
    ...COMMON,
    CFGR: row(0x04, 'rw', 0, 0x073f_fff3), // no USBPRE
    APB2RSTR: row(0x0c, 'rw', 0, 0x0007_5bfd),
    APB2ENR: row(0x18, 'rw', 0, 0x0007_5bfd),
    APB1RSTR: row(APB1RSTR_OFFSET, 'rw', 0, 0x787e_c9ff),
    APB1ENR: row(APB1ENR_OFFSET, 'rw', 0, 0x787e_c9ff),
    CFGR2: row(0x2c, 'rw', 0, 0xf),
  };
}
