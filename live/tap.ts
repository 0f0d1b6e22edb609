/** A TAP device, held open by socat, which carries its frames over UDP on loopback: a datagram each. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { setTimeout as after } from 'node:timers/promises';
import { CliError } from '../generator/cli/cli-error.ts';
import { isSystemError, meaningOf } from '../generator/emit/system-error.ts';

const LOOPBACK = '127.0.0.1';
const START_PATIENCE_MS = 10_000;
const POLL_MS = 10;
/** Enough for what a few kernels' windows hold at once; the system may grant less. */
const RECEIVE_BUFFER_BYTES = 4_194_304;

export interface TapOptions {
  readonly name: string;
  /** This machine's address on it, and the bits of its mask. */
  readonly address: string;
  readonly prefix: number;
  readonly onFrame: (frame: Uint8Array) => void;
  /** socat has ended although nobody closed it, with what it said. */
  readonly onLost: (why: string) => void;
}

export interface Tap {
  send(frame: Uint8Array): void;
  /** Takes the interface away again. Done before the process ends in any case but SIGKILL. */
  close(): void;
}

/**
 * Opens the interface and waits until it is up.
 *
 * @throws {CliError} with what socat said when it does not come up.
 */
export async function openTap(options: TapOptions): Promise<Tap> {
  const socket = await bound();
  const far = await freePort();
  const child = start(options, socket.address().port, far);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-1000);
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
    said ||= error.message;
  });
  child.once('close', () => {
    if (state === 'open') options.onLost(said.trim() || 'socat has ended');
  });
  // Anybody on this machine may send to the port; only what socat sends counts.
  socket.on('message', (frame, from) => {
    if (state === 'open' && from.port === far && from.address === LOOPBACK) options.onFrame(frame);
  });
  socket.on('error', (error) => options.onLost(error.message));
  if (!(await isUp(child, options))) {
    close();
    throw new CliError(1, `the TAP device ${options.name} does not come up; socat said: ${said.trim() || 'nothing'}`);
  }
  state = 'open';
  const send = (frame: Uint8Array): void => {
    if (state === 'open') socket.send(frame, far, LOOPBACK);
  };
  return { send, close };
}

function start({ name, address, prefix }: TapOptions, near: number, far: number): ChildProcess {
  const tun = `TUN:${address}/${prefix},tun-type=tap,tun-name=${name},iff-no-pi,iff-up`;
  // Connected, so that socat ends with the next frame if keepwire was killed and nobody listens any more.
  const udp = `UDP4:${LOOPBACK}:${near},bind=${LOOPBACK}:${far}`;
  // A process group of its own: Ctrl-C is for keepwire, which then ends it.
  return spawn('socat', [tun, udp], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Whether the interface has come up with its address before socat ended. */
async function isUp(child: ChildProcess, { name, address }: TapOptions): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < START_PATIENCE_MS; waitedMs += POLL_MS) {
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
    if (!isSystemError(error)) throw error;
    throw new CliError(1, `cannot listen on ${LOOPBACK}: ${meaningOf(error)}; is loopback up? ip link set lo up`);
  }
  return socket;
}

/** A port that was free a moment ago: socat's source, known before its first frame. */
async function freePort(): Promise<number> {
  const socket = await bound();
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
