import type { LoopPlan } from '../../contract/device.ts';

/** Of the time, and in a main loop of the firmware's own the wait from one poll to the next. */
const TICK_MS = 1;
const SWEEP_MS = 8;
/** One full-sized TCP segment (MSS 1460 on Ethernet). */
const CHUNK_BYTES = 1460;
/** Frame headers and register accesses around one chunk in one direction. */
const OVERHEAD_BYTES_PER_CHUNK = 40;
/** What the core spends on a byte beside the SPI's eight clocks: 1 µs at 72 MHz. */
const CORE_CYCLES_PER_BYTE = 72;
/** A WebSocket's request is read again with each of its segments, twice, through a window, and its words are compared. */
const SPI_BYTES_PER_REQUEST_BYTE = 2 * (1 + 4 / 64);
/**
 * Beside the SPI. Up to 206 are measured on the arm engine, in the shortest headers; up to 338 where eight subprotocols are
 * compared with what a client lists (`test/websocket/cycles.test.ts`). The engine's flash has no wait states: half as much
 * again is taken.
 */
const CORE_CYCLES_PER_REQUEST_BYTE = { plain: 320, subprotocols: 520 } as const;

/** The longest request of a WebSocket, and whether subprotocols are looked for in it. */
interface LongestRequest {
  readonly bytes: number;
  readonly hasSubprotocols: boolean;
}

/** The bytes of the longest transfer that a poll makes by itself. */
export const LONGEST_TRANSFER_BYTES = CHUNK_BYTES;

/** Who calls the loop, and what one transfer may take that does not move. */
export type CallPace = Pick<LoopPlan, 'callEveryMs' | 'stuckMs'>;

const OWN_LOOP: CallPace = { callEveryMs: null, stuckMs: null };

/**
 * The loop's pace. An event waits at most: for the next tick (`kw_port_wait` sleeps no longer) and, where the user's loop
 * calls, for as long as that may pause between two calls; for the sweep to come
 * round to its socket where INTn does not tell, and for the rest of one poll and a whole one, in which every socket moves
 * a chunk in and out. Where messages are looked for, every byte is read once more, some of them twice.
 */
export function planLoop(
  socketCount: number,
  spiClockHz: number,
  hclkHz: number,
  looksThrough = false,
  { bytes: requestBytes, hasSubprotocols }: LongestRequest = { bytes: 0, hasSubprotocols: false },
  pace: CallPace = OWN_LOOP,
): LoopPlan {
  const [sweepRoundMs, pauseMs] = [SWEEP_MS * socketCount, pace.callEveryMs ?? 0];
  const chunks = looksThrough ? 3 : 2;
  const chunkBytes = CHUNK_BYTES + OVERHEAD_BYTES_PER_CHUNK;
  const msPerByte = 1000 * (8 / spiClockHz + CORE_CYCLES_PER_BYTE / hclkHz);
  const requestCycles = CORE_CYCLES_PER_REQUEST_BYTE[hasSubprotocols ? 'subprotocols' : 'plain'];
  const msPerRequestByte = 1000 * ((8 * SPI_BYTES_PER_REQUEST_BYTE) / spiClockHz + requestCycles / hclkHz);
  // A request is answered by a chunk at most: the page follows in later polls.
  const requestMs = requestBytes === 0 ? 0 : requestBytes * msPerRequestByte + chunkBytes * msPerByte;
  const msOf = (sockets: number): number =>
    TICK_MS + pauseMs + Math.ceil(Math.max(sockets * chunks * chunkBytes * msPerByte, sockets * requestMs));
  return {
    ...pace,
    sweepMs: SWEEP_MS,
    sweepRoundMs,
    longestRoundMs: sweepRoundMs + pauseMs,
    typicalWaitMs: pauseMs / 2,
    chunkBytes: CHUNK_BYTES,
    requestBytes,
    // A poll serves one socket after the other: of the poll that just passed it by an event waits for the other sockets.
    worstPollMs: sweepRoundMs + msOf(2 * socketCount - 1),
    // The wait for a command that the chip accepts late, or not at all, is shorter than one more socket.
    longestPollMs: msOf(socketCount + 1) + (pace.stuckMs ?? 0),
  };
}
