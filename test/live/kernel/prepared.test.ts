/** What `keepwire run` finds on the machine before it starts: a TAP device, routes, and the user's firmware. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type TestContext } from 'vitest';
import { keepwire } from '../../cli/keepwire.ts';
import { collected, DEVICE_IP, type Desk, HOST_IP, TAP } from './desk.ts';
import { onDesk } from './on-desk.ts';

/** Takes from root the right to administer the network; it stays user 0, who may read this checkout and /dev/net/tun. */
const DROP = ['setpriv', '--bounding-set=-net_admin', '--inh-caps=-net_admin', '--ambient-caps=-net_admin'];
const OWNER = 0;
const STRANGER = 4242;

/** Makes the TAP device as root does for a user; keepwire then has no right to. */
async function prepared(desk: Desk, { skip }: TestContext, user: readonly string[]): Promise<void> {
  if (spawnSync('setpriv', ['--version']).status !== 0) skip('setpriv is missing (Debian package util-linux)');
  await desk.exec('ip', ['tuntap', 'add', 'dev', TAP, 'mode', 'tap', ...user]);
  await desk.exec('ip', ['address', 'add', `${HOST_IP}/24`, 'dev', TAP]);
  await desk.exec('ip', ['link', 'set', TAP, 'up']);
  desk.drop = DROP;
}

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the device to its end; a run that is not refused ends as soon as it is up. */
async function ended(desk: Desk): Promise<Ended> {
  const child = desk.start([]);
  const [stdout, stderr] = [collected(child.stdout), collected(child.stderr)];
  desk.press('q');
  const exitCode = await desk.ended();
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

onDesk('a TAP device that was prepared for this user works without root', {}, async (desk, context) => {
  await prepared(desk, context, ['user', `${OWNER}`]);
  await desk.powerUp();
  expect(await desk.exec('ping', ['-c', '2', '-i', '0.05', DEVICE_IP])).toContain('2 received');
  await desk.python('echo(dial(), 1000)');
  expect(await desk.quit()).toBe(0);
  expect(await desk.exec('ip', ['-brief', 'address', 'show', TAP])).toContain(`${HOST_IP}/24`); // root's, and stays
});

onDesk('one that belongs to another user is refused', {}, async (desk, context) => {
  await prepared(desk, context, ['user', `${STRANGER}`]);
  expect(await ended(desk)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `error: the interface ${TAP} exists already and belongs to user ${STRANGER}; start keepwire as that user\n`,
  });
});

onDesk('one that belongs to nobody is for root', {}, async (desk, context) => {
  await prepared(desk, context, []);
  const { exitCode, stderr } = await ended(desk);
  expect(stderr).toContain(`the interface ${TAP} exists already and belongs to root; start keepwire as that user`);
  expect(exitCode).toBe(1);
});

onDesk('a network that a route overlaps is refused, and another one offered', {}, async (desk) => {
  await desk.exec('ip', ['route', 'add', 'default', 'dev', 'lo']);
  await desk.exec('ip', ['route', 'add', '192.168.0.0/16', 'dev', 'lo']);
  const { exitCode, stderr } = await ended(desk);
  // 192.168.213.0/24, which comes first, is within the route.
  expect(stderr).toBe(
    `error: the route 192.168.0.0/16 by lo overlaps the network of the device's ${DEVICE_IP}; a free network for the spec is ` +
      '"network": { "ip": "172.23.197.20", "subnet": "255.255.255.0", "gateway": "172.23.197.1" }, or run keepwire in a network namespace (ip netns)\n',
  );
  expect(exitCode).toBe(1);
});

onDesk(
  'the application is the one in the folder that the spec names, and is told first',
  { out: 'fw' },
  async (desk) => {
    await keepwire(desk.folder, ['generate', 's.json']);
    writeFileSync(join(desk.folder, 'fw/s/app.c'), '#error mine\n');
    const { exitCode, stdout, stderr } = await ended(desk);
    expect(stdout).toMatch(/^Application: fw\/s\/app\.c\n/);
    expect(stderr).toMatch(/app\.c:1:2: error: mine/);
    expect(exitCode).toBe(1);
  },
);
