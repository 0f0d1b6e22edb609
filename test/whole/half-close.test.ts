/** A peer that closes its sending half first: what it still gets, and for how long it keeps its socket. */
import { beforeAll, describe, expect, test } from 'vitest';
import { BRISK, type Built, built, CHIPS } from './firmware.ts';
import { play, scenario } from './play.ts';
import { pause, Rig } from './rig.ts';

/** Takes a request at once, thinks for 50 ms, then answers with it; `LAST`: it says when nothing more is to come. */
const LATE_APP = (isKept: boolean, last: string): string => `
#include "kw_loop.h"

static uint8_t request[64];
static uint16_t length;
static uint32_t since_ms;

void kw_app_connected(uint32_t sn)
{
    (void)sn;
    length = 0U;
}

void kw_app_received(uint32_t sn, uint16_t waiting)
{
    (void)waiting;
    if (length == 0U) {
        length = kw_socket_receive(sn, request, sizeof request);
        since_ms = kw_now_ms();
        kw_socket_more(sn, ${isKept});
    }
}

void app_poll(void);
void app_poll(void)
{
    if (length > 0U && (uint32_t)(kw_now_ms() - since_ms) >= 50U && kw_socket_room(0U) >= length) {
        (void)kw_socket_send(0U, request, length);
        length = 0U;
        ${last}
    }
}

void kw_app_ended(uint32_t sn, kw_end_reason_t reason)
{
    (void)sn;
    (void)reason;
}

void kw_app_fault(kw_fault_t fault)
{
    (void)fault;
}
`;

const MAIN = `
#include "kw_clock.h"
#include "kw_loop.h"
#include "kw_port.h"
#include "kw_timer.h"

void app_poll(void);

int main(void)
{
    (void)kw_clock_init();
    kw_loop_init();
    Timer_Configuration();
    NVIC_Configuration();
    for (;;) {
        bool const more = kw_loop_poll();
        app_poll();
        if (!more) {
            kw_port_wait();
        }
    }
}
`;

const DONE = 'kw_socket_more(0U, false);';
const HALF_CLOSE = [
  { do: 'connect', peer: 'client' },
  { do: 'send', peer: 'client', text: 'status?' },
  { do: 'close', peer: 'client' },
];
const answered = { echoed: [{ peer: 'client', bytes: 7 }], detected: [{ peer: 'client', as: 'orderly-close' }] };

describe.each(CHIPS)('%s', (chip) => {
  const late = (isKept: boolean, last: string): Promise<Built> =>
    built({ chip, ...BRISK, sendTimeoutS: 3 }, { 'app.c': LATE_APP(isKept, last), 'main.c': MAIN });

  test('an answer that takes 50 ms arrives, and then the connection ends', async () => {
    const steps = [...HALF_CLOSE, { do: 'wait', for: { s: 2 } }];
    const run = play(await late(true, DONE), scenario(steps, { expect: answered }));
    expect(run.reasons.join('\n')).not.toContain('echo');
    const ended = run.timeline.filter((event) => event.kind === 'firmware' && event.what === 'ended');
    expect(ended).toMatchObject([{ reason: 'peer-closed' }]);
    expect((ended[0]?.atNs ?? 0) / 1e6).toBeLessThan(1000);
  });

  test('without a word of more to come the FIN is answered at once', async () => {
    const steps = [...HALF_CLOSE, { do: 'wait', for: { s: 2 } }];
    const run = play(await late(false, ''), scenario(steps, { expect: answered }));
    expect(run.verdict).toBe('fail');
  });

  test('an application that never finishes holds the socket no longer than the limit', async () => {
    const rig = new Rig(await late(true, ''));
    const limitMs = rig.plan.sockets[0]?.limits.halfClosedMs ?? 0;
    let closedMs = 0;
    function* script() {
      const connection = yield* rig.connected(rig.peer(), 3000);
      connection.send(new TextEncoder().encode('status?'));
      connection.close();
      yield* rig.until('the answer', () => connection.received.length === 7, 300);
      const answeredMs = rig.nowMs;
      const isClosed = () => rig.events.some((event) => event.kind === 'firmware' && event.what === 'ended');
      yield pause(limitMs - 200);
      expect(isClosed()).toBe(false);
      yield* rig.until('the end', isClosed, 300);
      closedMs = rig.nowMs - answeredMs;
    }
    rig.play(script());
    expect(limitMs).toBe(3000);
    expect(closedMs).toBeGreaterThan(2900);
    const ended = rig.events.filter((event) => event.kind === 'firmware' && event.what === 'ended');
    expect(ended).toMatchObject([{ reason: 'peer-closed' }]);
  });
});

describe.each(CHIPS)('%s, a client that sends, closes its half and never reads the echo', (chip) => {
  let endless: Built;
  beforeAll(async () => {
    endless = await built({ chip, ...BRISK, sendTimeoutS: null });
  });

  test('holds its socket for 120 s even where data under way has no limit', () => {
    const steps = [
      { do: 'connect', peer: 'client' },
      { do: 'send', peer: 'client', bytes: 8500 },
      { do: 'close', peer: 'client' },
      { do: 'wait', for: { s: 125 } },
    ];
    const run = play(endless, scenario(steps, { peers: [{ name: 'client', kind: 'never-reads' }] }));
    const ended = run.timeline.filter((event) => event.kind === 'firmware' && event.what === 'ended');
    expect(ended).toMatchObject([{ reason: 'send-timeout' }]);
    const endMs = (ended[0]?.atNs ?? 0) / 1e6;
    expect(endMs).toBeGreaterThan(120_000);
    expect(endMs).toBeLessThan(121_500);
  });
});

test.each(CHIPS)('%s: a peer that has closed, and then acknowledges no FIN, ends as peer-closed', async (chip) => {
  const firmware = await built({ chip, ...BRISK, retransmission: { timeoutMs: 500, count: 3 }, sendTimeoutS: 1 });
  const steps = [
    { do: 'connect', peer: 'client' },
    { do: 'send', peer: 'client', text: 'hello' },
    { do: 'expect-echo', peer: 'client' },
    { do: 'wait', for: { ms: 500 } },
    { do: 'close', peer: 'client' },
    { do: 'cut', direction: 'from-device' },
    { do: 'wait', for: { s: 20 } },
  ];
  const run = play(firmware, scenario(steps));
  const ended = run.timeline.filter((event) => event.kind === 'firmware' && event.what === 'ended');
  expect(ended).toMatchObject([{ reason: 'peer-closed' }]);
});

test('bytes that MISO spoils after the peer has closed its half are not the application’s', async () => {
  const firmware = await built({ ...BRISK, chip: 'W5500' });
  for (let tenths = 1; tenths <= 20; tenths++) {
    const what = scenario([
      { do: 'connect', peer: 'client' },
      { do: 'send', peer: 'client', bytes: 1400 },
      { do: 'close', peer: 'client' },
      { do: 'wait', for: { s: tenths / 10_000 } },
      { do: 'chip', is: 'miso-low' },
      { do: 'wait', for: { s: 0.01 } },
      { do: 'chip', is: 'ok' },
      { do: 'wait', for: { s: 1 } },
    ]);
    const { reasons } = play(firmware, what);
    expect(
      reasons.filter((reason) => reason.startsWith('answer-differs')),
      `${tenths / 10} ms`,
    ).toEqual([]);
  }
});
