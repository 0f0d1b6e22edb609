/** `keepwire peer` as a process, against devices of the test's own on the loopback: what test/peer checks in virtual time. */
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { execa } from 'execa';
import { describe, expect, test, vi } from 'vitest';
import { BINARY } from '../../cli/installed.ts';
import { SPEC, workIn } from '../../cli/keepwire.ts';
import { device, dial, echoing, freePort, hearing, LOOPBACK, RunningPeer, until } from '../../peer/loopback.ts';

/** A test that takes as long hangs. */
vi.setConfig({ testTimeout: 240_000 });

const folder = workIn();

function peer(spec: object, port: number, ...args: readonly string[]): RunningPeer {
  folder.write('s.json', JSON.stringify({ ...JSON.parse(SPEC), ...spec }));
  return new RunningPeer(folder.path, ['s.json', '--host', LOOPBACK, '--port', `${port}`, ...args]);
}

const CLIENT = { sockets: [{ role: 'client', server: { ip: '192.168.1.10', port: 6000 } }] };
/** Of a line of the live output. */
const timeOf = (line: string): number => Number(/^ *(\d+\.\d{3}) s {2}/.exec(line)?.[1]) * 1000;

describe('connections', () => {
  test('a device that closes, resets, and is away for a while: each with its reason, and a new one after it', async () => {
    const actions: readonly ((socket: Socket) => void)[] = [(it) => it.end(), (it) => it.resetAndDestroy(), () => {}];
    const first = await device((socket, number) => {
      echoing(socket);
      setTimeout(() => actions[number - 1]?.(socket), 300);
    });
    const running = peer({}, first.port, '--every', '1');
    await running.seen(/Connecting to 127\.0\.0\.1:\d+ \(socket 0 of the device\)/);
    await running.seen(/socket 0: connected: 127\.0\.0\.1:\d+ to 127\.0\.0\.1:\d+$/);
    await running.seen(/socket 0: echo after \d+\.\d ms$/);
    const closed = await running.seen(/lost after \d+\.\d{3} s: closed by the device \(FIN\)$/);
    const again = await running.seen(/connected/);
    expect(timeOf(again) - timeOf(closed)).toBeGreaterThanOrEqual(990);
    await running.seen(/lost after \d+\.\d{3} s: reset by the device$/);
    await running.seen(/echo after/);
    first.close();
    await running.seen(/lost after/);
    await running.seen(/connect refused/);
    const back = await device(echoing, first.port);
    await running.seen(/connected/);
    running.type('q');
    expect(await running.ended()).toBe(0);
    expect(running.lines.at(-1)).toMatch(/^Ended after [\d.]+ s: 4 connections \(.*1 stopped\); \d+ round trips: /);
    // However often it was tried while nobody was there.
    expect(running.lines.filter((line) => line.includes('refused'))).toHaveLength(1);
    back.close();
  });

  test('a device that swallows echoes is given up, and connected to anew', async () => {
    const connections: number[] = [];
    const { port } = await device((socket, number) => {
      connections.push(number);
      if (number === 1) socket.resume();
      else echoing(socket);
    });
    const running = peer({}, port, '--every', '1');
    const connected = await running.seen(/connected/);
    const silent = await running.seen(/the device is silent: its echo is overdue/);
    expect(timeOf(silent) - timeOf(connected)).toBeGreaterThanOrEqual(9_990);
    await running.seen(/lost after \d+\.\d{3} s: given up: no data from the device/);
    await running.seen(/echo after/);
    expect(connections).toEqual([1, 2]);
  });

  test('no echo is sent with --every 0, and none is missed', async () => {
    let heard = { text: '' };
    const { port } = await device((socket) => {
      heard = hearing(socket);
      socket.write('temperature 21\n');
    });
    const running = peer({}, port, '--every', '0', '--for', '2', '--json');
    expect(await running.ended()).toBe(0);
    const { connections, roundTrips, verdict } = JSON.parse(running.lines.join('\n'));
    expect({ heard: heard.text, roundTrips, verdict }).toEqual({ heard: '', roundTrips: null, verdict: null });
    expect(connections).toMatchObject([{ socket: 0, reason: 'stopped', bytes: 15, roundTrips: null }]);
  });

  test('nobody there: exit code 1', async () => {
    const running = peer({}, await freePort(), '--for', '1', '--json');
    expect(await running.ended()).toBe(1);
    expect(JSON.parse(running.lines.join('\n'))).toEqual({
      ok: false,
      connections: [],
      roundTrips: null,
      verdict: null,
    });
  });

  test('each of several sockets has one; their round trips are measured', async () => {
    const sockets: Socket[] = [];
    const { port } = await device((socket) => {
      sockets.push(socket);
      socket.on('data', (bytes) => setTimeout(() => socket.write(bytes), 50));
    });
    const running = peer({ sockets: [{ port: 5000, count: 3 }] }, port, '--every', '1', '--for', '6', '--json');
    expect(await running.ended()).toBe(0);
    const { ok, connections, roundTrips } = JSON.parse(running.lines.join('\n'));
    expect({ ok, sockets: connections.map(({ socket }: { socket: number }) => socket) }).toEqual({
      ok: true,
      sockets: [0, 1, 2],
    });
    expect(sockets).toHaveLength(3);
    expect(roundTrips.count).toBeGreaterThanOrEqual(6);
    expect(roundTrips.minMs).toBeGreaterThanOrEqual(49);
    expect(roundTrips.meanMs).toBeGreaterThanOrEqual(roundTrips.minMs);
    expect(roundTrips.maxMs).toBeGreaterThanOrEqual(roundTrips.meanMs);
  });

  test('a full disk behind stdout ends it with one line on stderr', async ({ skip }) => {
    skip(!existsSync('/dev/full'), 'this system has no /dev/full');
    const { port } = await device(echoing);
    folder.write('s.json', SPEC);
    const command = `"${process.execPath}" "${BINARY}" peer s.json --host ${LOOPBACK} --port ${port} > /dev/full`;
    const { exitCode, stderr } = await execa('sh', ['-c', command], { cwd: folder.path, reject: false });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'error: cannot write to stdout: no space left on the device',
    });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it with a summary', async (signal) => {
    const { port } = await device(echoing);
    const running = peer({}, port);
    await running.seen(/echo after/);
    running.signal(signal);
    expect(await running.ended()).toBe(0);
    expect(running.lines.at(-1)).toMatch(/^Ended after [\d.]+ s: 1 connection \(1 stopped\); 1 round trip: /);
  });
});

describe('what the spec has it say', () => {
  test('questions are answered wherever they are split, and heartbeats sent', async () => {
    let heard = { text: '' };
    const { port } = await device((socket) => {
      heard = hearing(socket);
      for (const [index, byte] of [...'you?you?'].entries()) setTimeout(() => socket.write(byte), 50 * index);
    });
    const ask = { text: 'you?', answer: { hex: '00 ff' }, afterIdleS: 30, withinS: 5 };
    const running = peer({ ask, heartbeat: { expect: { text: 'alive\n', withinS: 3 } } }, port, '--every', '0');
    await running.seen(/question answered/);
    await running.seen(/question answered/);
    await until(() => heard.text.includes('alive\nalive\n'), 'a second heartbeat');
    expect(heard.text.replaceAll('alive\n', '')).toBe('\x00\xff\x00\xff');
  });

  test('a goodbye is honoured: FIN at once, and a new connection later', async () => {
    const goodbye = { text: 'bye\n' };
    let heard = { text: '', ended: false };
    const { port } = await device((socket, number) => {
      if (number > 1) return echoing(socket);
      heard = hearing(socket);
      socket.write('b');
      setTimeout(() => socket.write('ye\n'), 100);
    });
    const running = peer({ goodbye }, port, '--every', '0');
    await running.seen(/socket 0: goodbye received$/);
    await running.seen(/lost after .*: the device sent its goodbye message$/);
    await until(() => heard.ended, 'a FIN');
    await running.seen(/connected/);
  });

  test('it says goodbye itself when it is ended', async () => {
    let heard = { text: '', ended: false };
    const { port } = await device((socket) => {
      heard = hearing(socket);
    });
    const running = peer({ goodbye: { hex: '04' } }, port, '--every', '0');
    await running.seen(/connected/);
    running.type('q');
    expect(await running.ended()).toBe(0);
    expect(heard).toEqual({ text: '\x04', ended: true });
  });
});

describe('a device that is a client', () => {
  test('is listened for; what it says and how it ends is told; it may come again', async () => {
    const port = await freePort();
    const running = peer(CLIENT, port, '--every', '1');
    await running.seen(/Listening on 127\.0\.0\.1:\d+ \(for socket 0 of the device\)/);
    const first = await dial(port);
    echoing(first);
    await running.seen(/connected/);
    await running.seen(/echo after/);
    first.end();
    await running.seen(/closed by the device/);
    const second = await dial(port);
    await running.seen(/connected/);
    second.resetAndDestroy();
    await running.seen(/reset by the device/);
  });

  test('that connects anew has given up the connection before', async () => {
    const port = await freePort();
    const running = peer(CLIENT, port, '--every', '0');
    await running.seen(/Listening/);
    const first = await dial(port);
    const heard = hearing(first);
    await running.seen(/connected/);
    await dial(port);
    await running.seen(/lost after .*: the device opened a new connection$/);
    await running.seen(/connected/);
    await until(() => heard.ended, 'the end of the first');
  });

  test('a port that is taken is said with what to do', async () => {
    const { port } = await device(() => {});
    const running = peer(CLIENT, port);
    expect(await running.ended()).toBe(1);
    expect(running.stderr).toMatch(/cannot listen on 127\.0\.0\.1:\d+: another program uses this port/);
  });
});
