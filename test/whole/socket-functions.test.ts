/** What applications ask of a socket: its peer, whether it is connected, its counts, and when there is room again. */
import { describe, expect, test } from 'vitest';
import type { WiznetChip } from '../../simulator/chip/chip.ts';
import { BRISK, type Built, built } from './firmware.ts';
import { pause, Rig } from './rig.ts';

/** Answers 'P' with the peer, 'C' with the counts, and 'L' with 50,000 bytes, sent on from kw_app_sent. */
const APPLICATION = `#include "kw_config.h"
#include "kw_loop.h"

static uint32_t left[KW_SOCKET_COUNT];
static uint8_t ended_up;

static void send_on(uint32_t sn)
{
    static uint8_t chunk[700];
    while (left[sn] > 0U) {
        for (uint32_t i = 0U; i < sizeof chunk; i++) {
            chunk[i] = (uint8_t)(left[sn] - i);
        }
        uint32_t const length = left[sn] < sizeof chunk ? left[sn] : sizeof chunk;
        uint16_t const taken = kw_socket_send(sn, chunk, (uint16_t)length);
        if (taken == 0U) {
            return;
        }
        left[sn] -= taken;
    }
}

void kw_app_connected(uint32_t sn)
{
    left[sn] = 0U;
}

void kw_app_received(uint32_t sn, uint16_t waiting)
{
    uint8_t command = 0U;
    (void)waiting;
    if (left[sn] > 0U || kw_socket_room(sn) == 0U || kw_socket_receive(sn, &command, 1U) == 0U) {
        return;
    }
    if (command == 'P') {
        uint8_t answer[8] = {0};
        uint16_t port = 0U;
        answer[0] = kw_socket_peer(sn, &answer[1], &port) ? 1U : 0U;
        answer[5] = (uint8_t)(port >> 8);
        answer[6] = (uint8_t)port;
        answer[7] = (uint8_t)((kw_socket_is_connected(sn) ? 1U : 0U) + (kw_socket_is_connected(1U - sn) ? 2U : 0U)
            + (kw_socket_is_connected(KW_SOCKET_COUNT) ? 4U : 0U) + ended_up);
        (void)kw_socket_send(sn, answer, sizeof answer);
    } else if (command == 'C') {
        uint8_t const answer[] = {(uint8_t)kw_socket_probes(sn), (uint8_t)kw_loop_resets(),
            (uint8_t)kw_socket_ends(sn, KW_END_PEER_CLOSED), (uint8_t)kw_socket_probes(99U)};
        (void)kw_socket_send(sn, answer, sizeof answer);
    } else {
        left[sn] = 50000U;
        send_on(sn);
    }
}

void kw_app_sent(uint32_t sn)
{
    send_on(sn);
}

void kw_app_ended(uint32_t sn, kw_end_reason_t reason)
{
    uint8_t ip[4];
    uint16_t port;
    (void)reason;
    if (kw_socket_is_connected(sn) || kw_socket_peer(sn, ip, &port)) {
        ended_up = 8U;
    }
}

void kw_app_fault(kw_fault_t fault)
{
    (void)fault;
}
`;

const SPEC = { ...BRISK, sentHook: true, counters: true, sockets: [{ port: 5000, count: 2 }] };

function firmware(chip: string): Promise<Built> {
  return built({ ...SPEC, chip }, { 'app.c': APPLICATION });
}

const command = (word: string): Uint8Array => Uint8Array.of(word.charCodeAt(0));

describe.each(['W5500', 'W5200'])('%s', (chip) => {
  test('the peer of each socket, and which socket is connected', async () => {
    const rig = new Rig(await firmware(chip));
    const answers: number[][] = [];
    rig.play(
      (function* () {
        for (const _ of [1, 2]) {
          const connection = yield* rig.connected(rig.peer(), 3000);
          connection.send(command('P'));
          yield* rig.until('the answer', () => connection.received.length === 8, 1000);
          answers.push([...connection.received]);
        }
      })(),
    );
    const port = (number: number): readonly number[] => [number >> 8, number & 0xff];
    expect(answers).toEqual([
      [1, 192, 168, 1, 101, ...port(20_000), 1],
      [1, 192, 168, 1, 102, ...port(20_001), 3],
    ]);
  });

  test('50,000 bytes are sent on whenever there is room again', async () => {
    const rig = new Rig(await firmware(chip));
    const expected = Uint8Array.from({ length: 50_000 }, (_, at) => 50_000 - at);
    rig.play(
      (function* () {
        const connection = yield* rig.connected(rig.peer(), 3000);
        connection.send(command('L'));
        yield* rig.until('all', () => connection.received.length === 50_000, 60_000);
        expect(Buffer.compare(connection.received, expected)).toBe(0);
        connection.send(command('P'));
        yield* rig.until('an answer', () => connection.received.length === 50_008, 1000);
      })(),
    );
    expect(rig.violations()).toEqual([]);
  });

  test('probes, resets and ends are counted, and an ended socket is not connected', async () => {
    const rig = new Rig(await firmware(chip));
    let counts: readonly number[] = [];
    let last: readonly number[] = [];
    rig.play(
      (function* () {
        const first = yield* rig.connected(rig.peer(), 3000);
        first.close();
        yield pause(500);
        rig.chip.reset(0);
        rig.chip.reset(1);
        yield pause(4000);
        const second = yield* rig.connected(rig.peer(), 3000);
        second.send(command('P'));
        yield* rig.until('the peer', () => second.received.length === 8, 1000);
        last = [...second.received];
        yield pause(9000);
        second.send(command('C'));
        yield* rig.until('the counts', () => second.received.length === 12, 1000);
        counts = [...second.received.subarray(8)];
      })(),
    );
    const probes = rig.events.filter((event) => event.kind === 'probe').length;
    expect(probes).toBeGreaterThan(1);
    expect(counts).toEqual([probes, 1, 1, 0]);
    expect(last.at(-1)).toBe(1);
  });
});

/** Of the peer's address one reading is wrong. */
function withWrongReading(real: WiznetChip): WiznetChip {
  let at = 0;
  let reads = 0;
  let isPeer = false;
  const exchangeByte = (byte: number): number => {
    const answer = real.exchangeByte(byte);
    // W5500 frame: offset 0x000C in the registers of socket 0, reading.
    if (at === 1) isPeer = byte === 0x0c;
    if (at === 2) isPeer &&= byte === 0x08;
    const isWrong = isPeer && at === 5 && ++reads === 1;
    at++;
    return isWrong ? answer ^ 0x10 : answer;
  };
  return {
    select: () => {
      at = 0;
      isPeer = false;
      real.select();
    },
    exchange: (bytes) => bytes.map(exchangeByte),
    exchangeByte,
    deselect: () => real.deselect(),
    reset: (level) => real.reset(level),
    get interrupt() {
      return real.interrupt;
    },
  };
}

test('one wrong reading gives no wrong peer', async () => {
  const rig = new Rig(await firmware('W5500'), { wrap: withWrongReading });
  let answers: readonly number[] = [];
  rig.play(
    (function* () {
      const connection = yield* rig.connected(rig.peer(), 3000);
      connection.send(command('P'));
      yield* rig.until('the answer', () => connection.received.length === 8, 1000);
      connection.send(command('P'));
      yield* rig.until('the next', () => connection.received.length === 16, 1000);
      answers = [...connection.received];
    })(),
  );
  expect(answers.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
  expect(answers.slice(8, 13)).toEqual([1, 192, 168, 1, 101]);
});
