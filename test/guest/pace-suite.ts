/** A project that calls the loop as seldom as its specification allows: what is promised holds, and not by a large margin. */
import { expect, test } from 'vitest';
import { benchFiles } from '../../generator/emit/bench.ts';
import { endsOf, play } from '../ways/rig.ts';
import { type Built, built, planOfText } from '../whole/firmware.ts';
import { pattern, pause } from '../whole/rig.ts';
import { type Guest, guest } from './specs.ts';

const TIMES = { retransmission: { timeoutMs: 100, count: 3 } };
const ALONE = { sockets: [{ port: 5000, keepalive: null }] };
const KEEPALIVE = { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 2 };
const EIGHT = [{ port: 5000, count: 8, rxKiB: 1, txKiB: 1 }];

/** Each way of noticing a peer that is gone, as a spec, with the reason. */
const METHODS: Readonly<Record<string, readonly [reason: string, spec: object]>> = {
  probe: ['probe-timeout', { keepalive: KEEPALIVE }],
  'probe on eight sockets': ['probe-timeout', { keepalive: KEEPALIVE, sockets: EIGHT }],
  'first probe at NO_DATA_PERIOD': [
    'probe-timeout',
    { keepalive: { ...KEEPALIVE, KA_SEND_PERIOD: 3, firstProbe: 'at-NO_DATA_PERIOD' } },
  ],
  'idle limit': ['idle', { ...ALONE, idle: { closeAfterS: 6, checkEveryS: 1 } }],
  'heartbeat of the peer': ['heartbeat-missed', { ...ALONE, heartbeat: { expect: { withinS: 6 } } }],
  'heartbeat of the device': ['send-timeout', { ...ALONE, heartbeat: { send: { text: 'device\n', everyS: 5 } } }],
  question: ['send-timeout', { ...ALONE, ask: { text: 'there?\n', afterIdleS: 5, withinS: 4, tries: 2 } }],
};

/** Answers the first data of a connection and takes all that follows: nothing that is sent shortens what silence takes. */
const APP = `#include "kw_config.h"
#include "kw_loop.h"

static bool answered[KW_SOCKET_COUNT];

void kw_app_connected(uint32_t sn)
{
    answered[sn] = false;
}

void kw_app_received(uint32_t sn, uint16_t waiting)
{
    static uint8_t buffer[KW_CHUNK_BYTES];
    uint16_t const length = kw_socket_receive(sn, buffer, waiting);

    if (!answered[sn]) {
        answered[sn] = kw_socket_send(sn, buffer, length) > 0U;
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

/** Calls at irregular distances, none longer than allowed. */
function irregular(bench: string, everyMs: number): string {
  const usual = `(uint32_t)(ms - returned_ms) < ${everyMs}U`;
  const changed = bench.replace(usual, '(uint32_t)(ms - returned_ms) < span_ms').replace(
    '        (void)kw_loop_poll();',
    `        static uint32_t chance = 1U;
        (void)kw_loop_poll();
        chance = chance * 1664525U + 1013904223U;
        uint32_t const span_ms = ((chance & 0x10000U) != 0U) ? ${everyMs}U : 1U + (chance >> 20) % ${everyMs}U;`,
  );
  if (!changed.includes('< span_ms') || !changed.includes('span_ms = '))
    throw new Error('the main loop is another one');
  return changed;
}

async function firmwareOf(platform: Guest, spec: object, everyMs: number, isRegular: boolean): Promise<Built> {
  const whole = { chip: 'W5500', keepalive: KEEPALIVE, ...guest(platform), ...TIMES, ...spec, callEveryMs: everyMs };
  const bench = benchFiles(planOfText(JSON.stringify(whole))).find(({ path }) => path === 'kw_bench.c')?.text ?? '';
  return built(whole, { 'app.c': APP, ...(isRegular ? {} : { 'kw_bench.c': irregular(bench, everyMs) }) });
}

/** How long after the death of a peer its connection ends; it dies `phaseMs` later than it could, right after data. */
function latencyOf(firmware: Built, phaseMs: number): { readonly ms: number; readonly reason: string | undefined } {
  let deadMs = 0;
  const rig = play(firmware, function* (rig) {
    const connection = yield* rig.connected(rig.peer(), 12_000);
    yield* rig.echoed(connection, pattern(3), 12_000);
    yield pause(phaseMs);
    connection.send(pattern(3));
    yield pause(1); // it has arrived
    rig.link.cut();
    deadMs = rig.nowMs;
    yield* rig.until('the end', () => endsOf(rig).length === 1, 60_000);
  });
  const [end] = endsOf(rig);
  return { ms: (end?.toldMs ?? Number.NaN) - deadMs, reason: end?.reason };
}

interface Pace {
  readonly everyMs: number;
  /** How many moments of death, spread over the time from one call to the next. */
  readonly phases: number;
  /** How much of the bound is used at least. */
  readonly used: number;
  /** All, or some of them. */
  readonly methods?: readonly string[];
  /** Whether irregular calls are played as well. */
  readonly irregular?: boolean;
}

export function pace(platform: Guest, { everyMs, irregular = false, methods, phases, used }: Pace): void {
  const rows = Object.entries(METHODS).filter(([name]) => methods?.includes(name) ?? true);
  test.each(rows)(`${platform}, ${everyMs} ms: %s`, async (_name, [reason, spec]) => {
    const shares: number[] = [];
    for (const isRegular of irregular ? [true, false] : [true]) {
      const firmware = await firmwareOf(platform, spec, everyMs, isRegular);
      const boundMs = firmware.plan.detection.find(({ failure }) => failure === 'cable-cut')?.boundMs ?? Number.NaN;
      for (let phase = 0; phase < phases; phase++) {
        const latency = latencyOf(firmware, 20 + Math.round((everyMs * phase) / phases));
        expect(latency.reason).toBe(reason);
        expect(latency.ms).toBeLessThanOrEqual(boundMs);
        shares.push(latency.ms / boundMs);
      }
    }
    expect(Math.max(...shares)).toBeGreaterThan(used);
  });
}
