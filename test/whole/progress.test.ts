/** Slow is not dead, and a command that the chip misses is no end. */
import { expect, test } from 'vitest';
import { createFaultyChip } from '../../simulator/chip/faults.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import { hex } from '../hex.ts';
import { BRISK, built, CHIPS } from './firmware.ts';
import { pattern, pause, Rig } from './rig.ts';

test.each(CHIPS)('%s: a peer that acknowledges 100 bytes every 2 s outlives sendTimeoutS 5', async (chip) => {
  const rig = new Rig(await built({ chip, ...BRISK, sendTimeoutS: 5 }));
  const peer = rig.peer({ receiveBufferBytes: 100 });
  const { sessions } = rig.play(
    (function* () {
      const connection = yield* rig.connected(peer, 1000);
      connection.autoRead = false;
      connection.send(pattern(500));
      for (let count = 0; count < 6; count++) {
        yield pause(2000);
        connection.autoRead = true;
        connection.autoRead = false;
      }
      expect(connection.received).toEqual(pattern(500));
      expect(connection.state).toBe('ESTABLISHED');
    })(),
  );
  expect(sessions.map(({ report }) => report)).toEqual([null]);
});

test('W5500: a client whose CONNECT is lost connects after the limit of the state', async () => {
  const server = { ip: '192.168.1.101', port: 7000 };
  const client = { role: 'client', server, reconnect: { firstMs: 100, maxMs: 200 } };
  const rig = new Rig(await built({ chip: 'W5500', ...BRISK, sockets: [client] }), {
    wrap: (chip, { clock, report }) => {
      const faulty = createFaultyChip({ clock, report, seed: 1 }, () => chip);
      faulty.faults.begin({ is: 'bit-errors', on: 'mosi', at: { frame: hex('00010c04'), nth: 1, byte: 3, bit: 2 } });
      return faulty.chip;
    },
  });
  const { limits } = rig.plan;
  const accepted: Connection[] = [];
  rig.peer().listen(7000, (connection) => accepted.push(connection));
  rig.play(
    (function* () {
      yield pause(limits.stateMs);
      expect(accepted).toEqual([]);
      yield* rig.until('a connection', () => accepted[0]?.state === 'ESTABLISHED', 1000);
    })(),
  );
});
