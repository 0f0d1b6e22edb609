/** A TAP device. socat holds it open and carries its frames over UDP on loopback, one frame a datagram. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { setTimeout as after } from 'node:timers/promises';
import { LiveError } from './live-error.ts';
import { ifreqOf } from './tap-device.ts';
import type { Wire, WireHandlers } from './wire.ts';

const LOOPBACK = '127.0.0.1';
const START_LIMIT_MS = 10_000;
const POLL_MS = 10;
/** TUNSETIFF (linux/if_tun.h) on x86 and ARM. */
const TUNSETIFF = '0x400454ca';
/** Holds the full windows of several kernels; the system may grant less. */
const RECEIVE_BUFFER_BYTES = 4_194_304;

export interface TapOptions {
  /** Name of the interface. */
  readonly name: string;
  /** This machine's IPv4 address on it. */
  readonly address: string;
  /** Number of 1 bits of the subnet mask. */
  readonly prefix: number;
  /** False: the interface has been prepared with its address, and this user may open it only. */
  readonly configures: boolean;
}

/**
 * Opens the interface and waits until it is up. It is closed before the process ends, except by SIGKILL.
 *
 * @throws {LiveError} with the output of socat when the interface does not come up.
 */
export async function openTap(options: TapOptions, { onFrame, onLost }: WireHandlers): Promise<Wire> {
  const socket = await bound();
  const far = await freePort();
  const child = start(options, socket.address().port, far);
  const lost = (why: string): void => onLost(new LiveError('environment', lostText(options.name, why)));
  let output = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output = `${output}${text}`.slice(-1000);
  });
  let state: 'starting' | 'open' | 'closed' = 'starting';
  const close = (): void => {
    if (state === 'closed') return;
    state = 'closed';
    process.off('exit', close);
    child.kill('SIGTERM');
    socket.close();
  };
  process.on('exit', close);
  child.on('error', (error) => {
    output ||= error.message;
  });
  child.once('close', () => {
    if (state === 'open') lost(output.trim() || 'socat has ended');
  });
  // Any program on this machine may send to the port; datagrams that socat has not sent are ignored.
  socket.on('message', (frame, from) => {
    if (state === 'open' && from.port === far && from.address === LOOPBACK) onFrame(frame);
  });
  socket.on('error', (error) => lost(error.message));
  if (!(await isUp(child, options))) {
    close();
    throw new LiveError('environment', notUpText(options, output.trim() || 'nothing'));
  }
  state = 'open';
  const send = (frame: Uint8Array): void => {
    if (state === 'open') socket.send(frame, far, LOOPBACK);
  };
  return { send, close };
}

function notUpText({ name, address, prefix, configures }: TapOptions, said: string): string {
  const advice = `; prepare it: sudo ip address add ${address}/${prefix} dev ${name} && sudo ip link set ${name} up`;
  return `the TAP device ${name} does not come up; socat printed: ${said}${configures ? '' : advice}`;
}

function lostText(name: string, why: string): string {
  return `the TAP device ${name} is gone; socat printed: ${why}`;
}

function start({ name, address, prefix, configures }: TapOptions, near: number, far: number): ChildProcess {
  // socat's own TUN address sets the interface's flags, which takes CAP_NET_ADMIN.
  const tun = configures
    ? `TUN:${address}/${prefix},tun-type=tap,tun-name=${name},iff-no-pi,iff-up`
    : `OPEN:/dev/net/tun,ioctl-bin=${TUNSETIFF}:x${ifreqOf(name)}`;
  // A connected socket: when keepwire was killed and nothing listens, socat ends with the next frame.
  const udp = `UDP4:${LOOPBACK}:${near},bind=${LOOPBACK}:${far}`;
  // A process group of its own: Ctrl-C reaches only keepwire, which then ends socat.
  return spawn('socat', [tun, udp], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Whether the interface has come up with its address before socat ended. */
async function isUp(child: ChildProcess, { name, address }: TapOptions): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < START_LIMIT_MS; waitedMs += POLL_MS) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return false;
    if (networkInterfaces()[name]?.some((one) => one.address === address)) return true;
    await after(POLL_MS);
  }
  return false;
}

async function bound(): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
  socket.bind(0, LOOPBACK);
  try {
    await once(socket, 'listening');
  } catch (error) {
    socket.close();
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    const { message } = error as Error;
    throw new LiveError('environment', `cannot open a UDP socket: ${message}; is loopback up? ip link set lo up`);
  }
  return socket;
}

/** A port that was free a moment ago. socat sends from it, so it must be known before socat's first frame. */
async function freePort(): Promise<number> {
  const socket = await bound();
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
