/** SENDOK: for a part of the data another SEND follows, and for all of it none does, whatever one reading says. */
import { expect, test } from 'vitest';
import { BRISK, built, CHIPS } from './firmware.ts';
import { intercepted } from './intercepted.ts';
import { pattern, Rig } from './rig.ts';

/** The lower byte of Sn_TX_RD: the same offset on both chips (W5500 datasheet 1.0.9, W5200 datasheet 1.3.0, socket registers). */
const SN_TX_RD_LOWER = 0x23;

test.each(CHIPS)('%s: a chip whose SEND ends with the part that the peer takes sends all of it', async (chip) => {
  const rig = new Rig(await built({ chip, ...BRISK }), { switches: { partialSend: 'peer-window' } });
  rig.play(
    (function* () {
      const connection = yield* rig.connected(rig.peer({ receiveBufferBytes: 100 }), 1000);
      yield* rig.echoed(connection, pattern(350), 2000);
    })(),
  );
  expect(rig.faults()).toEqual([]);
});

test.each(CHIPS)('%s: a misread Sn_TX_RD gives no SEND that the chip would never answer', async (chip) => {
  let misreads = 0;
  const read = (register: number, byte: number): number =>
    register === SN_TX_RD_LOWER && misreads++ === 0 ? byte ^ 4 : byte;
  const rig = new Rig(await built({ chip, ...BRISK }), {
    switches: { emptySend: 'nothing' },
    wrap: (it) => intercepted(it, chip, { read }),
  });
  rig.play(
    (function* () {
      const connection = yield* rig.connected(rig.peer(), 1000);
      yield* rig.echoed(connection, pattern(10), 100);
      yield* rig.echoed(connection, pattern(20), 100);
    })(),
  );
  expect(misreads).toBeGreaterThan(1);
});
