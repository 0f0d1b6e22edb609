import type { LoopPlan } from './types.ts';

const TICK_MS = 1;
const SWEEP_MS = 8;
/** One full-sized TCP segment (MSS 1460 on Ethernet). */
const CHUNK_BYTES = 1460;
/** Frame headers and register accesses around one chunk in one direction. */
const OVERHEAD_BYTES_PER_CHUNK = 40;
/** What the core spends on a byte beside the SPI's eight clocks: 1 µs at 72 MHz. */
const CORE_CYCLES_PER_BYTE = 72;

/**
 * The loop's pace. An event waits at most: for the next tick (`kw_port_wait` sleeps no longer), for the sweep to come
 * round to its socket where INTn does not tell, and for one poll in which every socket moves a whole chunk in and out.
 */
export function planLoop(socketCount: number, spiClockHz: number, hclkHz: number): LoopPlan {
  const sweepRoundMs = SWEEP_MS * socketCount;
  const bytes = socketCount * 2 * (CHUNK_BYTES + OVERHEAD_BYTES_PER_CHUNK);
  const msPerByte = 1000 * (8 / spiClockHz + CORE_CYCLES_PER_BYTE / hclkHz);
  return {
    sweepMs: SWEEP_MS,
    sweepRoundMs,
    chunkBytes: CHUNK_BYTES,
    worstPollMs: TICK_MS + sweepRoundMs + Math.ceil(bytes * msPerByte),
  };
}
