import { expect, test } from 'vitest';
import { BRISK, built } from './firmware.ts';
import { mustPass, scenario } from './play.ts';
import { CHIPS_ABOVE } from './share.ts';

/** An echo behind something slow, one byte a second. Nothing is lost, all comes back in order. */
const SLOW_APP = `#include <stdint.h>

#include "kw_loop.h"

static uint32_t last_ms;

void kw_app_connected(uint32_t sn) { (void)sn; }
void kw_app_received(uint32_t sn, uint16_t waiting)
{
    uint8_t byte;

    (void)waiting;
    if ((uint32_t)(kw_now_ms() - last_ms) < 1000U || kw_socket_room(sn) == 0U) {
        return;
    }
    last_ms = kw_now_ms();
    if (kw_socket_receive(sn, &byte, 1U) > 0U) {
        (void)kw_socket_send(sn, &byte, 1U);
    }
}
void kw_app_ended(uint32_t sn, kw_end_reason_t reason) { (void)sn; (void)reason; }
void kw_app_fault(kw_fault_t fault) { (void)fault; }
`;

// The firmware counts silence from the arrival of data, so it probes while the application still takes it.
test.each(CHIPS_ABOVE)('%s: an application that takes a byte a second lives, and is probed in time', async (chip) => {
  const firmware = await built(
    { ...BRISK, chip, keepalive: { NO_DATA_PERIOD: 4, KA_SEND_PERIOD: 3 } },
    { 'app.c': SLOW_APP },
  );
  const steps = [
    { do: 'connect', peer: 'client' },
    { do: 'send', peer: 'client', text: 'twenty bytes, slowly' },
    { do: 'expect-echo', peer: 'client', limit: { s: 60 } },
    { do: 'wait', for: { s: 20 } },
  ];
  const what = scenario(steps, { expect: { alive: ['client'], probesAnswered: [{ peer: 'client', atLeast: 5 }] } });
  expect(mustPass(firmware, what).verdict).toBe('pass');
});
