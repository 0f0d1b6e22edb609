/** `keepwire peer` as a user starts it, on this machine's TCP and clock. The other tests of it run in virtual time. */
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { workIn } from '../cli/folder.ts';
import { device, echoing, LOOPBACK, RunningPeer } from './loopback.ts';
import { LEAST } from './specs.ts';

const folder = workIn();

test('an acceptance test passes, and a signal ends the peer', async () => {
  folder.write('s.json', JSON.stringify(LEAST));
  let isMute = false;
  const sockets: Socket[] = [];
  const board = await device((socket) => {
    sockets.push(socket);
    board.server.close();
    socket.on('data', (bytes) => void (isMute || socket.write(bytes)));
  });
  const running = new RunningPeer(folder.path, [
    ...['s.json', '--host', LOOPBACK, '--port', `${board.port}`, '--every', '1', '--expect-within', '3600'],
  ]);
  await running.seen(/socket 0: echo after/);
  await running.seen(/armed: press Enter/);
  isMute = true;
  running.type('');
  await running.seen(/cable cut$/);
  await running.seen(/connect refused/);
  const again = await device(echoing, board.port);
  await running.seen(/PASS: a new connection works \d+\.\d{3} s after the outage began \(limit 3600\.000 s\)$/);
  expect(await running.ended()).toBe(0);

  const other = new RunningPeer(folder.path, ['s.json', '--host', LOOPBACK, '--port', `${again.port}`]);
  await other.seen(/echo after/);
  other.signal('SIGTERM');
  expect(await other.ended()).toBe(0);
  expect(other.lines.at(-1)).toMatch(/^Ended after [\d.]+ s: 1 connection \(1 stopped\); /);
});
