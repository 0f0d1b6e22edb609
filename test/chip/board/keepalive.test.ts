/** SEND_KEEP and Sn_KPALVTR (W5500 datasheet 1.0.9, p. 47 and 57; W5200 datasheet 1.3.0, p. 27; RFC 9293, 3.8.4). */
import { describe, expect, test } from 'vitest';
import { type Bench, bench } from '../bench.ts';
import { CHIPS, establish, exchanged, lastSegment } from '../rig.ts';
import { SEQ } from '../transitions.ts';

const S = 1_000_000_000;
const MS = 1_000_000;
const pointers = ({ driver }: Bench) => [
  driver.socket(0, 'TX_RD', 2),
  driver.socket(0, 'TX_WR', 2),
  driver.socket(0, 'TX_FSR', 2),
];

/** After the peer has sent an octet, or has been sent two; SND.NXT and RCV.NXT are returned. */
const EXCHANGES: readonly (readonly [name: string, make: (on: Bench) => readonly [number, number]])[] = [
  ['received data', (on) => [exchanged(on), SEQ + 1]],
  [
    'sent data',
    (on) => {
      const next = establish(on);
      on.driver.send(0, [7, 8]);
      on.peer({ flags: ['ack'], seq: SEQ, ack: next + 2 });
      return [next + 2, SEQ];
    },
  ],
];

describe.each(CHIPS)('%s', (name) => {
  test('before any data SEND_KEEP is accepted, and the connection goes on', () => {
    const on = bench(name);
    establish(on);
    const sent = on.segments().length;
    on.driver.command(0, 'SEND_KEEP');
    // Whether a probe leaves is not documented; were it left unanswered, the socket would be closed.
    if (on.violations() !== null) expect(on.segments().length).toBe(sent);
    expect([on.driver.socket(0, 'CR'), on.driver.socket(0, 'SR')]).toEqual([0, 0x17]);
  });

  test.each(EXCHANGES)('after %s: one octet at SND.NXT − 1, and nothing in the registers moves', (_name, make) => {
    const on = bench(name);
    const [next, received] = make(on);
    on.driver.setSocket(0, 'IR', 0xff);
    const before = pointers(on);
    const sent = on.segments().length;
    on.driver.command(0, 'SEND_KEEP');
    expect(on.segments().length).toBe(sent + 1);
    expect(lastSegment(on)).toMatchObject({ flags: 'ack', seq: (next - 1) >>> 0, ack: received });
    expect(lastSegment(on).payload.length).toBe(1);
    expect([pointers(on), on.driver.socket(0, 'IR')]).toEqual([before, 0]);
    on.peer({ flags: ['ack'], seq: received, ack: next });
    on.wait(60 * S);
    // There is no sign of the answer but silence.
    expect([pointers(on), on.driver.socket(0, 'IR'), on.driver.socket(0, 'SR')]).toEqual([before, 0, 0x17]);
    expect(on.segments().length).toBe(sent + 1);
    expect(on.violations() ?? []).toEqual([]);
  });

  test('data after a probe carries on where it would have', () => {
    const on = bench(name);
    const next = exchanged(on);
    on.driver.command(0, 'SEND_KEEP');
    on.peer({ flags: ['ack'], seq: SEQ + 1, ack: next });
    on.driver.send(0, [1, 2, 3]);
    expect(lastSegment(on)).toMatchObject({ seq: next, payload: [1, 2, 3] });
  });

  test('a peer that knows nothing of the connection ends it with RST', () => {
    const on = bench(name);
    const next = exchanged(on);
    on.driver.command(0, 'SEND_KEEP');
    on.peer({ flags: ['rst'], seq: SEQ + 1, ack: next });
    expect([on.driver.socket(0, 'SR'), on.driver.socket(0, 'IR') & 0x08]).toEqual([0, 0]);
  });

  test('the peer’s own probes are answered at once and leave no byte', () => {
    const on = bench(name);
    const next = exchanged(on);
    for (const payload of [[], [0]]) {
      const sent = on.segments().length;
      on.peer({ flags: ['ack'], seq: SEQ, ack: next, payload: Uint8Array.from(payload) });
      expect(on.segments().length).toBe(sent + 1);
      expect(lastSegment(on)).toMatchObject({ flags: 'ack', seq: next, ack: SEQ + 1, payload: [] });
      expect(on.driver.socket(0, 'RX_RSR', 2)).toBe(0);
    }
  });
});

describe('W5500 Sn_KPALVTR', () => {
  test.each([1, 2, 6])('%i: a probe after as many times 5 s, both edges, again and again', (units) => {
    const on = bench('W5500');
    on.driver.setSocket(0, 'KPALVTR', units);
    const next = exchanged(on);
    let sinceNs = on.nowNs;
    for (let round = 0; round < 3; round++) {
      const sent = on.segments().length;
      on.wait(sinceNs + units * 5 * S - 5 * MS - on.nowNs);
      expect([round, on.segments().length]).toEqual([round, sent]);
      on.wait(10 * MS);
      expect([round, on.segments().length]).toEqual([round, sent + 1]);
      expect(lastSegment(on)).toMatchObject({ seq: (next - 1) >>> 0, ack: SEQ + 1 });
      on.peer({ flags: ['ack'], seq: SEQ + 1, ack: next });
      sinceNs = on.nowNs;
    }
    expect(on.driver.socket(0, 'SR')).toBe(0x17);
  });

  test('other than 0: the command SEND_KEEP is ignored', () => {
    const on = bench('W5500');
    on.driver.setSocket(0, 'KPALVTR', 255);
    exchanged(on);
    const sent = on.segments().length;
    on.driver.command(0, 'SEND_KEEP');
    on.wait(S);
    expect(on.segments().length).toBe(sent);
  });

  test('0 is off; before any data nothing is probed either', () => {
    const off = bench('W5500');
    exchanged(off);
    const silent = bench('W5500');
    silent.driver.setSocket(0, 'KPALVTR', 1);
    establish(silent);
    for (const on of [off, silent]) {
      const sent = on.segments().length;
      on.wait(600 * S);
      expect([on.segments().length, on.driver.socket(0, 'SR')]).toEqual([sent, 0x17]);
    }
  });
});
