/** The command around the device: its end, what it leaves behind, and what it refuses. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { BINARY } from '../../cli/installed.ts';
import { keepwire, SPEC, workIn } from '../../cli/keepwire.ts';
import { collected, DEVICE_IP, Desk, HANG_MS, HOST_IP, TAP } from '../../live/kernel/desk.ts';
import { whyNot } from '../../live/kernel/needs.ts';
import { onDesk } from '../../live/kernel/on-desk.ts';
import { BRISK } from '../../whole/firmware.ts';

async function interfaces(desk: Desk): Promise<string> {
  return desk.exec('ip', ['-brief', 'link']);
}

/** Once socat has ended the kernel takes the interface away. */
async function gone(desk: Desk): Promise<void> {
  const limit = performance.now() + HANG_MS;
  while ((await interfaces(desk)).includes(TAP)) {
    if (performance.now() > limit) throw new Error(`${TAP} is still there`);
    await after(20);
  }
}

onDesk('q ends it: exit code 0, and the interface is gone', {}, async (desk) => {
  await desk.powerUp();
  expect(await interfaces(desk)).toContain(TAP);
  expect(await desk.exec('ip', ['-brief', 'address', 'show', TAP])).toContain(`${HOST_IP}/24`);
  expect(await desk.quit()).toBe(0);
  await gone(desk);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  onDesk(`${signal} ends it as q does`, {}, async (desk) => {
    await desk.powerUp();
    expect(await desk.signal(signal)).toBe(0);
    await gone(desk);
  });
}

onDesk('q before it is up ends it as soon as it is: nothing stays behind', {}, async (desk) => {
  const child = desk.start([]);
  child.stdout.resume();
  const stderr = collected(child.stderr);
  desk.press('q');
  expect({ exitCode: await desk.ended(), stderr: stderr.text }).toEqual({ exitCode: 0, stderr: '' });
  await gone(desk);
});

onDesk('killed without a chance to clean up, socat ends with the next frame', {}, async (desk) => {
  await desk.powerUp();
  await desk.signal('SIGKILL');
  await desk.exec('ping', ['-c', '2', '-i', '0.2', '-W', '1', DEVICE_IP]).catch(() => {});
  await gone(desk);
});

onDesk('an interface that somebody takes away ends it with exit code 1', {}, async (desk) => {
  await desk.powerUp();
  await desk.exec('ip', ['link', 'del', TAP]);
  expect(await desk.ended()).toBe(1);
  expect(desk.stderr.join('\n')).toContain(`the TAP device ${TAP} is gone`);
});

onDesk('on a terminal keys do it, and the terminal is as it was', {}, async (desk) => {
  await desk.python(`
import os, pty, termios
near, far = pty.openpty()
before = termios.tcgetattr(far)
process = subprocess.Popen(${JSON.stringify(desk.command())}, stdin=far, stdout=far, stderr=far)
said = ''
for awaited, key in (('listens', 'c'), ('cable cut', 'C'), ('cable mended', 'q')):
    while awaited not in said: said += os.read(near, 4096).decode('utf8', 'replace')
    assert termios.tcgetattr(far)[3] & termios.ICANON == 0
    os.write(near, key.encode())
assert process.wait(PATIENCE_S) == 0
assert 'each as a line' not in said
assert termios.tcgetattr(far) == before`);
});

onDesk('one JSON document at the end, and nothing else on stdout', {}, async (desk) => {
  const child = desk.start(['--json', '--host-ip', '192.168.77.9']);
  const [stdout, stderr] = [collected(child.stdout), collected(child.stderr)];
  while (!stderr.text.includes('Keys:')) await once(child.stderr, 'data');
  expect(stderr.text).toContain(`ping ${DEVICE_IP}`);
  expect(stderr.text).toContain('this machine is 192.168.77.9');
  await desk.python('echo(dial(), 1000)');
  child.stdin.write('x\nc\nc\nr\nq\n');
  await once(child, 'close');
  expect(stderr.text).toContain('unknown command');
  const document = JSON.parse(stdout.text);
  expect(document).toMatchObject({ ok: true, engine: 'host', end: 'stopped', tap: TAP, hostIp: '192.168.77.9' });
  const steps = document.timeline.filter(({ kind }: { kind: string }) => kind === 'step');
  expect(steps.map(({ text }: { text: string }) => text)).toEqual([
    'cable cut',
    'cable mended',
    'the chip’s supply dips: all its registers are reset',
  ]);
  expect(document.frames).toBeGreaterThan(5);
});

onDesk('firmware that goes nowhere ends it with exit code 1 and the reason', {}, async (desk) => {
  await keepwire(desk.folder, ['generate', 's.json']);
  writeFileSync(join(desk.folder, 'out/s/main.c'), 'int main(void) { return 0; }\n');
  expect(await ended(desk)).toEqual({ exitCode: 1, stderr: expect.stringContaining('main returned') });
  await gone(desk);
});

onDesk('an interface that is no TAP device, or a network that is taken, is left as it is', {}, async (desk) => {
  await desk.exec('ip', ['tuntap', 'add', TAP, 'mode', 'tun']);
  const before = await desk.exec('ip', ['-brief', 'link']);
  const stderr = expect.stringContaining(`the interface ${TAP} exists already and is no TAP device`);
  expect(await ended(desk)).toEqual({ exitCode: 1, stderr });
  expect(await desk.exec('ip', ['-brief', 'link'])).toBe(before);
  await desk.exec('ip', ['link', 'del', TAP]);
  await desk.exec('ip', ['address', 'add', '192.168.0.7/16', 'dev', 'lo']);
  expect(await ended(desk)).toEqual({
    exitCode: 1,
    stderr: expect.stringContaining('lo with 192.168.0.7 is on the same network'),
  });
  expect(await desk.exec('ip', ['-brief', 'link'])).not.toContain(TAP);
});

onDesk('a TAP device that nobody holds is used, while a run in another namespace holds its own', {}, async (desk) => {
  const other = await Desk.lay({ ...BRISK, chip: 'W5500' });
  try {
    await other.powerUp();
    await desk.exec('ip', ['tuntap', 'add', TAP, 'mode', 'tap']);
    await desk.powerUp();
    expect(await desk.quit()).toBe(0);
    expect(await desk.exec('ip', ['-brief', 'link'])).toContain(TAP);
    expect(await other.quit()).toBe(0);
  } finally {
    await other.remove();
  }
});

onDesk('a TAP device that another run holds is refused with its process', {}, async (desk) => {
  await desk.powerUp();
  const [node = '', ...words] = desk.command();
  const stderr = /the interface kw0 exists already; process \d+ \(socat\) of another run holds it/;
  await expect(desk.exec(node, words)).rejects.toMatchObject({ exitCode: 1, stderr: expect.stringMatching(stderr) });
  expect(await desk.quit()).toBe(0);
});

async function ended(desk: Desk): Promise<{ readonly exitCode: number | null; readonly stderr: string }> {
  const child = desk.start([]);
  const stderr = collected(child.stderr);
  child.stdout.resume();
  await once(child, 'close');
  return { exitCode: child.exitCode, stderr: stderr.text };
}

describe('refused before anything is started', () => {
  const folder = workIn();

  test('rights are missing: sudo is named', ({ skip }) => {
    if (whyNot !== null) skip(whyNot);
    if (spawnSync('setpriv', ['--version']).status !== 0) skip('setpriv is missing (Debian package util-linux)');
    folder.write('s.json', SPEC);
    const drop = ['--bounding-set=-net_admin', '--inh-caps=-net_admin', '--ambient-caps=-net_admin'];
    const command = [...drop, process.execPath, BINARY, 'run', 's.json', '--tap', 'kw0'];
    const { status, stderr } = spawnSync('setpriv', command, { cwd: folder.path, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('sudo') });
  });

  test('a capture over something else', async ({ skip }) => {
    if (whyNot !== null) skip(whyNot);
    folder.write('s.json', SPEC);
    folder.write('notes.txt', 'mine');
    const args = ['run', 's.json', '--tap', 'kw-none', '--pcap', 'notes.txt'];
    const { exitCode, stderr } = await keepwire(folder.path, args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('is no capture') });
    expect(readFileSync(join(folder.path, 'notes.txt'), 'utf8')).toBe('mine');
    expect(existsSync(join(folder.path, 'out'))).toBe(false);
  });
});
