/** Wrong bits on SPI make Sn_SR read CLOSED, as often as the firmware asks, though the connection stands. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import { BRISK, type Built, built, CHIPS } from './firmware.ts';
import { intercepted, SN_CR, SN_SR } from './intercepted.ts';
import { pattern, Rig } from './rig.ts';

/** Sn_SR, W5500 datasheet 1.0.9 p. 48 and W5200 datasheet 1.3.0 p. 29. */
const CLOSED = 0x00;
/** Sn_CR, W5500 datasheet 1.0.9 p. 46 and W5200 datasheet 1.3.0 p. 27. */
const OPEN = 0x01;

describe.each(CHIPS)('%s', (name) => {
  let firmware: Built;
  beforeAll(async () => {
    firmware = await built({ chip: name, ...BRISK });
  });

  test('the peer loses power after that: the old connection is no new one, and the next peer is served', () => {
    let isMisread = false;
    const rig = new Rig(firmware, {
      wrap: (chip) =>
        intercepted(chip, name, {
          written: (register, byte) => {
            if (register === SN_CR && byte === OPEN) isMisread = false;
            return byte;
          },
          read: (register, byte) => (isMisread && register === SN_SR ? CLOSED : byte),
        }),
    });
    const ends = (): number => rig.events.filter((it) => it.kind === 'firmware' && it.what === 'ended').length;
    rig.play(
      (function* (): Task {
        const peer = rig.peer();
        yield* rig.echoed(yield* rig.connected(peer, 1000), pattern(10), 1000);
        isMisread = true;
        yield* rig.until('the end', () => ends() > 0, 100);
        peer.powerOff();
        yield* rig.echoed(yield* rig.connected(rig.peer(), 2000), pattern(10), 1000);
      })(),
    );
    expect(ends()).toBe(1);
    expect(rig.faults()).toEqual([]);
  });
});
