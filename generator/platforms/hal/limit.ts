/** How long one call of HAL may take. */
import type { BoardPlan } from '../../../contract/board.ts';
import { frequency } from '../../firmware/c-text.ts';

/** The project sets its SPI's rate, which may be below the one that is counted with; a slower one is hardly meant. */
const SLOWEST_SPI_HZ = 250_000;
/** What a slow core spends on a byte in HAL: 60 cycles at 8 MHz. */
const CORE_MS_PER_BYTE = 0.008;
/** HAL counts the time of the wall: interrupts and tasks of higher priority may take the CPU within a call. */
const PAUSE_MS = 100;

/** Without a reset pin the fault is followed by the reset over SPI, which writes MR twice. */
const CALLS_OF_RESET = 2;

function rateHz({ spi }: Pick<BoardPlan, 'spi'>): number {
  return Math.min(spi.clockHz, SLOWEST_SPI_HZ);
}

function bytesPerMs(board: Pick<BoardPlan, 'spi'>): number {
  return Math.floor(1 / (8000 / rateHz(board) + CORE_MS_PER_BYTE));
}

/** What kw_port.c prints of the limit of one call. */
export function limitView(board: BoardPlan) {
  return { slowestSpi: frequency(rateHz(board)), spiBytesPerMs: bytesPerMs(board), spiPauseMs: PAUSE_MS };
}

/** After the call that fails no other one is made in this poll, but for a reset of the chip over SPI. */
export function stuckMs(board: BoardPlan, bytes: number): number {
  const calls = board.gpio.reset === null ? 1 + CALLS_OF_RESET : 1;
  return calls * PAUSE_MS + Math.floor(bytes / bytesPerMs(board));
}
