/** One run as a user starts it: a TAP device, the kernel's TCP, real time. The other tests of test/live are in virtual time. */
import { setTimeout as after } from 'node:timers/promises';
import { expect } from 'vitest';
import { DEVICE_IP, HOST_IP, TAP } from './desk.ts';
import { KA_SEND_MS, NO_DATA_MS, onDesk, POLL_MS, TCP_TIMEOUT_MS } from './on-desk.ts';

onDesk('pings, echoes, a cut cable detected within the bound, and nothing left behind', {}, async (desk) => {
  await desk.powerUp();
  expect(await desk.exec('ip', ['-brief', 'address', 'show', TAP])).toContain(`${HOST_IP}/24`);
  expect(await desk.exec('ping', ['-c', '5', '-i', '0.05', DEVICE_IP])).toContain('5 received');
  const client = desk.client(`
link = dial()
echo(link, 262144)
say('connected')
wait_for_line()`);
  await client.line();
  await desk.seen(/^socket 0: probe answered/);
  desk.press('c');
  const cut = await desk.seen(/^cable cut$/);
  const detected = await desk.seen(/^socket 0: ESTABLISHED → CLOSED \(timeout\)$/);
  // In the device's time, which a busy machine may delay but not stretch.
  expect(detected.atMs - cut.atMs).toBeLessThanOrEqual(NO_DATA_MS + KA_SEND_MS + TCP_TIMEOUT_MS + POLL_MS);
  await desk.seen(/listens again$/);
  desk.press('c');
  await desk.seen(/^cable mended$/);
  await desk.python('echo(dial(), 1000)');
  client.kill();
  expect(await desk.quit()).toBe(0);
  // Once socat has ended the kernel takes the interface away.
  while ((await desk.exec('ip', ['-brief', 'link'])).includes(TAP)) await after(20);
});
