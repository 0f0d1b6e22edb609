/** tshark on the TAP device and keepwire's own capture see the same frames, and tshark knows the probes in both. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Desk } from '../../live/kernel/desk.ts';
import { KA_SEND_MS, NO_DATA_MS, onEachChip } from '../../live/kernel/on-desk.ts';
import { tshark } from '../../tshark.ts';

const DEVICE_MAC = '00:08:dc:01:02:03';
const PROBES = 20;
/** A TCP timeout of 0.7 s, below KA_SEND_PERIOD: the hold moves no probe. */
const SPEC = { retransmission: { timeoutMs: 100, count: 2 } };

interface Packet {
  readonly fromDevice: boolean;
  /** Length of TCP's data, and its window and numbers: what tells this packet from the others. */
  readonly what: string;
  readonly seconds: number;
  readonly isProbe: boolean;
  readonly isAnswer: boolean;
}

/** The connection of the test, which is the only one on this wire. */
function connectionIn(desk: Desk, file: string): readonly Packet[] {
  const marks = ['tcp.analysis.keep_alive', 'tcp.analysis.keep_alive_ack'];
  const identity = [
    'ip.id',
    'tcp.srcport',
    'tcp.seq_raw',
    'tcp.ack_raw',
    'tcp.flags',
    'tcp.window_size_value',
    'tcp.len',
  ];
  const fields = ['eth.src', 'frame.time_epoch', ...marks, ...identity, 'tcp.payload', 'tcp.checksum.status'];
  return tshark(readFileSync(join(desk.folder, file)), fields)
    .filter((row) => row[5] !== '')
    .map(([mac, time, probe, answer, ...what]) => ({
      fromDevice: mac === DEVICE_MAC,
      what: what.join(' '),
      seconds: Number(time),
      isProbe: probe === '1',
      isAnswer: answer === '1',
    }));
}

/** On their way the two directions overtake each other; within each nothing does. */
function oneWay(packets: readonly Packet[], fromDevice: boolean): readonly string[] {
  return packets.filter((packet) => packet.fromDevice === fromDevice).map(({ what }) => what);
}

onEachChip(
  `an idle client answers ${PROBES} probes; two captures tell the same`,
  async (desk) => {
    await desk.powerUp(1, '--pcap', 'own.pcapng');
    const stopCapture = await desk.capture('tap.pcapng');
    const client = desk.client(`
link = dial()
echo(link, 5000)
say('idle')
wait_for_line()
echo(link, 100)
link.close()`);
    await client.line();
    const probes: number[] = [];
    while (probes.length < PROBES) {
      probes.push((await desk.seen(/^socket 0: probe$/)).atMs);
      await desk.seen(/^socket 0: probe answered/);
    }
    client.tell();
    await client.done();
    await desk.seen(/reason peer-closed$/);
    await desk.seen(/listens again$/);
    for (const file of ['own.pcapng', 'tap.pcapng']) await desk.arrivedIn(file);
    await stopCapture();
    expect(await desk.quit()).toBe(0);

    const [own, tap] = [connectionIn(desk, 'own.pcapng'), connectionIn(desk, 'tap.pcapng')];
    for (const fromDevice of [true, false]) expect(oneWay(tap, fromDevice)).toEqual(oneWay(own, fromDevice));
    expect(own.length).toBeGreaterThan(2 * PROBES + 10);
    for (const packets of [own, tap]) {
      expect(packets.filter(({ isProbe, fromDevice }) => isProbe && fromDevice).length).toBeGreaterThanOrEqual(PROBES);
      expect(packets.filter(({ isAnswer, fromDevice }) => isAnswer && !fromDevice).length).toBeGreaterThanOrEqual(
        PROBES,
      );
    }
    // The note's counting: the first one by the second after the last data, then one every KA_SEND_PERIOD.
    const gaps = probes.slice(1).map((atMs, index) => atMs - (probes[index] ?? 0));
    for (const gapMs of gaps) expect(Math.abs(gapMs - KA_SEND_MS)).toBeLessThanOrEqual(2);
    const wall = tap.filter(({ isProbe }) => isProbe).map(({ seconds }) => seconds * 1000);
    const spanMs = (wall.at(-1) ?? 0) - (wall[0] ?? 0);
    // Seconds outside are the device's, or more where the machine was too slow; a busy one stamps the first frame late.
    expect(spanMs).toBeGreaterThan((PROBES - 1) * KA_SEND_MS - KA_SEND_MS / 2);
    expect(probes[0] ?? 0).toBeGreaterThan(NO_DATA_MS);
  },
  SPEC,
);
