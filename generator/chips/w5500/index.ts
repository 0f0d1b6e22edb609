import type { Chip } from '../chip.ts';

export const w5500: Chip = {
  name: 'W5500',
  version: 0x04,
  /** W5500 datasheet 5.5.4: 33.3 MHz is guaranteed, 80 MHz a design figure. */
  spiMaxHz: 33_300_000,
  /** W5500 datasheet, reset timing. */
  resetLowUs: 500,
  /** MR.RST initialises all registers, and CSn ends every frame (W5500 datasheet 1.0.9, MR and section 2.2). */
  needsResetPin: false,
  /** The PLL locks in 1 ms; the modules WIZ850io and WIZ550io ask for 50 ms. */
  resetReadyMs: 50,
  sockets: 8,
  bufferKiB: 16,
  resetBufferKiB: 2,
  bufferSizesKiB: [1, 2, 4, 8, 16],
  socketInterruptMask: 'SIMR',
  framesByLength: false,
  frameHeaderBytes: 3,
  bufferMemory: null,
  keepaliveTimer: { socketOffset: 0x2f, unitMs: 5000 },
};
