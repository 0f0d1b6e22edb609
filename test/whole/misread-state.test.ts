/** Wrong bits on SPI make Sn_SR read CLOSED, as often as the firmware asks, though the connection stands. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../simulator/host/connection.ts';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import { STOPPABLE } from '../ways/apps.ts';
import { utf8 } from '../ways/rig.ts';
import { BRISK, type Built, built, CHIPS } from './firmware.ts';
import { intercepted, SN_CR, SN_SR } from './intercepted.ts';
import { pattern, pause, Rig } from './rig.ts';
import { SERVER } from './wrong-bits.ts';

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

  /** Sn_SR reads CLOSED so often as the firmware asks before it believes it, and then as it is. */
  function closedTwice(firmwareOf: Built, script: (rig: Rig, misread: () => void) => Task): Rig {
    let left = 0;
    const read = (register: number, byte: number): number => (register === SN_SR && left-- > 0 ? CLOSED : byte);
    const rig = new Rig(firmwareOf, { wrap: (chip) => intercepted(chip, name, { read }) });
    const misread = (): void => {
      left = 2;
    };
    rig.play(script(rig, misread));
    return rig;
  }

  test('a client that waits for its next attempt ends the old connection first, and connects again', async () => {
    const reconnect = { firstMs: 5000, maxMs: 5000, jitter: 0 };
    const client = await built({ chip: name, ...BRISK, sockets: [{ role: 'client', server: SERVER, reconnect }] });
    closedTwice(client, function* (rig, misread) {
      const accepted: Connection[] = [];
      const server = rig.peer();
      server.onBoot = () => server.listen(SERVER.port, (connection) => void accepted.push(connection));
      server.onBoot();
      yield* rig.until('a connection', () => accepted.length === 1, 1000);
      misread();
      yield pause(50);
      server.boot(); // it knows nothing of the connection, and says nothing
      yield* rig.until('a new one', () => accepted.length === 2, 7000);
    });
  });

  test('a stop of everything ends the connection all the same', async () => {
    const spec = { chip: name, ...BRISK, goodbye: {}, sockets: [{ port: 5000, count: 2 }] };
    closedTwice(await built(spec, { 'app.c': STOPPABLE }), function* (rig, misread) {
      const connection = yield* rig.connected(rig.peer({ receiveBufferBytes: 500 }), 1000);
      connection.autoRead = false;
      connection.send(pattern(1400)); // the stop waits for its echo
      yield pause(200);
      (yield* rig.connected(rig.peer(), 1000)).send(utf8('a'));
      yield pause(100);
      misread();
      const left = (event: TimelineEvent): boolean =>
        event.kind === 'socket-state' && event.socket === 0 && event.from === 'ESTABLISHED';
      yield* rig.until('the end of the connection', () => rig.events.some(left), 3000);
    });
  });
});
