import type { ChipName } from '../../contract/board.ts';
import { NS_PER_MS, NS_PER_US } from '../clock.ts';
import { type Block, blockOf } from './registers/table.ts';
import { W5200_COMMON, W5200_SOCKET } from './w5200/registers.ts';
import { W5500_COMMON, W5500_SOCKET } from './w5500/registers.ts';

/** What the two chips differ in, as data; everything else is one code. */
export interface ChipModel {
  readonly name: ChipName;
  readonly common: Block;
  readonly socket: Block;
  /** Offsets of the common registers that the model itself works with. */
  readonly at: {
    readonly MR: number;
    readonly GAR: number;
    readonly SUBR: number;
    readonly SHAR: number;
    readonly SIPR: number;
    readonly INTLEVEL: number;
    readonly IR: number;
    readonly IMR: number;
    /** SIR; the W5200's IR2. */
    readonly summary: number;
    /** SIMR; the W5200's IMR2. */
    readonly summaryMask: number;
    readonly RTR: number;
    readonly RCR: number;
  };
  readonly phy: {
    readonly at: number;
    /** Bits the host may write. */
    readonly writable: number;
    /** Bits that read 1 while the link is up (100 Mbit/s, full duplex where the chip tells). */
    readonly linkUp: number;
    /** A PHY held in reset by its own register bit (0 = reset); 0 where there is none. */
    readonly resetBit: number;
  };
  /** MR bits whose function is missing here. */
  readonly mrNotModelled: number;
  readonly resetLowNs: number;
  /** From RSTn's release until the first access. */
  readonly readyNs: number;
  /** Dead after power-up until RSTn was pulsed. */
  readonly needsResetPulse: boolean;
  /** Sn_SR shows 0x01 while ARP resolves for CONNECT. */
  readonly showsArp: boolean;
  /** RX and TX pointers are random after OPEN. */
  readonly randomPointers: boolean;
  /** Offset of Sn_KPALVTR; null where there is no keepalive timer. */
  readonly keepaliveTimerAt: number | null;
  /** INTLEVEL's unit; null where it is not known and a value other than 0 is refused. */
  readonly intLevelUnitNs: number | null;
  /** Erratum 1: an ARP request from 0.0.0.0 is answered with the gateway's IP as target. */
  readonly answersAddressProbesToGateway: boolean;
}

/** Reset timing: W5500 datasheet (500 µs; PLL lock 1 ms, as drivers quote it). INTLEVEL: four periods of the 150 MHz PLL. */
const W5500: ChipModel = {
  name: 'W5500',
  common: blockOf(W5500_COMMON),
  socket: blockOf(W5500_SOCKET),
  at: {
    MR: W5500_COMMON.MR.offset,
    GAR: W5500_COMMON.GAR.offset,
    SUBR: W5500_COMMON.SUBR.offset,
    SHAR: W5500_COMMON.SHAR.offset,
    SIPR: W5500_COMMON.SIPR.offset,
    INTLEVEL: W5500_COMMON.INTLEVEL.offset,
    IR: W5500_COMMON.IR.offset,
    IMR: W5500_COMMON.IMR.offset,
    summary: W5500_COMMON.SIR.offset,
    summaryMask: W5500_COMMON.SIMR.offset,
    RTR: W5500_COMMON.RTR.offset,
    RCR: W5500_COMMON.RCR.offset,
  },
  phy: { at: W5500_COMMON.PHYCFGR.offset, writable: 0xf8, linkUp: 0x07, resetBit: 0x80 },
  /** WOL, PPPoE, FARP. */
  mrNotModelled: 0x2a,
  resetLowNs: 500 * NS_PER_US,
  readyNs: NS_PER_MS,
  needsResetPulse: false,
  showsArp: false,
  randomPointers: false,
  keepaliveTimerAt: W5500_SOCKET.Sn_KPALVTR.offset,
  intLevelUnitNs: 4 * (1000 / 150),
  answersAddressProbesToGateway: false,
};

/** Reset timing: WIZnet's W5200 firmware (2 µs low, 150 ms wait). Erratum 1: W5200 errata sheet 1.0.6. */
const W5200: ChipModel = {
  name: 'W5200',
  common: blockOf(W5200_COMMON),
  socket: blockOf(W5200_SOCKET),
  at: {
    MR: W5200_COMMON.MR.offset,
    GAR: W5200_COMMON.GAR.offset,
    SUBR: W5200_COMMON.SUBR.offset,
    SHAR: W5200_COMMON.SHAR.offset,
    SIPR: W5200_COMMON.SIPR.offset,
    INTLEVEL: W5200_COMMON.INTLEVEL.offset,
    IR: W5200_COMMON.IR.offset,
    IMR: W5200_COMMON.IMR.offset,
    summary: W5200_COMMON.IR2.offset,
    summaryMask: W5200_COMMON.IMR2.offset,
    RTR: W5200_COMMON.RTR.offset,
    RCR: W5200_COMMON.RCR.offset,
  },
  phy: { at: W5200_COMMON.PSTATUS.offset, writable: 0, linkUp: 0x20, resetBit: 0 },
  /** WOL, PPPoE, and the indirect bus's AI and IND. */
  mrNotModelled: 0x2b,
  resetLowNs: 2 * NS_PER_US,
  readyNs: 150 * NS_PER_MS,
  needsResetPulse: true,
  showsArp: true,
  randomPointers: true,
  keepaliveTimerAt: null,
  intLevelUnitNs: null,
  answersAddressProbesToGateway: true,
};

export const MODELS: Readonly<Record<ChipName, ChipModel>> = { W5200, W5500 };
