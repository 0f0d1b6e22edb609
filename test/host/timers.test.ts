import { describe, expect, test } from 'vitest';
import { hex } from '../hex.ts';
import { connectedPair, pairOf, SERVER_PORT } from './pair.ts';
import { establishedRawSide, rawSide } from './raw.ts';

const MS = 1_000_000;
const S = 1_000 * MS;

describe('retransmission (RFC 6298)', () => {
  test('after exactly one second, then two, four …; nothing a nanosecond before', () => {
    const { connection, answers, clock } = establishedRawSide();
    const start = clock.nowNs;
    connection.send(hex('a1'));
    clock.advanceTo(start + 1);
    expect(answers()).toEqual(['[PSH,ACK] seq=101 ack=301 len=1 win=8192']);
    for (const dueNs of [1 * S, 3 * S, 7 * S, 15 * S]) {
      clock.advanceTo(start + dueNs);
      expect(answers()).toEqual([]);
      clock.advanceTo(start + dueNs + 1);
      expect(answers()).toEqual(['[PSH,ACK] seq=101 ack=301 len=1 win=8192']);
    }
  });

  test('given up after the configured number of repetitions and one more wait, silently', () => {
    const { connection, answers, noticed, clock } = establishedRawSide({ tcp: { retransmissionLimit: 3 } });
    const start = clock.nowNs;
    let timeouts = 0;
    connection.onTimeout = () => {
      timeouts++;
    };
    connection.send(hex('a1'));
    clock.advanceTo(start + 15 * S - 1);
    expect(connection.state).toBe('ESTABLISHED');
    expect(answers()).toHaveLength(4);
    clock.advanceTo(start + 15 * S);
    expect(connection.state).toBe('CLOSED');
    expect(noticed).toEqual(['connected', 'timeout']);
    expect(timeouts).toBe(1);
    clock.advanceTo(start + 1000 * S);
    expect(answers()).toEqual([]);
  });

  test('the acknowledgement stops it', () => {
    const { connection, send, run, answers, noticed } = establishedRawSide();
    connection.send(hex('a1'));
    run(S - 10);
    answers();
    send({ seq: 301, ack: 102, flags: ['ack'] });
    run(1000 * S);
    expect(answers()).toEqual([]);
    expect(noticed).toEqual(['connected']);
    expect(connection.unacknowledgedBytes).toBe(0);
  });

  test('a partial acknowledgement restarts the timeout', () => {
    const { connection, send, answers, clock } = establishedRawSide();
    connection.send(new Uint8Array(2920));
    clock.advanceTo(clock.nowNs + S / 2);
    expect(answers()).toHaveLength(2);
    send({ seq: 301, ack: 101 + 1460, flags: ['ack'] });
    const acknowledgedNs = clock.nowNs - 1;
    // Round trips of 2 ns and half a second: SRTT 62.5 ms + 4 · RTTVAR 125 ms is less than the least, a second.
    const rtoNs = S;
    clock.advanceTo(acknowledgedNs + rtoNs - MS);
    expect(answers()).toEqual([]);
    clock.advanceTo(acknowledgedNs + rtoNs + MS);
    expect(answers()).toEqual([`[PSH,ACK] seq=${101 + 1460} ack=301 len=1460 win=8192`]);
  });

  test('the timeout follows the round trips measured', () => {
    const { connect, send, run, answers, clock } = rawSide();
    const connection = connect();
    run(S / 2);
    send({ seq: 300, ack: 101, flags: ['syn', 'ack'], mss: 1460 });
    connection.send(hex('a1'));
    run(S);
    send({ seq: 301, ack: 102, flags: ['ack'] });
    connection.send(hex('a2'));
    const start = clock.nowNs;
    run(10);
    expect(answers()).toHaveLength(1);
    // Round trips of 0.5 s and 1 s: SRTT 0.5625 s + 4 · RTTVAR 0.3125 s.
    clock.advanceTo(start + 1.8125 * S - MS);
    expect(answers()).toEqual([]);
    clock.advanceTo(start + 1.8125 * S + MS);
    expect(answers()).toHaveLength(1);
  });

  test('only one segment is under way while recovering, the rest follows the acknowledgement', () => {
    const { connection, send, run, answers } = establishedRawSide();
    connection.send(new Uint8Array(4000));
    run(10);
    expect(answers()).toHaveLength(3);
    run(S);
    expect(answers()).toEqual(['[ACK] seq=101 ack=301 len=1460 win=8192']);
    expect(send({ seq: 301, ack: 1561, flags: ['ack'] })).toEqual([
      '[ACK] seq=1561 ack=301 len=1460 win=8192',
      '[PSH,ACK] seq=3021 ack=301 len=1080 win=8192',
    ]);
  });

  test('a SYN that nobody answers: the connection is given up', () => {
    const { connect, noticed, clock, run, times } = rawSide({ tcp: { retransmissionLimit: 2 } });
    const start = clock.nowNs;
    const connection = connect();
    run(7 * S - 1);
    expect(connection.state).toBe('SYN-SENT');
    run(1);
    expect(connection.state).toBe('CLOSED');
    expect(noticed).toEqual(['timeout']);
    expect(times().map((atNs) => atNs - start)).toEqual([0, 1 * S, 3 * S]);
  });

  test('after a repeated SYN, data first waits three seconds (RFC 6298 section 5.7)', () => {
    const { connect, run, send, answers, clock } = rawSide();
    const connection = connect();
    run(1.5 * S);
    answers();
    send({ seq: 300, ack: 101, flags: ['syn', 'ack'], mss: 1460 });
    connection.send(hex('a1'));
    const start = clock.nowNs;
    run(2);
    answers();
    clock.advanceTo(start + 3 * S);
    expect(answers()).toEqual([]);
    clock.advanceTo(start + 3 * S + 1);
    expect(answers()).toHaveLength(1);
  });
});

describe('zero window (RFC 9293 section 3.8.6.1)', () => {
  test('one byte is tried after the timeout, for as long as the other side answers', () => {
    const { connection, send, run, answers, noticed } = establishedRawSide({ window: 0 });
    connection.send(hex('a1a2a3'));
    run(S - 1);
    expect(answers()).toEqual([]);
    for (let count = 0; count < 20; count++) {
      run(60 * S);
      expect(answers()).toContain('[ACK] seq=101 ack=301 len=1 win=8192');
      send({ seq: 301, ack: 101, flags: ['ack'], window: 0 });
    }
    expect(noticed).toEqual(['connected']);
    expect(send({ seq: 301, ack: 101, flags: ['ack'], window: 4096 })).toEqual([
      '[PSH,ACK] seq=101 ack=301 len=3 win=8192',
    ]);
  });

  test('given up when the probes are no longer answered', () => {
    const { connection, run, noticed } = establishedRawSide({ window: 0, tcp: { retransmissionLimit: 3 } });
    connection.send(hex('a1'));
    run(15 * S - 1);
    expect(noticed).toEqual(['connected']);
    run(1);
    expect(noticed).toEqual(['connected', 'timeout']);
  });

  test('a window smaller than the data is filled and no more', () => {
    const { connection, send, run, answers } = establishedRawSide({ window: 10 });
    connection.send(new Uint8Array(25));
    run(10);
    expect(answers()).toEqual(['[ACK] seq=101 ack=301 len=10 win=8192']);
    expect(send({ seq: 301, ack: 111, flags: ['ack'], window: 5 })).toEqual(['[ACK] seq=111 ack=301 len=5 win=8192']);
  });

  test('an application that does not read closes its window, and opens it again', () => {
    const { near, far, run, segments } = connectedPair({ server: { receiveBufferBytes: 4000 } });
    far.autoRead = false;
    const bytes = Uint8Array.from({ length: 10_000 }, (_, index) => index);
    near.send(bytes);
    run(30 * S);
    expect(far.received).toHaveLength(0);
    expect(near.unacknowledgedBytes).toBe(6000);
    expect(near.state).toBe('ESTABLISHED');
    const before = segments().length;
    far.autoRead = true;
    run(10 * MS);
    expect(segments()[before]).toMatch(/^server \[ACK\]/);
    expect(far.received).toEqual(bytes);
  });

  test('both windows closed: acknowledgements still count', () => {
    const { near, far, run } = connectedPair({
      server: { receiveBufferBytes: 1000 },
      client: { receiveBufferBytes: 1000 },
    });
    near.autoRead = false;
    far.autoRead = false;
    near.send(new Uint8Array(1500));
    far.send(new Uint8Array(1500));
    run(200 * S);
    expect([near.unacknowledgedBytes, far.unacknowledgedBytes]).toEqual([500, 500]);
    near.autoRead = true;
    far.autoRead = true;
    run(200 * S);
    expect([near.received.length, far.received.length]).toEqual([1500, 1500]);
  });
});

describe('the other side is gone', () => {
  test('power off: silence, repetitions, and a timeout over there', () => {
    const { near, far, server, noticed, segments, clock } = connectedPair({ client: { retransmissionLimit: 2 } });
    server.powerOff();
    expect(far.state).toBe('CLOSED');
    const start = clock.nowNs;
    near.send(hex('a1'));
    clock.advanceTo(start + 7 * S - 1);
    expect(near.state).toBe('ESTABLISHED');
    clock.advanceTo(start + 7 * S);
    expect(near.state).toBe('CLOSED');
    expect(noticed().slice(2)).toEqual(['server powered-off', 'client timeout']);
    expect(
      segments()
        .slice(3)
        .every((line) => line.startsWith('client') && line.endsWith('power-off')),
    ).toBe(true);
    expect(segments()).toHaveLength(3 + 3);
  });

  test('power off sends nothing, even if something was due', () => {
    const { near, client, run, segments, clientPort } = connectedPair();
    near.send(new Uint8Array(5000));
    client.powerOff();
    const sent = () => segments().filter((line) => line.startsWith('client')).length;
    const before = sent();
    run(1000 * S);
    expect(sent()).toBe(before);
    expect(clientPort.linkUp).toBe(true);
    expect(() => client.connect(Uint8Array.of(1, 2, 3, 4), 1)).toThrow(/powered off/);
  });

  test('booted again it knows nothing: RST, and a new connection on another port', () => {
    const { near, far, client, server, run, noticed } = connectedPair();
    client.powerOff();
    client.boot();
    far.send(hex('a1'));
    run(10 * MS);
    expect([near.state, far.state]).toEqual(['CLOSED', 'CLOSED']);
    expect(noticed().slice(2)).toEqual(['client powered-off', 'client booted', 'server reset']);
    const again = client.connect(server.ip, SERVER_PORT);
    run(10 * MS);
    expect(again.state).toBe('ESTABLISHED');
    expect(again.ends.localPort).not.toBe(near.ends.localPort);
  });

  test('a cable mended in time: the repetition gets through', () => {
    const { near, far, link, run } = connectedPair();
    link.cut();
    near.send(hex('a1'));
    run(2 * S);
    link.mend();
    run(2 * S);
    expect(far.received).toEqual(hex('a1'));
  });

  test('nobody has the address: ARP asks three times, a second apart, each time it is needed', () => {
    const { client, events, run } = pairOf({ client: { retransmissionLimit: 0 } });
    client.connect(Uint8Array.of(192, 168, 1, 99), 80);
    run(10 * S);
    const asked = events.filter((event) => event.kind === 'frame').map((event) => event.atNs);
    expect(asked).toEqual([0, S, 2 * S]);
  });
});
