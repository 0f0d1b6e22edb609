/** Slow is not dead, and a command that the chip misses is no end. */
import { describe, expect, test } from 'vitest';
import { createFaultyChip } from '../../simulator/chip/faults.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import { hex } from '../hex.ts';
import { BRISK, built, CHIPS } from './firmware.ts';
import { intercepted, SN_IR } from './intercepted.ts';
import { pattern, pause, Rig } from './rig.ts';

test.each(CHIPS)('%s: a peer that acknowledges 100 bytes every 2 s outlives sendTimeoutS 5', async (chip) => {
  const rig = new Rig(await built({ chip, ...BRISK, sendTimeoutS: 5 }));
  const peer = rig.peer({ receiveBufferBytes: 100 });
  const { sessions } = rig.play(
    (function* () {
      const connection = yield* rig.connected(peer, 1000);
      connection.autoRead = false;
      connection.send(pattern(500));
      for (let count = 0; count < 6; count++) {
        yield pause(2000);
        connection.autoRead = true;
        connection.autoRead = false;
      }
      expect(connection.received).toEqual(pattern(500));
      expect(connection.state).toBe('ESTABLISHED');
    })(),
  );
  expect(sessions.map(({ report }) => report)).toEqual([null]);
});

/** Sn_IR.SENDOK, W5500 datasheet 1.0.9 p. 49 and W5200 datasheet 1.3.0 p. 29. */
const SENDOK = 0x10;
const SEND_TIMEOUT_S = 5;
/** The chip asks a full peer after 1, 3, 7, 15, 23 … 47 timeouts: the last time 4982 ms after the last progress. */
const RETRANSMISSION = { timeoutMs: 106, count: 3 };

/**
 * The peer acknowledges 100 of 300 bytes and takes no more for so long, while the chip says SENDOK whenever it is asked.
 * `resumedMs` and `endedMs` are counted from the 100th byte's acknowledgement.
 */
async function sendOkWithoutProgress(chip: (typeof CHIPS)[number], stallsMs: number) {
  let isSaid = false;
  const read = (register: number, byte: number): number => (isSaid && register === SN_IR ? byte | SENDOK : byte);
  const spec = { chip, ...BRISK, retransmission: RETRANSMISSION, sendTimeoutS: SEND_TIMEOUT_S };
  const rig = new Rig(await built(spec), { wrap: (it) => intercepted(it, chip, { read }) });
  const peer = rig.peer({ receiveBufferBytes: 100 });
  let stalledMs = Number.NaN;
  let received: Uint8Array = new Uint8Array();
  rig.play(
    (function* () {
      const connection = yield* rig.connected(peer, 1000);
      connection.autoRead = false;
      connection.send(pattern(300));
      yield pause(100);
      stalledMs = acknowledgedMs(rig).at(-1) ?? Number.NaN;
      isSaid = true;
      yield pause(stallsMs - (rig.nowMs - stalledMs));
      isSaid = false;
      connection.autoRead = true;
      yield { what: 'the rest', until: () => connection.received.length === 300, limitNs: 10e9 };
      received = connection.received;
    })(),
  );
  const ends = rig.events.flatMap((event) => (event.kind === 'firmware' && event.what === 'ended' ? [event] : []));
  const sends = rig.events.filter((event) => event.kind === 'command' && event.command === 'SEND');
  const resumed = acknowledgedMs(rig).find((atMs) => atMs > stalledMs) ?? Number.NaN;
  const endedMs = (ends[0]?.atNs ?? Number.NaN) / 1e6 - stalledMs;
  return { rig, received, ends, sends, resumedMs: resumed - stalledMs, endedMs };
}

/** When the peer first acknowledged each byte that it did, milliseconds. */
function acknowledgedMs({ events }: Rig): readonly number[] {
  const firstMs = new Map<string, number>();
  for (const event of events) {
    const ack = event.kind === 'frame' && event.from === 'client-1' ? / ack=(\d+)/.exec(event.summary)?.[1] : undefined;
    if (ack !== undefined && !firstMs.has(ack)) firstMs.set(ack, event.atNs / 1e6);
  }
  return [...firstMs.values()];
}

describe.each(CHIPS)('%s: SENDOK without an acknowledged byte is no progress', (chip) => {
  test('a peer that goes on just before sendTimeoutS lives', async () => {
    const { resumedMs, ends, received } = await sendOkWithoutProgress(chip, SEND_TIMEOUT_S * 1000 - 50);
    expect(resumedMs).toBeGreaterThan(SEND_TIMEOUT_S * 1000 - 20);
    expect(resumedMs).toBeLessThan(SEND_TIMEOUT_S * 1000);
    expect(ends).toEqual([]);
    expect(received).toEqual(pattern(300));
  });

  test('one that does not is left at sendTimeoutS, and SEND is not repeated meanwhile', async () => {
    const { rig, endedMs, ends, sends } = await sendOkWithoutProgress(chip, SEND_TIMEOUT_S * 1000 + 50);
    expect(ends.map(({ reason }) => reason)).toEqual(['send-timeout']);
    expect(endedMs).toBeGreaterThanOrEqual(SEND_TIMEOUT_S * 1000);
    expect(endedMs).toBeLessThanOrEqual(SEND_TIMEOUT_S * 1000 + 2 * rig.plan.loop.worstPollMs);
    expect(sends.length).toBeLessThanOrEqual(2);
  });
});

test('W5500: a client whose CONNECT is lost connects after the limit of the state', async () => {
  const server = { ip: '192.168.1.101', port: 7000 };
  const client = { role: 'client', server, reconnect: { firstMs: 100, maxMs: 200 } };
  const rig = new Rig(await built({ chip: 'W5500', ...BRISK, sockets: [client] }), {
    wrap: (chip, { clock, report }) => {
      const faulty = createFaultyChip({ clock, report, seed: 1 }, () => chip);
      faulty.faults.begin({ is: 'bit-errors', on: 'mosi', at: { frame: hex('00010c04'), nth: 1, byte: 3, bit: 2 } });
      return faulty.chip;
    },
  });
  const { limits } = rig.plan;
  const accepted: Connection[] = [];
  rig.peer().listen(7000, (connection) => accepted.push(connection));
  rig.play(
    (function* () {
      yield pause(limits.stateMs);
      expect(accepted).toEqual([]);
      yield* rig.until('a connection', () => accepted[0]?.state === 'ESTABLISHED', 1000);
    })(),
  );
});
