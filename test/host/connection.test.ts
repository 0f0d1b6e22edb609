import { describe, expect, test } from 'vitest';
import { hex } from '../hex.ts';
import { connectedPair, pairOf, SERVER_PORT } from './pair.ts';

const MS = 1_000_000;
const S = 1_000 * MS;
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('opening', () => {
  test('three segments (RFC 9293 figure 6), both sides told once', () => {
    const { segments, noticed, near, far } = connectedPair({ clientIss: 100, serverIss: 300 });
    expect(segments()).toEqual([
      'client [SYN] seq=100 len=0',
      'server [SYN,ACK] seq=300 ack=101 len=0',
      'client [ACK] seq=101 ack=301 len=0',
    ]);
    expect(noticed()).toEqual(['client connected', 'server connected']);
    expect([near.state, far.state]).toEqual(['ESTABLISHED', 'ESTABLISHED']);
  });

  test('both at once (RFC 9293 figure 7)', () => {
    const { client, server, run, noticed } = pairOf();
    const a = client.connect(server.ip, 7000, 7001);
    const b = server.connect(client.ip, 7001, 7000);
    run(10 * MS);
    expect([a.state, b.state]).toEqual(['ESTABLISHED', 'ESTABLISHED']);
    expect(noticed().toSorted()).toEqual(['client connected', 'server connected']);
    a.send(text('ping'));
    run(10 * MS);
    expect(b.received).toEqual(text('ping'));
  });

  test('a port where nobody listens refuses', () => {
    const { client, server, run, noticed, segments } = pairOf({ clientIss: 100 });
    const connection = client.connect(server.ip, 5001);
    run(10 * MS);
    expect(connection.state).toBe('CLOSED');
    expect(noticed()).toEqual(['client refused']);
    // RFC 9293 section 3.10.7.1: SEQ 0, ACK SEG.SEQ + SEG.LEN.
    expect(segments().at(-1)).toBe('server [RST,ACK] seq=0 ack=101 len=0');
  });
});

describe('data', () => {
  test('both ways, in order and whole, in segments of the maximum size', () => {
    const { near, far, run, events } = connectedPair();
    const there = Uint8Array.from({ length: 20_000 }, (_, index) => index * 7);
    const back = Uint8Array.from({ length: 3_000 }, (_, index) => index * 11);
    near.send(there);
    far.send(back);
    run(100 * MS);
    expect(far.received).toEqual(there);
    expect(near.received).toEqual(back);
    expect([near.unacknowledgedBytes, far.unacknowledgedBytes]).toEqual([0, 0]);
    const lengths = events.flatMap((event) => (event.kind === 'frame' ? [event.bytes.length] : []));
    expect(Math.max(...lengths)).toBe(14 + 20 + 20 + 1460);
  });

  test('the hook may answer at once', () => {
    const { near, far, run } = connectedPair();
    far.onReceived = (bytes) => far.send(bytes);
    near.send(text('echo'));
    run(10 * MS);
    expect(near.received).toEqual(text('echo'));
  });

  test.each([
    ['the client', 0xffff_fff0, 7],
    ['the server', 7, 0xffff_fff0],
  ])('sequence numbers wrap at 32 bits for %s', (_name, clientIss, serverIss) => {
    const { near, far, run } = connectedPair({ clientIss, serverIss });
    const bytes = Uint8Array.from({ length: 5_000 }, (_, index) => index);
    near.send(bytes);
    far.send(bytes);
    run(100 * MS);
    near.close();
    far.close();
    run(100 * MS);
    expect([near.received, far.received]).toEqual([bytes, bytes]);
    expect([near.state, far.state].toSorted()).toEqual(['TIME-WAIT', 'TIME-WAIT']);
  });
});

describe('closing', () => {
  test('orderly from the client (RFC 9293 figure 12), TIME-WAIT there alone', () => {
    const { near, far, run, segments, noticed, client, server } = connectedPair({ clientIss: 99, serverIss: 299 });
    near.close();
    run(MS);
    expect([near.state, far.state]).toEqual(['FIN-WAIT-2', 'CLOSE-WAIT']);
    far.close();
    run(MS);
    expect(segments().slice(3)).toEqual([
      'client [FIN,ACK] seq=100 ack=300 len=0',
      'server [ACK] seq=300 ack=101 len=0',
      'server [FIN,ACK] seq=300 ack=101 len=0',
      'client [ACK] seq=101 ack=301 len=0',
    ]);
    expect([near.state, far.state]).toEqual(['TIME-WAIT', 'CLOSED']);
    expect(noticed().slice(2)).toEqual(['server closed', 'client closed']);
    expect([client.connections.length, server.connections.length]).toEqual([1, 0]);
  });

  test('orderly from the server, half-open data still gets through', () => {
    const { near, far, run } = connectedPair();
    far.close();
    run(MS);
    near.send(text('late'));
    run(MS);
    near.close();
    run(MS);
    expect(far.received).toEqual(text('late'));
    expect([near.state, far.state]).toEqual(['CLOSED', 'TIME-WAIT']);
  });

  test('what was sent before the close arrives before it', () => {
    const { near, far, run } = connectedPair();
    const bytes = new Uint8Array(30_000).fill(9);
    let receivedAtClose = -1;
    far.onClosed = () => {
      receivedAtClose = far.received.length;
    };
    near.send(bytes);
    near.close();
    run(S);
    expect(receivedAtClose).toBe(30_000);
  });

  test('both at once (RFC 9293 figure 13)', () => {
    const { near, far, run } = connectedPair({ latencyNs: 10 * 1000 });
    near.close();
    far.close();
    expect([near.state, far.state]).toEqual(['FIN-WAIT-1', 'FIN-WAIT-1']);
    run(10 * 1000);
    expect([near.state, far.state]).toEqual(['CLOSING', 'CLOSING']);
    run(10 * 1000);
    expect([near.state, far.state]).toEqual(['TIME-WAIT', 'TIME-WAIT']);
  });

  test('TIME-WAIT lasts exactly as long as configured', () => {
    const { near, far, run, clock } = connectedPair({ client: { timeWaitNs: 5 * S }, latencyNs: 1000 });
    near.close();
    far.close();
    run(2000);
    const since = clock.nowNs;
    expect(near.state).toBe('TIME-WAIT');
    clock.advanceTo(since + 5 * S - 1);
    expect(near.state).toBe('TIME-WAIT');
    clock.advanceTo(since + 5 * S);
    expect(near.state).toBe('CLOSED');
  });

  test('a repeated FIN in TIME-WAIT is answered and begins it anew', () => {
    const { near, far, run, link, clock, events } = connectedPair({ client: { timeWaitNs: 10 * S } });
    near.close();
    run(MS);
    far.close();
    // The FIN is under way; the client's last acknowledgement is lost, and so the FIN comes again after a second.
    link.lossRate = 1;
    run(MS);
    link.lossRate = 0;
    expect([near.state, far.state]).toEqual(['TIME-WAIT', 'LAST-ACK']);
    run(2 * S);
    expect(far.state).toBe('CLOSED');
    const finAgainNs = events.findLast((event) => event.kind === 'frame' && event.summary.includes('[FIN'))?.atNs ?? 0;
    clock.advanceTo(finAgainNs + 100_000 + 10 * S - 1);
    expect(near.state).toBe('TIME-WAIT');
    clock.advanceTo(finAgainNs + 100_000 + 10 * S);
    expect(near.state).toBe('CLOSED');
  });

  test('sending after close is the caller’s mistake', () => {
    const { near } = connectedPair();
    near.close();
    near.close();
    expect(() => near.send(text('x'))).toThrow(/after close/);
  });

  test('closing before the other side has answered sends nothing more', () => {
    const { client, server, run, segments } = pairOf();
    const connection = client.connect(server.ip, SERVER_PORT);
    connection.close();
    expect(connection.state).toBe('CLOSED');
    run(5 * S);
    expect(client.connections).toEqual([]);
    expect(segments().filter((line) => line.startsWith('client [FIN'))).toEqual([]);
  });
});

describe('reset', () => {
  test.each([['near'], ['far']] as const)('abort of the %s side', (side) => {
    const pair = connectedPair();
    const other = side === 'near' ? pair.far : pair.near;
    pair[side].send(text('last words'));
    pair[side].abort();
    expect(pair[side].state).toBe('CLOSED');
    let told = 0;
    other.onReset = () => {
      told++;
    };
    pair.run(10 * MS);
    expect(other.state).toBe('CLOSED');
    expect(other.received).toEqual(text('last words'));
    expect(told).toBe(1);
    expect(pair.noticed().filter((line) => line.endsWith('reset'))).toHaveLength(1);
  });

  test('a fresh kernel answers what it does not know with RST at SEG.ACK', () => {
    const { near, server, run, segments, noticed } = connectedPair({ clientIss: 100, serverIss: 300 });
    server.boot();
    near.send(hex('55'));
    run(MS);
    expect(segments().slice(3)).toEqual(['client [PSH,ACK] seq=101 ack=301 len=1', 'server [RST] seq=301 len=0']);
    expect(near.state).toBe('CLOSED');
    expect(noticed().slice(2)).toEqual(['server booted', 'client reset']);
  });
});
