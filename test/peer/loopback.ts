/** `keepwire peer` as a process, and a device of the test's own on the loopback. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { BINARY } from '../cli/installed.ts';

export const LOOPBACK = '127.0.0.1';
/** A wait that is longer is a hang, on the busiest machine too. */
const HANG_MS = 180_000;

/** The command; `seen` finds lines one after the other. */
export class RunningPeer {
  readonly lines: string[] = [];
  stderr = '';
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<unknown>;
  #seen = 0;
  #onLine: () => void = () => {};

  constructor(cwd: string, args: readonly string[]) {
    this.#child = spawn(process.execPath, [BINARY, 'peer', ...args], { cwd });
    onTestFinished(() => void this.#child.kill('SIGKILL'));
    this.#ended = once(this.#child, 'close');
    this.#child.once('close', () => this.#onLine());
    this.#child.stdin.on('error', () => {});
    this.#child.stderr.on('data', (text: Buffer) => {
      this.stderr += text;
      this.#onLine();
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.#onLine();
    });
  }

  /** The next line that says so, from where the last one was found. */
  async seen(what: RegExp): Promise<string> {
    const limit = performance.now() + HANG_MS;
    for (;;) {
      while (this.#seen < this.lines.length) {
        const line = this.lines[this.#seen++] ?? '';
        if (what.test(line)) return line;
      }
      const leftMs = limit - performance.now();
      if (leftMs <= 0 || this.#child.exitCode !== null) throw new Error(`no ${what} in\n${this.#said()}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#onLine = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  type(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async ended(): Promise<number | null> {
    await this.#ended;
    return this.#child.exitCode;
  }

  #said(): string {
    return [...this.lines, this.stderr].join('\n');
  }
}

/** A device that listens; what it does with a connection, the first being number 1, is the test's. */
export async function device(serve: (socket: Socket, number: number) => void, port = 0): Promise<Device> {
  const sockets = new Set<Socket>();
  let count = 0;
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    serve(socket, ++count);
  });
  server.listen({ host: LOOPBACK, port });
  await once(server, 'listening');
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(close);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, server, close };
}

export interface Device {
  readonly port: number;
  readonly server: Server;
  close(): void;
}

/** A device that connects; the peer says that it will listen a moment before it does. */
export async function dial(port: number): Promise<Socket> {
  const limit = performance.now() + HANG_MS;
  for (;;) {
    const socket = createConnection({ host: LOOPBACK, port });
    onTestFinished(() => void socket.destroy());
    try {
      await once(socket, 'connect');
      socket.on('error', () => {});
      return socket;
    } catch (error) {
      if (performance.now() > limit) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** A port that nobody listens on; somebody might between now and its use, though nobody does here. */
export async function freePort(): Promise<number> {
  const { port, server } = await device(() => {});
  server.close();
  await once(server, 'close');
  return port;
}

export function echoing(socket: Socket): void {
  socket.on('data', (bytes) => void socket.write(bytes));
}

/** Everything that a socket has received, as Latin-1. */
export function hearing(socket: Socket): { readonly text: string; readonly ended: boolean } {
  const heard = { text: '', ended: false };
  socket.on('data', (bytes) => {
    heard.text += bytes.toString('latin1');
  });
  socket.on('end', () => {
    heard.ended = true;
  });
  return heard;
}

/** When something has come about. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  const limit = performance.now() + HANG_MS;
  while (!isSo()) {
    if (performance.now() > limit) throw new Error(`${what} does not come about`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
