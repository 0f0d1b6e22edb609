/** `keepwire peer` on this machine's kernel, with a device that watches its peer by more than probes; see test/live. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { keepwire } from '../../cli/keepwire.ts';
import { HOST_IP } from '../../live/kernel/desk.ts';
import { onDesk, onEachChip } from '../../live/kernel/on-desk.ts';
import { rest, said } from '../../live/kernel/saying.ts';

/** Hour-long periods: no probe disturbs what another method does. */
const NO_PROBES = { keepalive: { NO_DATA_PERIOD: 3600, KA_SEND_PERIOD: 3600 } };
const HEARTBEAT = { send: { text: 'online\n', everyS: 1 }, expect: { text: 'alive\n', withinS: 3 } };
const ASK = { text: 'are you there?\n', answer: { text: 'yes\n' }, afterIdleS: 1, withinS: 1, tries: 2 };

onDesk('heartbeats both ways keep a connection', { ...NO_PROBES, heartbeat: HEARTBEAT }, async (desk) => {
  await desk.powerUp();
  const peer = desk.peer('--every', '0', '--for', '10', '--json');
  const { connections } = JSON.parse(await rest(peer));
  expect(connections).toMatchObject([{ reason: 'stopped' }]);
  expect(connections[0].heartbeats).toBeGreaterThanOrEqual(1);
  expect(connections[0].heartbeats).toBeLessThanOrEqual(10);
  // The device's application has seen none of ours: nothing came back.
  expect(connections[0].bytes).toBe(0);
});

onDesk('answers keep a connection, and are no data', { ...NO_PROBES, ask: ASK }, async (desk) => {
  await desk.powerUp();
  const peer = desk.peer('--every', '0', '--for', '10', '--json');
  const { connections } = JSON.parse(await rest(peer));
  expect(connections).toMatchObject([{ reason: 'stopped', bytes: 0 }]);
  expect(connections[0].questions).toBeGreaterThanOrEqual(1);
});

onDesk('echoes are told from heartbeats, questions and answers', { heartbeat: HEARTBEAT, ask: ASK }, async (desk) => {
  await desk.powerUp();
  const peer = desk.peer('--every', '2', '--for', '9', '--json');
  const { connections, roundTrips } = JSON.parse(await rest(peer));
  expect(connections).toMatchObject([{ reason: 'stopped', bytes: 0 }]);
  expect(roundTrips.count).toBeGreaterThanOrEqual(1);
  expect(connections[0].heartbeats).toBeGreaterThanOrEqual(1);
});

const METHODS = [
  ['no-answer', { ask: ASK }, 3000],
  ['heartbeat-missed', { heartbeat: HEARTBEAT }, 3000],
  ['idle', { idle: { closeAfterS: 2, checkEveryS: 1 } }, 3000],
] as const;

for (const [reason, method, boundMs] of METHODS) {
  onDesk(`a peer whose application hangs is noticed: ${reason}`, { ...NO_PROBES, ...method }, async (desk) => {
    await desk.powerUp();
    const peer = desk.peer('--expect-within', '240', '--outage', 'silence');
    await said(peer, new RegExp(`The plan's bound for a silent peer is ${boundMs / 1000}\\.0\\d\\d s`));
    const passed = await said(peer, /PASS: the device ended the connection/);
    expect(await peer.ended()).toBe(0);
    const tookMs = Number(/connection ([\d.]+) s/.exec(passed)?.[1]) * 1000;
    expect(tookMs).toBeGreaterThan(1900);
    await desk.seen(new RegExp(`reason ${reason}$`));
  });
}

onDesk('a time that is too short for it is not kept', { ...NO_PROBES, heartbeat: HEARTBEAT }, async (desk) => {
  await desk.powerUp();
  const peer = desk.peer('--expect-within', '2', '--outage', 'silence');
  await said(peer, /FAIL: the device had not ended the connection \d+\.\d{3} s after this peer fell silent/);
  expect(await peer.ended()).toBe(1);
});

onDesk('the peer’s goodbye ends it on the device too', { goodbye: { text: 'bye\n' } }, async (desk) => {
  await desk.powerUp();
  const peer = desk.peer('--for', '2');
  await desk.seen(/reason goodbye$/);
  await desk.seen(/listens again$/);
  expect(await peer.ended()).toBe(0);
});

onDesk('the device’s goodbye is honoured', { goodbye: { text: 'bye\n' } }, async (desk) => {
  await keepwire(desk.folder, ['generate', 's.json']);
  const app = join(desk.folder, 'out/s/app.c');
  const code = readFileSync(app, 'utf8');
  const stops = code.replace(
    /(\(void\)kw_socket_send\((\w+), buffer, length\);[^\n]*\n)/,
    '$1    kw_socket_stop($2);\n',
  );
  expect(stops).not.toBe(code);
  writeFileSync(app, stops);
  await desk.powerUp();
  const peer = desk.peer('--every', '1');
  await said(peer, /echo after/);
  await said(peer, /socket 0: goodbye received$/);
  await said(peer, /the device sent its goodbye message$/);
  await said(peer, /echo after/);
  peer.kill();
});

const CLIENT = {
  sockets: [
    {
      role: 'client',
      server: { ip: HOST_IP, port: 6000 },
      reconnect: { firstMs: 200, maxMs: 1000, factor: 2, jitter: 0.1 },
    },
  ],
};

onEachChip(
  'a device that is a client connects, and connects anew after a cut',
  async (desk) => {
    const peer = desk.peer('--expect-within', '240');
    await said(peer, /Listening on 0\.0\.0\.0:6000/);
    await desk.powerUp(0);
    await said(peer, /socket 0: connected/);
    await said(peer, /armed/);
    desk.press('c');
    await desk.seen(/^cable cut$/);
    peer.tell();
    await desk.seen(/reason (timeout|probe-timeout|send-timeout)$/);
    desk.press('c');
    await desk.seen(/^cable mended$/);
    await said(peer, /PASS: a new connection works/);
    expect(await peer.ended()).toBe(0);
  },
  CLIENT,
);
