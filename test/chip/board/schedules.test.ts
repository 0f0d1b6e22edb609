/** RTR and RCR: when unanswered things are sent again, and when the chip gives up (W5500 datasheet 1.0.9, p. 38–39). */
import { describe, expect, test } from 'vitest';
import { type Bench, bench } from '../bench.ts';
import { CHIPS, establish, exchanged, listen, PEER_ISS } from '../rig.ts';
import { connect } from '../transitions.ts';

const UNIT_NS = 100_000;
/** How exactly a bench must be able to tell time; the smallest wait below is 20 ms. */
const TOLERANCE_NS = 1_000_000;

interface Schedule {
  readonly rtr: number;
  readonly rcr: number;
  /** Units of 100 µs: RTR doubled until the next doubling would not fit 16 bits. */
  readonly waits: readonly number[];
  /** Their sum as the datasheets' formula has it, in ms; without doubling for ARP. */
  readonly tcpToMs: number;
  readonly arpToMs: number;
}

/** The published example is the first row: TCP_TO 31.8 s, ARP_TO 1.8 s. */
const SCHEDULES: readonly Schedule[] = [
  {
    rtr: 2000,
    rcr: 8,
    waits: [2000, 4000, 8000, 16000, 32000, 64000, 64000, 64000, 64000],
    tcpToMs: 31_800,
    arpToMs: 1800,
  },
  { rtr: 2000, rcr: 5, waits: [2000, 4000, 8000, 16000, 32000, 64000], tcpToMs: 12_600, arpToMs: 1200 },
  { rtr: 2000, rcr: 3, waits: [2000, 4000, 8000, 16000], tcpToMs: 3000, arpToMs: 800 },
  { rtr: 1000, rcr: 5, waits: [1000, 2000, 4000, 8000, 16000, 32000], tcpToMs: 6300, arpToMs: 600 },
  {
    rtr: 1000,
    rcr: 8,
    waits: [1000, 2000, 4000, 8000, 16000, 32000, 64000, 64000, 64000],
    tcpToMs: 25_500,
    arpToMs: 900,
  },
  { rtr: 40000, rcr: 2, waits: [40000, 40000, 40000], tcpToMs: 12_000, arpToMs: 12_000 },
  // Both sides of the limit: 32767 doubles to 65534, 32768 would to 65536.
  { rtr: 32767, rcr: 2, waits: [32767, 65534, 65534], tcpToMs: 16_383.5, arpToMs: 9830.1 },
  { rtr: 32768, rcr: 2, waits: [32768, 32768, 32768], tcpToMs: 9830.4, arpToMs: 9830.4 },
  { rtr: 200, rcr: 1, waits: [200, 400], tcpToMs: 60, arpToMs: 40 },
  { rtr: 2000, rcr: 0, waits: [2000], tcpToMs: 200, arpToMs: 200 },
];

/** What is repeated; `act` makes the first transmission, `from` prepares. */
const REPEATED: readonly (readonly [name: string, from: (on: Bench) => void, act: (on: Bench) => void])[] = [
  ['data', (on) => void establish(on), (on) => on.driver.send(0, [1, 2, 3])],
  ['a FIN', (on) => void establish(on), (on) => on.driver.command(0, 'DISCON')],
  ['a SYN/ACK', (on) => listen(on), (on) => on.peer({ flags: ['syn'], seq: PEER_ISS, mss: 1460 })],
  ['a probe', (on) => void exchanged(on), (on) => on.driver.command(0, 'SEND_KEEP')],
];

function timed(name: (typeof CHIPS)[number], { rtr, rcr }: Schedule): Bench {
  const on = bench(name);
  on.driver.setCommon('RTR', rtr >> 8, rtr & 0xff);
  on.driver.setCommon('RCR', rcr);
  return on;
}

const until = (on: Bench, ns: number): void => on.wait(Math.max(0, ns - on.nowNs));

/** Nothing a millisecond before its time, done a millisecond after it, step by step to the TIMEOUT. */
function expectWaits(on: Bench, units: readonly number[], sent: () => number, firstNs: number): void {
  let dueNs = firstNs;
  for (const [index, wait] of units.entries()) {
    dueNs += wait * UNIT_NS;
    until(on, dueNs - TOLERANCE_NS);
    expect([index, sent(), on.driver.socket(0, 'IR') & 0x08]).toEqual([index, index + 1, 0]);
    expect(on.driver.socket(0, 'SR')).not.toBe(0);
    until(on, dueNs + TOLERANCE_NS);
    const isLast = index === units.length - 1;
    expect([index, sent()]).toEqual([index, isLast ? index + 1 : index + 2]);
  }
  expect([on.driver.socket(0, 'SR'), on.driver.socket(0, 'IR') & 0x08]).toEqual([0, 0x08]);
}

describe.each(CHIPS)('%s', (name) => {
  for (const [what, from, act] of REPEATED) {
    test.each(SCHEDULES)(`${what}: RTR $rtr, RCR $rcr, TCP_TO $tcpToMs ms`, (schedule) => {
      const on = timed(name, schedule);
      from(on);
      on.driver.setSocket(0, 'IR', 0xff);
      const before = on.segments().length;
      act(on);
      const first = on.segments()[before];
      expectWaits(on, schedule.waits, () => on.segments().length - before, first?.atNs ?? Number.NaN);
      expect(schedule.waits.reduce((sum, wait) => sum + wait, 0) / 10).toBeCloseTo(schedule.tcpToMs, 6);
      for (const { seq, payload } of on.segments().slice(before))
        expect([seq, payload]).toEqual([first?.seq, first?.payload]);
      const sent = on.segments().length;
      on.wait(70_000_000_000);
      expect(on.segments().length).toBe(sent);
      expect(on.violations() ?? []).toEqual([]);
    });
  }

  test.each(SCHEDULES)('ARP: RTR $rtr, RCR $rcr, ARP_TO $arpToMs ms, without doubling', (schedule) => {
    const on = timed(name, schedule);
    const startNs = on.nowNs;
    connect(on);
    const takenNs = on.nowNs - startNs;
    const endNs = startNs + schedule.arpToMs * 1e6;
    until(on, endNs - TOLERANCE_NS);
    expect([on.driver.socket(0, 'SR') !== 0, on.driver.socket(0, 'IR')]).toEqual([true, 0]);
    until(on, endNs + takenNs + TOLERANCE_NS);
    expect([on.driver.socket(0, 'SR'), on.driver.socket(0, 'IR'), on.segments().length]).toEqual([0, 0x08, 0]);
  });

  test('an answer in the last moment saves the connection, and the next schedule starts anew', () => {
    const schedule = { rtr: 2000, rcr: 3, waits: [2000, 4000, 8000, 16000], tcpToMs: 3000, arpToMs: 800 };
    const on = timed(name, schedule);
    const next = establish(on);
    on.driver.setSocket(0, 'IR', 0xff);
    on.driver.send(0, [1]);
    until(on, (on.segments().at(-1)?.atNs ?? 0) + 3000e6 - TOLERANCE_NS);
    on.peer({ flags: ['ack'], seq: PEER_ISS + 1, ack: next + 1 });
    on.wait(10_000_000_000);
    expect([on.driver.socket(0, 'SR'), on.driver.socket(0, 'IR')]).toEqual([0x17, 0x10]);
    on.driver.setSocket(0, 'IR', 0xff);
    const before = on.segments().length;
    on.driver.send(0, [2]);
    const firstNs = on.segments()[before]?.atNs ?? Number.NaN;
    expectWaits(on, schedule.waits, () => on.segments().length - before, firstNs);
  });
});
