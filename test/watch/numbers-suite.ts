/** Which hardware sockets are watched: the application has others, below and between. */
import { expect, test } from 'vitest';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import type { CHIPS } from '../whole/firmware.ts';
import { builtIn, play } from '../whole/play.ts';
import { pattern, pause, Rig } from '../whole/rig.ts';
import { ALL_METHODS, watched } from './firmware.ts';

type ChipName = (typeof CHIPS)[number];

export const BEHIND_OTHERS = { sockets: [{ port: 5000, number: 2, count: 2 }] };
export const WITH_GAPS = {
  sockets: [
    { port: 5000, number: 1 },
    { port: 5001, number: 3, count: 2, keepalive: { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 4 } },
    { role: 'client', server: { ip: '192.168.1.10', port: 7000 }, number: 7 },
  ],
};

export function behindOthers(chip: ChipName, names: readonly string[]): void {
  test.each(names)('sockets 2 and 3: %s', async (name) => {
    const { verdict, reasons } = play(await watched({ chip, ...BEHIND_OTHERS, ...ALL_METHODS }), builtIn(name));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });
}

/** @param places of the sockets in the spec; scenarios with peers on all other sockets are for the first one only */
export function withGaps(chip: ChipName, names: readonly string[], places: readonly number[]): void {
  test.each(names.flatMap((name) => places.map((place) => [name, place] as const)))(
    'sockets 1, 3, 4 and 7: %s, peer of entry %i',
    async (name, place) => {
      const scenario = builtIn(name);
      const peers = scenario.peers.map((peer) => (peer.socket === 0 ? { ...peer, socket: place } : peer));
      const firmware = await watched({ chip, ...WITH_GAPS, health: { everyS: 1 } });
      const { verdict, reasons } = play(firmware, { ...scenario, peers });
      expect(verdict, reasons.join('\n')).toBe('pass');
    },
  );
}

/** Echoes on the watched socket 1, and on the sockets 0 and 2, which are its own. */
const TWO_SERVERS = `
#include <stdint.h>
#include "socket.h"
#include "wizchip_conf.h"
#include "kw_watch.h"
void kw_app_poll(void);
void kw_app_ended(uint32_t sn, kw_end_reason_t reason);
static uint16_t const ports[] = { 80, 5000, 81 };
static uint8_t buffer[64];
static void serve(uint8_t sn)
{
    switch (getSn_SR((uint32_t)sn)) {
    case SOCK_ESTABLISHED:
        if (getSn_RX_RSR(sn) > 0U) {
            int32_t const length = recv(sn, buffer, getSn_RX_RSR(sn));
            (void)send(sn, buffer, (uint16_t)length);
        }
        break;
    case SOCK_INIT:
        (void)listen(sn);
        break;
    case SOCK_CLOSED:
        (void)socket(sn, Sn_MR_TCP, ports[sn], 0);
        break;
    default:
        break;
    }
}
void kw_app_poll(void)
{
    serve(0);
    serve(1);
    serve(2);
}
void kw_app_ended(uint32_t sn, kw_end_reason_t reason)
{
    (void)sn;
    (void)reason;
}
`;

/** Nothing is read from them that could be missed, nothing is sent, and nothing is closed. */
export function leavesOthers(chip: ChipName): void {
  test("the application's own sockets are not touched", async () => {
    const firmware = await watched({ chip, ...WITH_GAPS }, { 'app.c': TWO_SERVERS });
    const rig = new Rig(firmware);
    const wasAlive: boolean[] = [];
    rig.play(
      (function* (): Task {
        const ip = Uint8Array.from(rig.plan.network.ip);
        const own = [80, 81].map((port) => rig.peer().connect(ip, port));
        yield* rig.until('connections', () => own.every(({ state }) => state === 'ESTABLISHED'), 5000);
        const dead = rig.peer();
        const watchedOne = yield* rig.connected(dead, 5000);
        yield* rig.echoed(watchedOne, pattern(10), 1000);
        for (const one of own) yield* rig.echoed(one, pattern(10), 1000);
        dead.powerOff();
        yield pause(60_000);
        for (const one of own) wasAlive.push(one.state === 'ESTABLISHED');
      })(),
    );
    const probed = new Set(rig.events.flatMap((event) => (event.kind === 'probe' ? [event.socket] : [])));
    expect([...probed]).toEqual([1]);
    const left = rig.events.flatMap((event) =>
      event.kind === 'socket-state' && event.from === 'ESTABLISHED' ? [event.socket] : [],
    );
    expect(left).toEqual([1]);
    expect(wasAlive).toEqual([true, true]);
    expect(rig.violations()).toEqual([]);
  });
}
