/** `keepwire peer` in virtual time: connections, what is said on them, and how they end. Times are exact. */
import { describe, expect, test } from 'vitest';
import { CliError } from '../../generator/cli/cli-error.ts';
import { recordedIo } from '../cli/recorded-io.ts';
import { CLIENT, LEAST } from './specs.ts';
import { echoing, PORT, StreamBench } from './stream-bench.ts';
import type { DeviceEnd } from './stream-connection.ts';
import { LATENCY_MS, StreamNetwork } from './stream-network.ts';
import { VirtualPeer } from './virtual-peer.ts';

const timeMsOf = (line: string): number => Math.round(Number(/^ *(\d+\.\d{3}) s {2}/.exec(line)?.[1]) * 1000);

function begin(spec: object, ...words: readonly string[]) {
  const bench = new StreamBench();
  return { bench, running: bench.peer(spec, ...words) };
}

describe('connections to a device that listens', () => {
  test('that closes, resets, and is away for a while: each with its reason, and a new one after it', () => {
    const { bench, running } = begin(LEAST, '--every', '1');
    const actions: readonly ((socket: DeviceEnd) => void)[] = [(it) => it.end(), (it) => it.reset()];
    const device = bench.device((socket, number) => {
      echoing(socket);
      const act = actions[number - 1];
      if (act !== undefined) bench.network.later(300, () => act(socket));
    });
    running.start();
    expect(running.lines[0]).toBe(`Connecting to 127.0.0.1:${PORT} (socket 0 of the device).`);
    expect(timeMsOf(running.seen(/socket 0: connected: 127\.0\.0\.1:40000 to 127\.0\.0\.1:7000$/))).toBe(
      2 * LATENCY_MS,
    );
    running.seen(/socket 0: echo after 2\.0 ms$/);
    const closed = running.seen(/connection lost after 0\.301 s: closed by the device \(FIN\)$/);
    const again = running.seen(/connected/);
    expect(timeMsOf(again) - timeMsOf(closed)).toBe(1000 + 2 * LATENCY_MS);
    running.seen(/connection lost after 0\.301 s: reset by the device$/);
    running.seen(/echo after/);
    device.close();
    bench.pass(4000);
    expect(running.found(/lost/)).toBeNull();
  });

  test('that is not there: each kind of failure is printed once, however often it is tried', () => {
    const { bench, running } = begin(LEAST);
    running.start();
    running.seen(/socket 0: connect refused: no free socket listens on this port$/);
    bench.network.isCut = true;
    const timedOut = running.seen(/socket 0: connect timed out$/);
    // Attempts last 900 ms, with 1 s in between.
    expect(timeMsOf(timedOut)).toBe(2 * LATENCY_MS + 1000 + 900);
    bench.pass(60_000);
    bench.network.isCut = false;
    bench.device(echoing);
    running.seen(/connected/);
    running.type('q');
    expect(running.ended()).toBe(0);
    expect(running.lines.filter((line) => line.includes('refused'))).toHaveLength(1);
    expect(running.lines.filter((line) => line.includes('timed out'))).toHaveLength(1);
  });

  test('the summary counts connections, reasons and round trips', () => {
    const { bench, running } = begin(LEAST, '--every', '1');
    bench.device((socket, number) => {
      echoing(socket);
      if (number === 1) bench.network.later(500, () => socket.end());
    });
    running.start();
    running.seen(/lost/);
    running.seen(/echo after/);
    running.type('q');
    expect(running.ended()).toBe(0);
    expect(running.lines.at(-1)).toBe(
      'Ended after 1.509 s: 2 connections (1 closed, 1 stopped); 2 round trips: min 2.0 ms, mean 2.0 ms, max 2.0 ms.',
    );
  });

  test('that swallows echoes is given up after 10 s, and connected to again', () => {
    const { bench, running } = begin(LEAST, '--every', '1');
    const device = bench.device((socket, number) => {
      if (number > 1) echoing(socket);
    });
    running.start();
    const connected = timeMsOf(running.seen(/connected/));
    bench.pass(9_999);
    expect(running.found(/silent/)).toBeNull();
    const silent = running.seen(/the device is silent: its echo is overdue$/);
    expect(timeMsOf(silent) - connected).toBe(10_000);
    running.seen(/connection lost after 10\.000 s: given up: no data from the device$/);
    running.seen(/echo after/);
    expect(device.sockets.map(({ hasEnded }) => hasEnded)).toEqual([true, false]);
  });

  test('no echo is sent with --every 0, and none is missed', () => {
    const { bench, running } = begin(LEAST, '--every', '0', '--for', '200', '--json');
    const device = bench.device((socket) => socket.write('temperature 21\n'));
    running.start();
    expect(running.ended()).toBe(0);
    const { connections, roundTrips, verdict } = JSON.parse(running.lines.join('\n'));
    expect(device.sockets.map(({ received }) => received)).toEqual(['']);
    expect({ roundTrips, verdict }).toEqual({ roundTrips: null, verdict: null });
    expect(connections).toMatchObject([
      { socket: 0, connectedMs: 2, endedMs: 200_000, reason: 'stopped', bytes: 15, roundTrips: null },
    ]);
  });

  test('nobody there: exit code 1', () => {
    const { running } = begin(LEAST, '--for', '1', '--json');
    running.start();
    expect(running.ended()).toBe(1);
    expect(JSON.parse(running.lines.join('\n'))).toEqual({
      ok: false,
      connections: [],
      roundTrips: null,
      verdict: null,
    });
  });

  test('each of several sockets has one; their round trips are measured', () => {
    const spec = { ...LEAST, sockets: [{ port: 5000, count: 3 }] };
    const { bench, running } = begin(spec, '--every', '1', '--for', '3', '--json');
    bench.device((socket, number) => {
      socket.onData = (bytes) => bench.network.later(10 * number, () => socket.write(bytes));
    });
    running.start();
    expect(running.ended()).toBe(0);
    const { ok, connections, roundTrips } = JSON.parse(running.lines.join('\n'));
    expect({ ok, sockets: connections.map(({ socket }: { socket: number }) => socket) }).toEqual({
      ok: true,
      sockets: [0, 1, 2],
    });
    expect(roundTrips).toEqual({ count: 9, minMs: 12, meanMs: 22, maxMs: 32 });
  });

  test('quit before the start ends it as soon as it starts', () => {
    const { running } = begin(LEAST);
    running.type('q');
    running.start();
    expect(running.ended()).toBe(1);
    expect(running.lines.at(-1)).toMatch(/^Ended after 0\.000 s: 0 connections; no round trip measured\.$/);
  });

  test('output that fails ends it: the connections are closed, and the error comes out', () => {
    const bench = new StreamBench();
    const device = bench.device(echoing);
    const io = recordedIo();
    const full = new CliError(1, 'cannot write to stdout: no space left on the device');
    const out = (text: string): void => {
      if (text.includes('echo')) throw full;
      io.out(text);
    };
    const words = ['--host', '127.0.0.1', '--port', `${PORT}`];
    const { peerClock: clock, transport } = bench.network;
    const running = new VirtualPeer(LEAST, words, { clock, transport }, { ...io, out });
    running.start();
    bench.pass(5000);
    expect(running.error).toBe(full);
    expect(device.sockets.map(({ hasEnded }) => hasEnded)).toEqual([true]);
  });

  test('a device that does not answer our FIN is left after 1 s', () => {
    const { bench, running } = begin(LEAST);
    bench.device(echoing);
    running.start();
    running.seen(/echo/);
    bench.network.isCut = true;
    const atMs = bench.nowMs;
    running.type('q');
    running.ended();
    expect(bench.nowMs - atMs).toBe(1000);
  });

  test('lines on stdin: an unknown one and a cut without a test are answered', () => {
    const { running } = begin(LEAST);
    running.start();
    running.type('x');
    expect(running.stderr).toBe('unknown command; Enter or cut: the cable is being cut; q: quit');
    running.type('cut');
    expect(running.lines.at(-1)).toBe('`cut` has no effect: no test is running; start one with --expect-within S');
  });
});

describe('what the spec makes it say', () => {
  test('questions are answered wherever they are split, and heartbeats sent every third of the limit', () => {
    const ask = { text: 'you?', answer: { hex: '00 ff' }, afterIdleS: 30, withinS: 5 };
    const spec = { ...LEAST, ask, heartbeat: { expect: { text: 'alive\n', withinS: 3 } } };
    const { bench, running } = begin(spec, '--every', '0');
    const beatsMs: number[] = [];
    const device = bench.device((socket) => {
      socket.onData = (bytes) => {
        if (bytes[0] === 'a'.charCodeAt(0)) beatsMs.push(bench.nowMs);
      };
      for (const [index, byte] of [...'you?you?'].entries()) bench.network.later(50 * index, () => socket.write(byte));
    });
    running.start();
    running.seen(/question answered/);
    running.seen(/question answered/);
    bench.pass(3000);
    expect(device.sockets[0]?.received).toBe('\x00\xff\x00\xffalive\nalive\nalive\n');
    expect(beatsMs).toEqual([1003, 2003, 3003]);
  });

  test('a goodbye is honoured: FIN at once, and a new connection later', () => {
    const { bench, running } = begin({ ...LEAST, goodbye: { text: 'bye\n' } }, '--every', '0');
    const device = bench.device((socket, number) => {
      if (number > 1) return;
      socket.write('b');
      bench.network.later(100, () => socket.write('ye\n'));
    });
    running.start();
    const atMs = timeMsOf(running.seen(/socket 0: goodbye received$/));
    running.seen(/connection lost after 0\.101 s: the device sent its goodbye message$/);
    bench.until(
      () => device.sockets[0]?.hasEnded === true,
      () => 'a FIN',
    );
    expect(bench.nowMs - atMs).toBe(LATENCY_MS);
    running.seen(/connected/);
  });

  test('it says goodbye itself when it is ended', () => {
    const { bench, running } = begin({ ...LEAST, goodbye: { hex: '04' } }, '--every', '0');
    const device = bench.device();
    running.start();
    running.seen(/connected/);
    running.type('q');
    expect(running.ended()).toBe(0);
    expect(device.sockets).toMatchObject([{ received: '\x04', hasEnded: true }]);
  });
});

describe('a device that is a client', () => {
  test('is listened for; what it says and how it ends is printed; it may come again', async () => {
    const { bench, running } = begin(CLIENT, '--every', '1');
    await running.listen();
    running.start();
    expect(running.lines[0]).toBe(`Listening on 127.0.0.1:${PORT} (for socket 0 of the device).`);
    const first = bench.dial();
    echoing(first);
    running.seen(/connected/);
    running.seen(/echo after/);
    first.end();
    running.seen(/closed by the device/);
    const second = bench.dial();
    running.seen(/connected/);
    second.reset();
    running.seen(/reset by the device/);
  });

  test('that connects again has given up the connection before', async () => {
    const { bench, running } = begin(CLIENT, '--every', '0');
    await running.listen();
    running.start();
    const first = bench.dial();
    running.seen(/connected/);
    bench.pass(1000);
    bench.dial();
    running.seen(/connection lost after 1\.000 s: the device opened a new connection$/);
    running.seen(/connected/);
    bench.pass(LATENCY_MS);
    expect(first.hasEnded).toBe(true);
  });

  test('an address that cannot be listened on: none is', async () => {
    const [client] = CLIENT.sockets;
    const sockets = [6000, 6001].map((port) => ({ ...client, server: { ip: '192.168.1.10', port } }));
    const network = new StreamNetwork();
    const { peerClock: clock, transport } = network;
    const running = new VirtualPeer({ ...LEAST, sockets }, [], { clock, transport });
    network.device(6001);
    await expect(running.listen()).rejects.toMatchObject({ address: { host: '0.0.0.0', port: 6001 } });
    expect(() => network.dial(6000)).toThrow('nothing listens');
  });

  test('of several the one that was silent for longest is replaced', async () => {
    const clients = { ...CLIENT, sockets: [{ ...CLIENT.sockets[0], count: 2 }] };
    const { bench, running } = begin(clients, '--every', '0');
    await running.listen();
    running.start();
    const [older, newer] = [bench.dial(), bench.dial()];
    older.write('still here');
    bench.pass(1000);
    bench.dial();
    running.seen(/socket 1: connection lost .* opened a new connection$/);
    bench.pass(LATENCY_MS);
    expect([older.hasEnded, newer.hasEnded]).toEqual([false, true]);
  });
});
