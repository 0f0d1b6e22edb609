import { expect, test } from 'vitest';
import { websocketLayer } from '../../scripts/bench/websocket.ts';
import { needTools } from '../tools.ts';

test('the layer on top of a TCP server, -Os on a Cortex-M3: at most 4096 bytes of flash, 48 of RAM a socket', () => {
  needTools('compiler', 'newlib');
  const { flash, ramOfSocket } = websocketLayer();
  expect(flash).toBeLessThanOrEqual(4096);
  expect(flash).toBeGreaterThan(1000); // both were built
  expect(ramOfSocket).toBeLessThanOrEqual(48);
});
