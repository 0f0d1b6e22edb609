/** A stop and a chip that fails meanwhile; a main program that comes late; and how long a poll may take. */
import { expect, test } from 'vitest';
import { withAbsence } from '../whole/broken-chips.ts';
import { BRISK, built, CHIPS } from '../whole/firmware.ts';
import { pattern, pause, Rig } from '../whole/rig.ts';
import { endsOf, firmware, isOver, NO_PROBES, play, text, utf8 } from './rig.ts';

/** An echo; `a` stops everything, and `b` keeps the main program away for 13 s. */
const APP = `#include <stdint.h>

#include "kw_keepalive.h"
#include "kw_config.h"
#include "kw_port.h"
#include "kw_loop.h"

static uint8_t buffer[KW_CHUNK_BYTES];

void kw_app_connected(uint32_t socket) { (void)socket; }
void kw_app_ended(uint32_t socket, kw_end_reason_t reason) { (void)socket; (void)reason; }
void kw_app_fault(kw_fault_t fault) { (void)fault; }

void kw_app_received(uint32_t socket, uint16_t waiting)
{
    uint16_t length = kw_socket_room(socket);
    uint32_t const now = kw_now_ms();

    (void)waiting;
    length = kw_socket_receive(socket, buffer, length < sizeof buffer ? length : (uint16_t)sizeof buffer);
    if (length == 1U && buffer[0] == 'a') {
        kw_loop_stop();
        return;
    }
    if (length == 1U && buffer[0] == 'b') {
        while ((uint32_t)(kw_now_ms() - now) < 13000U) {
            kw_port_wait();
        }
    }
    (void)kw_socket_send(socket, buffer, length);
}
`;

/** Tells of the clock, which nothing else tells of, once everything is stopped. */
const MAIN = `#include "kw_clock.h"
#include "kw_port.h"
#include "kw_loop.h"
#include "kw_timer.h"

int main(void)
{
    (void)kw_clock_init();
    kw_loop_init();
    Timer_Configuration();
    NVIC_Configuration();
    for (;;) {
        if (!kw_loop_poll()) {
            kw_port_wait();
        }
        if (kw_loop_stopped()) {
            kw_app_fault(KW_FAULT_CLOCK);
        }
    }
}
`;

test.each(CHIPS)(
  '%s: a chip that dies while a stop waits for the peer’s FIN does not keep it from ending',
  async (chip) => {
    const bye = await built(
      { ...BRISK, ...NO_PROBES, chip, goodbye: { text: 'bye' } },
      { 'app.c': APP, 'main.c': MAIN },
    );
    let goneMs = Number.POSITIVE_INFINITY;
    const rig = new Rig(bye, { wrap: (real, rig) => withAbsence(real, 0xff, () => rig.nowMs > goneMs) });
    rig.play(
      (function* () {
        const connection = yield* rig.connected(rig.peer(), 1000);
        connection.send(utf8('a'));
        yield* rig.until('the end', () => endsOf(rig).length === 1, 200);
        goneMs = rig.nowMs + 100; // the peer has not sent its FIN
        const stopped = (): boolean =>
          rig.events.some((event) => event.kind === 'firmware' && event.what === 'fault' && /SYSCLK/.test(event.text));
        yield* rig.until('that all is stopped', stopped, 3000);
      })(),
    );
  },
);

test.each(CHIPS)('%s: a chip that is reset while a stop waits is told as that', async (chip) => {
  const mute = await built(
    { ...BRISK, ...NO_PROBES, chip, goodbye: {}, sockets: [{ port: 5000, count: 2 }] },
    { 'app.c': APP },
  );
  const rig = new Rig(mute);
  rig.play(
    (function* () {
      const stuck = yield* rig.connected(rig.peer({ receiveBufferBytes: 500 }), 1000);
      stuck.autoRead = false;
      stuck.send(pattern(1400));
      yield pause(200);
      (yield* rig.connected(rig.peer(), 1000)).send(utf8('a'));
      yield pause(300);
      rig.chip.reset(0);
      rig.chip.reset(1);
      yield* rig.until('both ends', () => endsOf(rig).length === 2, 1000);
    })(),
  );
  expect(endsOf(rig).map(({ reason }) => reason)).toEqual(['local-stop', 'chip-fault']);
});

test.each(CHIPS)('%s: a peer that was never asked has not left a question unanswered', async (chip) => {
  const asking = await built(
    { ...BRISK, ...NO_PROBES, chip, goodbye: {}, ask: { text: '?', afterIdleS: 8, withinS: 2, tries: 2 } },
    { 'app.c': APP },
  );
  const rig = play(asking, function* (rig) {
    const connection = yield* rig.connected(rig.peer(), 1000);
    connection.onReceived = (bytes) => {
      if (text(bytes).includes('?')) rig.clock.after(50e6, () => isOver(connection) || connection.send(utf8('yes')));
    };
    connection.send(utf8('b'));
    yield pause(25_000);
    expect(isOver(connection)).toBe(false);
  });
  expect(endsOf(rig)).toEqual([]);
});

const SOUGHT = { goodbye: { text: 'GOODBYE' }, heartbeat: { expect: { text: 'BEAT', withinS: 3600 } } };
test.each([
  ['none sought, SPI at 300 kHz', { wiring: { spiMaxHz: 300_000 } }],
  ['messages sought, SPI at 300 kHz', { ...SOUGHT, wiring: { spiMaxHz: 300_000 } }],
  ['none sought, SPI at 18 MHz', {}],
  ['messages sought, SPI at 18 MHz', SOUGHT],
])('seven busy sockets, and the end of an eighth is told in time: %s', async (_name, options) => {
  const slow = await firmware('W5500', {
    ...NO_PROBES,
    ...options,
    sockets: [{ port: 5000, count: 8 }],
  });
  const rig = play(slow, function* (rig) {
    for (let socket = 0; socket < 7; socket++) {
      const connection = yield* rig.connected(rig.peer(), 9000);
      const more = (): void => {
        if (!isOver(connection) && connection.unacknowledgedBytes < 3000) connection.send(pattern(3000, socket));
      };
      connection.onReceived = more;
      more();
    }
    for (let round = 0; round < 8; round++) {
      const connection = yield* rig.connected(rig.peer(), 9000);
      yield pause(2000 + 77 * round);
      const before = endsOf(rig).length;
      connection.close();
      yield* rig.until('the end', () => endsOf(rig).length > before, 9000);
    }
  });
  const row = rig.plan.sockets[0]?.detection.find(({ failure }) => failure === 'orderly-close');
  // The socket leaves ESTABLISHED with the FIN; what the bound is for is that the application is told.
  const told = endsOf(rig).map(({ toldMs, leftMs }) => toldMs - leftMs);
  expect(Math.max(...told)).toBeLessThan(row?.boundMs ?? 0);
});
