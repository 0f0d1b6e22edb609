/** Wrong options of `keepwire peer` exit 2 and say what to do. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepwire, workIn } from '../cli/keepwire.ts';
import { LEAST } from './specs.ts';

const folder = workIn();

const TWO = { sockets: [{ port: 5000 }, { port: 6000 }] };
const BOTH = { sockets: [{ port: 7000 }, { role: 'client', server: { ip: '192.168.1.10', port: 6000 } }] };
const EVERY_BYTE = {
  ask: { hex: bytesFrom(0), answer: { hex: bytesFrom(64) }, afterIdleS: 9, withinS: 1 },
  heartbeat: { expect: { hex: bytesFrom(128), withinS: 3 } },
  goodbye: { hex: bytesFrom(192) },
};

test.each<[string, object, readonly string[], string]>([
  ['a host that is a name', {}, ['--host', 'board.local'], '--host board.local: expected an IPv4 address'],
  ['an empty host', {}, ['--host', ''], '--host is empty'],
  ['a port that is none', {}, ['--port', '65536'], '--port takes 1 to 65535'],
  ['port 0', {}, ['--port', '0'], '--port takes 1 to 65535'],
  ['a port for two', TWO, ['--port', '7000'], 'several ports (5000, 6000); choose one socket with --socket'],
  ['a host for both roles', BOTH, ['--host', '127.0.0.1'], 'choose one socket with --socket'],
  ['a socket that is not there', TWO, ['--socket', '2'], '--socket 2: this spec has sockets 0, 1'],
  ['a socket that is no number', TWO, ['--socket', 'x'], '--socket takes a whole number'],
  ['no time at all', {}, ['--for', '0'], '--for takes a whole number from 1'],
  ['an expectation of 0 s', {}, ['--expect-within', '0'], '--expect-within takes a whole number from 1'],
  ['an outage without a test', {}, ['--outage', 'cable'], '--outage needs --expect-within'],
  ['an unknown outage', {}, ['--expect-within', '9', '--outage', 'fire'], '--outage takes cable or silence'],
  [
    'silence that nothing detects',
    {},
    ['--expect-within', '9', '--outage', 'silence'],
    'nothing in this spec makes socket 0 detect a peer that is silent while its kernel answers; to cover it, add "idle", "heartbeat.expect" or "ask" to the spec; --outage cable tests',
  ],
  [
    'a test of one of two on a port',
    { sockets: [{ port: 5000, count: 2 }] },
    ['--expect-within', '99', '--socket', '1'],
    'sockets 0, 1 listen on one port, and a free socket would accept the new connection; remove --socket',
  ],
  ['messages of all bytes', EVERY_BYTE, [], 'leave no byte values for echoes; turn echoes off with --every 0'],
])('%s', async (_name, spec, words, message) => {
  const file = join(folder.path, folder.write('s.json', JSON.stringify({ ...LEAST, ...spec })));
  const { exitCode, stdout, stderr } = await keepwire(folder.path, ['peer', file, '--for', '1', ...words]);
  expect(stderr).toContain(message);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).not.toContain('    at ');
});

test('a wrong spec is one document with --json', async () => {
  const file = join(folder.path, folder.write('s.json', '{}'));
  const { exitCode, stdout } = await keepwire(folder.path, ['peer', file, '--json']);
  expect(exitCode).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, connections: [], roundTrips: null, verdict: null });
});

function bytesFrom(first: number): string {
  return Buffer.from(Array.from({ length: 64 }, (_, index) => first + index)).toString('hex');
}
