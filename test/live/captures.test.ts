/** The capture of `keepwire run` in virtual time, read by tshark, which knows keepalive probes by itself. */
import { expect } from 'vitest';
import { tshark } from '../tshark.ts';
import { deskTestOnEachChip } from './desk-test.ts';
import { DEVICE_IP } from './virtual-desk.ts';

const DEVICE_MAC = '00:08:dc:01:02:03';
const PROBES = 20;
/** Of BRISK. */
const [NO_DATA_MS, KA_SEND_MS] = [1000, 1000];

/** A TCP timeout of 0.7 s, below KA_SEND_PERIOD: the hold moves no probe. */
const SPEC = { retransmission: { timeoutMs: 100, count: 2 } };

deskTestOnEachChip(`an idle client answers ${PROBES} probes; the capture shows them`, SPEC, function* (desk) {
  yield* desk.poweredUp();
  const client = desk.host().connect(Uint8Array.from(DEVICE_IP.split('.').map(Number)), 5000);
  yield () => client.state === 'ESTABLISHED';
  client.send(Uint8Array.of(1, 2, 3));
  yield () => client.received.length === 3;
  const dataAtMs = desk.nowMs;
  const probesMs: number[] = [];
  while (probesMs.length < PROBES) {
    probesMs.push((yield* desk.seen(/^socket 0: probe$/)).atMs);
    yield* desk.seen(/^socket 0: probe answered/);
  }
  client.close();
  yield* desk.seen(/reason peer-closed$/);

  // The note's counting: the first one by the second after the last data, then one every KA_SEND_PERIOD.
  expect((probesMs[0] ?? 0) - dataAtMs).toBeGreaterThan(NO_DATA_MS - 1000);
  expect((probesMs[0] ?? 0) - dataAtMs).toBeLessThanOrEqual(NO_DATA_MS + KA_SEND_MS);
  for (const [index, atMs] of probesMs.slice(1).entries()) {
    expect(Math.abs(atMs - (probesMs[index] ?? 0) - KA_SEND_MS)).toBeLessThanOrEqual(2);
  }
  const marks = ['eth.src', 'tcp.analysis.keep_alive', 'tcp.analysis.keep_alive_ack', 'tcp.checksum.status'];
  const packets = tshark(desk.capture, [...marks, 'frame.time_epoch', 'tcp.len']).filter(
    ([, , , status]) => status !== '',
  );
  const probes = packets.filter(([mac, isProbe]) => mac === DEVICE_MAC && isProbe === '1');
  const answers = packets.filter(([mac, , isAnswer]) => mac !== DEVICE_MAC && isAnswer === '1');
  expect([probes.length, answers.length]).toEqual([PROBES, PROBES]);
  expect(packets.every(([, , , status]) => status === '1')).toBe(true);
  const seconds = probes.map((packet) => Number(packet[4]));
  expect(seconds.map((it) => Math.round(it * 1000))).toEqual(probesMs.map((it) => Math.round(it)));
});
