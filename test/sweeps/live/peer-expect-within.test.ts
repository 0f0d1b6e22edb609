/** `keepwire peer --expect-within` as a process, against devices of the test's own: what test/peer checks in virtual time. */
import type { Socket } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { SPEC, workIn } from '../../cli/keepwire.ts';
import { device, dial, echoing, freePort, hearing, LOOPBACK, RunningPeer } from '../../peer/loopback.ts';

/** A test that takes as long hangs. */
vi.setConfig({ testTimeout: 240_000 });

const folder = workIn();

function peer(spec: object, port: number, withinS: number, ...args: readonly string[]): RunningPeer {
  folder.write('s.json', JSON.stringify({ ...JSON.parse(SPEC), ...spec }));
  const where = ['s.json', '--host', LOOPBACK, '--port', `${port}`, '--every', '1'];
  return new RunningPeer(folder.path, [...where, '--expect-within', `${withinS}`, ...args]);
}

/** The only socket of a device: while it is taken nobody else gets in. `mute` takes its path away. */
async function onlySocket(port = 0): Promise<{ readonly port: number; mute(): void; unmute(): void }> {
  let isMute = false;
  const held: Buffer[] = [];
  let taken: Socket | null = null;
  const { port: listening, server } = await device((socket) => {
    taken = socket;
    server.close();
    socket.on('data', (bytes) => {
      if (isMute) held.push(bytes);
      else socket.write(bytes);
    });
  }, port);
  return {
    port: listening,
    mute: () => {
      isMute = true;
    },
    unmute: () => {
      isMute = false;
      for (const bytes of held.splice(0)) taken?.write(bytes);
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('the cable', () => {
  test('cut and mended in time, and the device listens again: exit code 0', async () => {
    const board = await onlySocket();
    const running = peer({}, board.port, 600);
    await running.seen(/The plan's bound for a cut cable is 18\.014 s; limit 600\.000 s\.$/);
    await running.seen(
      /armed: press Enter and disconnect the device's cable; reconnect it after 18\.014 s and before 600/,
    );
    board.mute();
    running.type('');
    await running.seen(/ {2}cable cut$/);
    await running.seen(/connect refused/);
    await pause(1200);
    await device(echoing, board.port);
    const verdict = await running.seen(/PASS: a new connection works /);
    const tookS = Number(/works ([\d.]+) s after the outage began \(limit 600\.000 s\)$/.exec(verdict)?.[1]);
    expect(tookS).toBeGreaterThanOrEqual(1.2);
    expect(await running.ended()).toBe(0);
  });

  test('the device holds the old connection for too long: exit code 1, and when it was last seen to', async () => {
    const board = await onlySocket();
    const running = peer({}, board.port, 10);
    await running.seen(/The limit is below the plan's bound/);
    await running.seen(/armed: press Enter and disconnect the device's cable; reconnect it before 10\.000 s$/);
    board.mute();
    running.type('cut');
    const verdict = await running.seen(/FAIL: the device still refused a new connection /);
    const heldS = Number(/connection ([\d.]+) s after the cut/.exec(verdict)?.[1]);
    expect(heldS).toBeGreaterThan(0);
    expect(heldS).toBeLessThanOrEqual(10);
    expect(await running.ended()).toBe(1);
  });

  test('the cable is back before the device has given up: exit code 1 at once', async () => {
    const board = await onlySocket();
    const running = peer({}, board.port, 60);
    await running.seen(/armed/);
    board.mute();
    running.type('cut');
    await running.seen(/ {2}cable cut$/);
    await pause(4000);
    board.unmute();
    await running.seen(/FAIL: the old connection was still open \d+\.\d{3} s after the cut/);
    expect(await running.ended()).toBe(1);
  });

  test('a new connection on which nothing comes back is none', async () => {
    const board = await onlySocket();
    const running = peer({}, board.port, 10);
    await running.seen(/armed/);
    board.mute();
    running.type('cut');
    await running.seen(/ {2}cable cut$/);
    await device((socket) => void socket.resume(), board.port);
    await running.seen(/connected/);
    await running.seen(/FAIL: /);
    expect(await running.ended()).toBe(1);
  });

  test('nobody says that it is cut: counted from the last sign of life', async () => {
    const board = await onlySocket();
    const running = peer({}, board.port, 60, '--json');
    await pause(2500);
    board.mute();
    await pause(5000);
    await device(echoing, board.port);
    expect(await running.ended()).toBe(0);
    const { ok, verdict, connections } = JSON.parse(running.lines.join('\n'));
    expect({ ok, verdict }).toEqual({ ok: true, verdict: { ok: true, tookMs: expect.any(Number) } });
    // The last sign of life was up to a second before it fell silent.
    expect(verdict.tookMs).toBeGreaterThanOrEqual(4500);
    expect(connections.length).toBeGreaterThanOrEqual(2);
    expect(running.stderr).toMatch(/outage: time counts from the last data received/);
  });

  test('a hiccup is no outage: the same connection goes on, and the test too', async () => {
    const board = await onlySocket();
    const running = peer({}, board.port, 60);
    await running.seen(/armed/);
    board.mute();
    await running.seen(/outage: time counts/);
    board.unmute();
    await running.seen(/data on the old connection after .* s: not an outage/);
    await running.seen(/echo after/);
    running.type('q');
    await running.seen(/FAIL: ended before there was a verdict/);
    expect(await running.ended()).toBe(1);
  });

  test('a device that is a client passes by connecting anew', async () => {
    const port = await freePort();
    const client = { role: 'client', server: { ip: '192.168.1.10', port: 6000 } };
    const running = peer({ sockets: [client] }, port, 60);
    const first = await dial(port);
    let isMute = false;
    first.on('data', (bytes) => void (isMute || first.write(bytes)));
    await running.seen(/armed/);
    isMute = true;
    running.type('');
    await running.seen(/ {2}cable cut$/);
    await pause(1000);
    echoing(await dial(port));
    await running.seen(/PASS: a new connection works \d+\.\d{3} s after/);
    expect(await running.ended()).toBe(0);
  });

  test('nothing can be cut before it works', async () => {
    const running = peer({}, await freePort(), 9);
    await running.seen(/connect refused/);
    running.type('cut');
    await running.seen(/not armed: not all connections work yet/);
    running.signal('SIGINT');
    expect(await running.ended()).toBe(1);
  });
});

describe('silence of the peer alone', () => {
  const ask = { text: 'you?', answer: { text: 'yes' }, afterIdleS: 1, withinS: 1, tries: 1 };

  test('the device asks, gets no answer, and ends the connection: exit code 0', async () => {
    let heard = { text: '' };
    const { port } = await device((socket) => {
      echoing(socket);
      heard = hearing(socket);
      setTimeout(() => socket.write('you?'), 1000);
      setTimeout(() => socket.end(), 2000);
    });
    const running = peer({ ask }, port, 60, '--outage', 'silence');
    await running.seen(/The plan's bound for a silent peer is 2\.\d+ s; limit 60\.000 s\.$/);
    await running.seen(/this peer sends no more data; only its kernel answers/);
    await running.seen(/PASS: the device ended the connection \d+\.\d{3} s after the outage began \(limit 60\.000 s\)/);
    expect(await running.ended()).toBe(0);
    // One echo, and not a byte since.
    expect(heard.text).toHaveLength(8);
  });

  test('the device holds on: exit code 1', async () => {
    const { port } = await device((socket) => {
      echoing(socket);
      setInterval(() => socket.write('you?'), 500).unref();
    });
    const running = peer({ ask }, port, 3, '--outage', 'silence');
    await running.seen(/socket 0: question not answered$/);
    await running.seen(/FAIL: the device had not ended the connection \d+\.\d{3} s after this peer fell silent/);
    expect(await running.ended()).toBe(1);
  });
});
