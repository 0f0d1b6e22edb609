/**
 * Two tasks of an RTOS: one serves the socket, one watches it. Each is preempted by the other before every frame on SPI
 * that it makes, one after the other; a task that wants the lock waits until the other one releases it.
 */
import { benchFiles } from '../../generator/emit/bench.ts';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import { type CHIPS, planOfText } from '../whole/firmware.ts';
import { pause, Rig } from '../whole/rig.ts';
import { WATCH, watched } from './firmware.ts';

/** More than either task makes in one turn. */
export const MOST_FRAMES = 24;
/** Longer than from one probe to the next: each place has a probe. */
const PLACE_MS = 2000;

const SPEC = {
  keepalive: { NO_DATA_PERIOD: 1, KA_SEND_PERIOD: 1 },
  retransmission: { timeoutMs: 100, count: 3 },
  watched: { lock: true },
  callEveryMs: 1,
};

/**
 * Sends a byte in a third of its turns, chosen by a linear congruential generator: a fixed rhythm could miss each turn in
 * which a probe is due. Nothing comes back, so probes are due all the time.
 */
const APP = `
#include <stdint.h>
#include "socket.h"
#include "wizchip_conf.h"
#include "kw_watch.h"
void kw_app_poll(void);
void kw_app_ended(uint32_t sn, kw_end_reason_t reason);
static void send_byte(void)
{
    static uint8_t turn;
    kw_port_lock();
    uint16_t const room = getSn_TX_FSR(0);
    kw_port_unlock();
    turn = (uint8_t)(turn * 5U + 1U);
    if (turn < 86U && room == 2048U) {
        kw_port_lock();
        (void)send(0, &turn, 1);
        kw_port_unlock();
    }
}
void kw_app_poll(void)
{
    kw_port_lock();
    uint8_t const state = getSn_SR(0U);
    kw_port_unlock();
    if (state == SOCK_ESTABLISHED) {
        send_byte();
        return;
    }
    kw_port_lock();
    if (state == SOCK_CLOSED) {
        (void)socket(0, Sn_MR_TCP, 5000, 0);
    } else if (state == SOCK_INIT) {
        (void)listen(0);
    }
    kw_port_unlock();
}
void kw_app_ended(uint32_t sn, kw_end_reason_t reason)
{
    (void)sn;
    (void)reason;
}
`;

const TASKS = `
static void (*other)(void);
static uint32_t frames;
static uint32_t place;
static bool locked;
static bool is_blocked;

static void preempt(void)
{
    void (*const task)(void) = other;
    other = NULL;
    is_blocked = false;
    task();
}

static void before_frame(void)
{
    if (other != NULL && frames == place) {
        is_blocked = LOCKS && locked;
        if (!is_blocked) {
            preempt();
        }
    }
    frames++;
}
`;

/** Who is preempted, and whether the lock does anything. */
function tasksOf(bench: string, preempted: 'application' | 'watch', locks: boolean): string {
  const [first, second] = preempted === 'application' ? ['kw_app_poll', 'watch'] : ['watch', 'kw_app_poll'];
  const turn = `
static void watch(void)
{
    kw_watch_poll(ms);
}

static void take_turns(void)
{
    place = (ms / ${PLACE_MS}U) % ${MOST_FRAMES}U;
    frames = 0U;
    other = ${second};
    ${first}();
    if (other != NULL) {
        preempt();
    }
}
`;
  return bench
    .replace('static uint32_t volatile ms;', `#define LOCKS ${locks}\nstatic uint32_t volatile ms;\n${TASKS}${turn}`)
    .replace('kw_port_select(true);', 'before_frame();\n    kw_port_select(true);')
    .replace('void kw_port_lock(void)\n{\n', 'void kw_port_lock(void)\n{\n    locked = true;\n')
    .replace(
      'void kw_port_unlock(void)\n{\n',
      'void kw_port_unlock(void)\n{\n    locked = false;\n    if (is_blocked && other != NULL) {\n        preempt();\n    }\n',
    )
    .replace('        kw_app_poll();\n', '        take_turns();\n')
    .replace('            kw_watch_poll(ms);\n', '');
}

export async function played(chip: (typeof CHIPS)[number], preempted: 'application' | 'watch', locks: boolean) {
  const plan = planOfText(JSON.stringify({ chip, ...WATCH, ...SPEC }), 'watched');
  const bench = benchFiles(plan).find(({ path }) => path === 'kw_bench.c')?.text ?? '';
  const files = { 'app.c': APP, 'kw_bench.c': tasksOf(bench, preempted, locks) };
  const rig = new Rig(await watched({ chip, ...SPEC }, files), { switches: { commandNs: locks ? 20_000 : 200_000 } });
  let bytes = 0;
  let isAlive = false;
  rig.play(
    (function* (): Task {
      const connection = yield* rig.connected(rig.peer(), 1000);
      yield pause(MOST_FRAMES * PLACE_MS);
      bytes = connection.received.length;
      isAlive = connection.state === 'ESTABLISHED';
    })(),
  );
  const probes = rig.events.filter((it) => it.kind === 'probe' && it.attempt === 0).length;
  const wrong = rig.events.flatMap((it) => (it.kind === 'violation' ? [it.rule] : []));
  return { bytes, isAlive, probes, wrong: [...new Set(wrong)] };
}
