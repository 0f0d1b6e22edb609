import { expect, test } from 'vitest';
import { planLoop } from '../../generator/plan/loop.ts';

const MHZ = 1_000_000;

/**
 * By hand: 1104 bytes a socket (512 and 40 around them, in and out), each 8 SPI clocks and 72 core cycles.
 * 18 MHz and 72 MHz: 1.444 µs a byte, 1.6 ms a socket; 31,250 Hz and 8 MHz: 265 µs a byte, 292.56 ms a socket.
 */
test.each([
  ['one socket, fast', 1, 18 * MHZ, 72 * MHZ, 8, 1 + 8 + 2],
  ['eight sockets, fast', 8, 18 * MHZ, 72 * MHZ, 64, 1 + 64 + 13],
  ['one socket, slow', 1, 31_250, 8 * MHZ, 8, 1 + 8 + 293],
  ['eight sockets, slow', 8, 31_250, 8 * MHZ, 64, 1 + 64 + 2341],
])('%s', (_name, sockets, spiHz, hclkHz, sweepRoundMs, worstPollMs) => {
  expect(planLoop(sockets, spiHz, hclkHz)).toEqual({ sweepMs: 8, sweepRoundMs, chunkBytes: 512, worstPollMs });
});
