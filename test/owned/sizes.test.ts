/** Buffers of the application that change their size would move those of keepwire: the chip is then set up again. */
import { describe, expect, test } from 'vitest';
import { guest } from '../guest/specs.ts';
import { BRISK, built } from '../whole/firmware.ts';
import { pattern, pause, Rig } from '../whole/rig.ts';

/** Each check looks at one more of the eight sockets. */
const WITHIN_MS = 8 * 1000 + 100;

describe.each(['W5500', 'W5200'] as const)('%s', (chip) => {
  test.each([0, 2, 7])('RX buffer of socket %d', async (number) => {
    const sockets = [{ port: 5000, number: 1 }];
    const rig = new Rig(await built({ ...BRISK, chip, ...guest('custom'), health: { everyS: 1 }, sockets }));
    const address = chip === 'W5500' ? [0x00, 0x1e, (number << 5) | 0x0c] : [0x40 + number, 0x1e, 0x80, 0x01];
    rig.play(
      (function* () {
        const connection = yield* rig.connected(rig.peer(), 3000);
        yield* rig.echoed(connection, pattern(100), 1000);
        rig.chip.select();
        rig.chip.exchange(Uint8Array.from([...address, 4]));
        rig.chip.deselect();
        yield* rig.until('the fault', () => rig.faults().length === 1, WITHIN_MS);
        yield pause(2000);
        yield* rig.echoed(yield* rig.connected(rig.peer(), 3000), pattern(3000), 1000);
      })(),
    );
    expect(rig.faults()).toHaveLength(1);
  });
});
