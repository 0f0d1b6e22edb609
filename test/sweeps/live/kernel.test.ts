/** Devices in real time, with the Linux kernel's TCP on the other end of the cable. test/live does the same in virtual time. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { DEVICE_IP } from '../../live/kernel/desk.ts';
import { KA_SEND_MS, NO_DATA_MS, onDesk, onEachChip, POLL_MS, TCP_TIMEOUT_MS } from '../../live/kernel/on-desk.ts';
import { tshark } from '../../tshark.ts';

const MIB = 1_048_576;

onEachChip('pings are answered, and 1 MiB comes back as it was sent', async (desk) => {
  await desk.powerUp();
  const pinged = await desk.exec('ping', ['-c', '20', '-i', '0.05', DEVICE_IP]);
  expect(pinged).toContain('20 packets transmitted, 20 received');
  await desk.python(`echo(dial(), ${MIB})`);
  expect(await desk.quit()).toBe(0);
});

onEachChip('the kernel’s own keepalives, which carry no octet, are answered', async (desk) => {
  await desk.powerUp();
  // Without data exchanged the device sends no probes: what keeps this connection are the kernel's, three at most unanswered.
  const client = desk.client(`
link = dial(SO_KEEPALIVE=1, TCP_KEEPIDLE=1, TCP_KEEPINTVL=1, TCP_KEEPCNT=3)
time.sleep(6)
echo(link, 100)
say('alive')`);
  expect(await client.line()).toBe('alive');
  await client.done();
});

onEachChip('a cut cable is detected within the bound, and the port listens again', async (desk) => {
  await desk.powerUp();
  const client = desk.client(`
link = dial()
echo(link, 100)
say('connected')
wait_for_line()`);
  await client.line();
  desk.press('c');
  const cut = await desk.seen(/^cable cut$/);
  const detected = await desk.seen(/^socket 0: ESTABLISHED → CLOSED \(timeout\)$/);
  await desk.seen(/reason probe-timeout$/);
  await desk.seen(/listens again$/);
  const boundMs = NO_DATA_MS + KA_SEND_MS + TCP_TIMEOUT_MS + POLL_MS;
  expect(detected.atMs - cut.atMs).toBeLessThanOrEqual(boundMs);
  // The probe that stays unanswered may have left before the cut, which then took its answer.
  const unanswered = desk.lines.findLast(({ text }) => text === 'socket 0: probe');
  const givenUpMs = detected.atMs - (unanswered?.atMs ?? Number.NaN);
  expect(givenUpMs).toBeGreaterThanOrEqual(TCP_TIMEOUT_MS);
  expect(givenUpMs).toBeLessThanOrEqual(TCP_TIMEOUT_MS + POLL_MS);
  desk.press('c');
  await desk.seen(/^cable mended$/);
  await desk.python('echo(dial(), 1000)');
  client.kill();
});

/** Waits of 0.4, 0.8, 1.6, 3.2 and 12 times 6.4 s: the cable is mended long before the chip gives up. */
const PATIENT = { retransmission: { timeoutMs: 400, count: 15 } };

onDesk('a client killed behind a cut cable: the kernel answers the next probe with RST', PATIENT, async (desk) => {
  await desk.powerUp(1, '--pcap', 'w.pcapng');
  const client = desk.client(`
link = dial()
abort_when_killed(link)
echo(link, 100)
say('connected')
wait_for_line()`);
  await client.line();
  await desk.seen(/^socket 0: probe answered/);
  desk.press('c');
  await desk.seen(/^cable cut$/);
  client.kill();
  await expect(client.done()).rejects.toThrow('failed');
  // What the kernel had to say at that moment is lost in the cut.
  await desk.arrivedIn('w.pcapng');
  desk.press('c');
  await desk.seen(/^cable mended$/);
  const probe = await desk.seen(/^socket 0: probe/);
  const detected = await desk.seen(/^socket 0: ESTABLISHED → CLOSED \(rst\)$/);
  // By this probe, and no later one's.
  expect(detected.atMs - probe.atMs).toBeLessThan(KA_SEND_MS);
  await desk.seen(/^socket 0: firmware reports the end, reason reset$/);
  await desk.python('echo(dial(), 1000)');
});

onDesk('orderly closes, one after the other, and a half-closed client gets its tail', {}, async (desk) => {
  await desk.powerUp();
  await desk.python(`
for round in range(3):
    link = dial()
    echo(link, 2000, round)
    link.close()`);
  for (let round = 0; round < 3; round++) await desk.seen(/reason peer-closed$/);
  await desk.python(`
link = dial()
data = pattern(5000)
link.sendall(data)
link.shutdown(socket.SHUT_WR)
assert receive(link, 10000) == data`);
  await desk.seen(/reason peer-closed$/);
  await desk.seen(/listens again$/);
});

/** Waits of 200, 400, 800 and 1600 ms: the client may be kept from its processor for seconds when its window opens. */
const CALM = { retransmission: { timeoutMs: 200, count: 3 } };
const CALM_TIMEOUT_MS = 3000;

onDesk('a client that stops reading closes its window, and gets every byte when it reads again', CALM, async (desk) => {
  await desk.powerUp(1, '--pcap', 'w.pcapng');
  await desk.python(`
link = dial(SO_RCVBUF=2048, SO_SNDBUF=2048)
data = pattern(50000)
sender = threading.Thread(target=link.sendall, args=(data,), daemon=True)
sender.start()
time.sleep(8)
assert receive(link, len(data), acknowledge_at_once=True) == data
echo(link, 100)`);
  expect(await desk.quit()).toBe(0);
  const rows = tshark(readFileSync(join(desk.folder, 'w.pcapng')), [
    'ip.dst',
    'tcp.window_size_value',
    'frame.time_epoch',
  ]);
  const shut = rows.filter(([to, window]) => to === DEVICE_IP && window === '0').map(([, , time]) => Number(time));
  // Far longer than the chip's timeout for data that is not acknowledged.
  expect((shut.at(-1) ?? 0) - (shut[0] ?? 0)).toBeGreaterThan((2 * CALM_TIMEOUT_MS) / 1000);
});

onDesk(
  'eight clients at once; a ninth is refused until one has gone',
  { sockets: [{ port: 5000, count: 8 }] },
  async (desk) => {
    await desk.powerUp(8);
    await desk.python(`
links = [dial() for _ in range(8)]
workers = [threading.Thread(target=echo, args=(link, 5000, number)) for number, link in enumerate(links)]
for worker in workers: worker.start()
for worker in workers: worker.join(PATIENCE_S)
try:
    dial(patience_s=0)
    raise SystemExit('the ninth was let in')
except ConnectionRefusedError:
    pass
for number, link in enumerate(links): echo(link, 100, number)
links[3].close()
ninth = dial()
echo(ninth, 1000, 99)`);
  },
);

onEachChip(
  'a chip that forgets everything is set up again: the port listens, and a new client is served',
  async (desk) => {
    await desk.powerUp();
    await desk.python('echo(dial(), 1000)');
    await desk.seen(/listens again$/);
    desk.press('r');
    await desk.seen(/the chip’s supply dips/);
    await desk.seen(/^socket 0: listens/);
    await desk.python('echo(dial(), 1000)');
  },
);
