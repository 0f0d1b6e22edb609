/** A chip that fails while a stop waits for the peer. */
import { expect, test } from 'vitest';
import { withAbsence } from '../whole/broken-chips.ts';
import { BRISK, built, CHIPS } from '../whole/firmware.ts';
import { pattern, pause, Rig } from '../whole/rig.ts';
import { STOPPABLE } from './apps.ts';
import { endsOf, NO_PROBES, utf8 } from './rig.ts';

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
      { 'app.c': STOPPABLE, 'main.c': MAIN },
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
    { 'app.c': STOPPABLE },
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
