import type { Chip } from '../chip.ts';

export const w5200: Chip = {
  name: 'W5200',
  version: 0x03,
  /** 80 MHz stand on the datasheet's front page; drivers call 33 MHz safe and the field runs 24–30 MHz. */
  spiMaxHz: 30_000_000,
  resetLowUs: 2,
  /** It may not answer before a pulse (Arduino Ethernet library, w5100.cpp), and SPI that is out of step needs one. */
  needsResetPin: true,
  /** WIZnet's own firmware waits this long. */
  resetReadyMs: 150,
  sockets: 8,
  bufferKiB: 16,
  resetBufferKiB: 2,
  /** How 16 KiB is encoded in Sn_RXMEM_SIZE is contradictory (0x0F or 0x10), so it is not offered. */
  bufferSizesKiB: [1, 2, 4, 8],
  socketInterruptMask: 'IMR2',
  framesByLength: true,
  frameHeaderBytes: 4,
  bufferMemory: { txBase: 0x8000, rxBase: 0xc000 },
};
