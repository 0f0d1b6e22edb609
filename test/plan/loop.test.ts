import { expect, test } from 'vitest';
import { planLoop } from '../../generator/plan/loop.ts';

const MHZ = 1_000_000;

/**
 * By hand: 3000 bytes a socket (1460 and 40 around them, in and out), each 8 SPI clocks and 72 core cycles.
 * 18 MHz and 72 MHz: 1.444 µs a byte, 4.333 ms a socket; 31,250 Hz and 8 MHz: 265 µs a byte, 795 ms a socket. An event
 * that has just been passed by waits for the other sockets of this poll and all of the next. The longest poll serves all of
 * them, and waits for a command, which counts as one more.
 */
test.each([
  ['one socket, fast', 1, 18 * MHZ, 72 * MHZ, 8, 1 + 8 + 5, 1 + 9],
  ['eight sockets, fast', 8, 18 * MHZ, 72 * MHZ, 64, 1 + 64 + 65, 1 + 40],
  ['one socket, slow', 1, 31_250, 8 * MHZ, 8, 1 + 8 + 795, 1 + 1590],
  ['eight sockets, slow', 8, 31_250, 8 * MHZ, 64, 1 + 64 + 11_925, 1 + 7155],
])('%s', (_name, sockets, spiHz, hclkHz, sweepRoundMs, worstPollMs, longestPollMs) => {
  const times = { callEveryMs: null, stuckMs: null, sweepMs: 8, sweepRoundMs, worstPollMs, longestPollMs };
  const more = { longestRoundMs: sweepRoundMs, typicalWaitMs: 0, chunkBytes: 1460, requestBytes: 0 };
  expect(planLoop(sockets, spiHz, hclkHz)).toEqual({ ...times, ...more });
});

test('looking for messages reads every byte once more', () => {
  // 8 KiB of a request: 17,408 bytes on SPI, 320 or 520 cycles a byte, and a chunk as the answer: 7.7 + 36.4 + 2.2 ms, and
  // 7.7 + 59.2 + 2.2 ms.
  const worstPollMs = (hasSubprotocols: boolean): number =>
    planLoop(1, 18 * MHZ, 72 * MHZ, false, { bytes: 8192, hasSubprotocols }).worstPollMs;
  expect([worstPollMs(false), worstPollMs(true)]).toEqual([1 + 8 + 47, 1 + 8 + 70]);
  expect(planLoop(1, 18 * MHZ, 72 * MHZ, true).worstPollMs).toBe(1 + 8 + 7); // 6.5 ms
});
