import { NS_PER_MS, NS_PER_S, NS_PER_US } from '../../clock.ts';
import type { ChipModel } from '../model/chip-model.ts';
import { blockOf } from '../registers/table.ts';
import { W5500_COMMON, W5500_SOCKET } from './registers.ts';
import { W5500Spi } from './spi.ts';

/** Reset timing: W5500 datasheet (500 µs; PLL lock 1 ms, as in drivers). INTLEVEL: four periods of the 150 MHz PLL. */
export const W5500: ChipModel = {
  name: 'W5500',
  sockets: 8,
  bufferBytes: 0x4000,
  bufferSizesKib: [0, 1, 2, 4, 8, 16],
  common: blockOf(W5500_COMMON),
  socket: blockOf(W5500_SOCKET),
  createSpi: (target, switches) => new W5500Spi(target, switches),
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
  broadcastBlock: 0x40,
  unreachable: { UIPR: W5500_COMMON.UIPR.offset, UPORTR: W5500_COMMON.UPORTR.offset },
  mrNotModelled: [
    [0x20, 'wake on LAN'],
    [0x02, 'forced ARP'],
  ],
  resetLowNs: 500 * NS_PER_US,
  readyNs: NS_PER_MS,
  needsResetPulse: false,
  showsArp: false,
  randomPointers: false,
  keepaliveTimer: { offset: W5500_SOCKET.Sn_KPALVTR.offset, unitNs: 5 * NS_PER_S },
  intLevelUnitNs: 4 * (1000 / 150),
  asksGatewayWithoutIp: false,
  answersAddressProbesToGateway: false,
};
