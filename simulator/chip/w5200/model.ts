import { NS_PER_MS, NS_PER_US } from '../../clock.ts';
import type { ChipModel } from '../model/chip-model.ts';
import { blockOf } from '../registers/table.ts';
import { W5200_COMMON, W5200_SOCKET } from './registers.ts';
import { W5200Spi } from './spi.ts';

/** Reset timing: WIZnet's W5200 firmware (2 µs low, 150 ms wait). Erratum 1: W5200 errata sheet 1.0.6. */
export const W5200: ChipModel = {
  name: 'W5200',
  sockets: 8,
  bufferBytes: 0x4000,
  bufferSizesKib: [0, 1, 2, 4, 8, 16],
  common: blockOf(W5200_COMMON),
  socket: blockOf(W5200_SOCKET),
  createSpi: (target) => new W5200Spi(target),
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
  broadcastBlock: 0,
  unreachable: null,
  mrNotModelled: [
    [0x20, 'wake on LAN'],
    [0x02, "the indirect bus's AI"],
    [0x01, "the indirect bus's IND"],
  ],
  resetLowNs: 2 * NS_PER_US,
  readyNs: 150 * NS_PER_MS,
  needsResetPulse: true,
  showsArp: true,
  randomPointers: true,
  keepaliveTimer: null,
  intLevelUnitNs: null,
  /** ioLibrary's sendto clears SUBR meanwhile on chips before the W5500. */
  asksGatewayWithoutIp: true,
  answersAddressProbesToGateway: true,
};
