/** `keepwire run` as a process in a network namespace of its own, and programs beside it that use the kernel's TCP. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Plan } from '../../../contract/plan.ts';
import { BINARY } from '../../cli/installed.ts';
import { CACHE } from '../../cli/keepwire.ts';
import { built, type NamedFiles } from '../../whole/firmware.ts';
import type { DeskLine } from '../virtual-desk.ts';

export const TAP = 'kw0';
export const DEVICE_IP = '192.168.77.20';
export const HOST_IP = '192.168.77.1';
const NETWORK = { mac: '00:08:DC:01:02:03', ip: DEVICE_IP, subnet: '255.255.255.0', gateway: HOST_IP };
const CLIENTS = fileURLToPath(new URL('.', import.meta.url));
/** A wait that is longer is a hang, on the busiest machine too. */
export const HANG_MS = 180_000;

/** A program beside the device; `line` gives what it prints, `tell` writes a line to it. */
export interface Client {
  readonly pid: number;
  line(): Promise<string>;
  tell(): void;
  /** When it has ended; throws what it wrote to stderr unless it ended well. */
  done(): Promise<void>;
  /** Its exit code, once it has ended. */
  ended(): Promise<number | null>;
  kill(): void;
}

export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), 'keepwire-live-'));
  /** What the device has printed, with its virtual time. */
  readonly lines: DeskLine[] = [];
  readonly stderr: string[] = [];
  readonly #children: ChildProcessWithoutNullStreams[] = [];
  #process: ChildProcessWithoutNullStreams | null = null;
  #onLine: () => void = () => {};
  #seen = 0;

  private constructor(readonly namespace: string) {}

  get plan(): Plan {
    if (this.#plan === null) throw new Error('nothing is laid');
    return this.#plan;
  }
  #plan: Plan | null = null;

  static #count = 0;

  /**
   * A namespace with its loopback up, and the device's spec in a folder, beside the files that it names. `remove` takes it
   * away again.
   */
  static async lay(spec: object, named: NamedFiles = {}): Promise<Desk> {
    const desk = new Desk(`kw-${process.pid}-${++Desk.#count}`);
    // Compiled once, into the cache that the command takes it from.
    desk.#plan = (await built(writeSpec(desk.folder, spec), {}, 's', named)).plan;
    for (const [name, text] of Object.entries(named)) {
      mkdirSync(dirname(join(desk.folder, name)), { recursive: true });
      writeFileSync(join(desk.folder, name), text);
    }
    await execa('ip', ['netns', 'add', desk.namespace]);
    await desk.exec('ip', ['link', 'set', 'lo', 'up']);
    return desk;
  }

  /** Starts the device and waits until its ports listen. */
  async powerUp(sockets = 1, ...options: readonly string[]): Promise<void> {
    const child = this.start(options);
    createInterface({ input: child.stdout }).on('line', (line) => this.#take(line));
    createInterface({ input: child.stderr }).on('line', (line) => this.stderr.push(line));
    child.once('close', () => this.#onLine());
    for (let socket = 0; socket < sockets; socket++) await this.seen(/: listens$/);
  }

  /** The command, with nobody reading what it says. */
  start(options: readonly string[]): ChildProcessWithoutNullStreams {
    const [node = '', ...args] = this.command();
    this.#process = this.#spawn(node, [...args, ...options], {});
    return this.#process;
  }

  /** What starts the device, for somebody in the namespace. */
  command(): readonly string[] {
    return [...this.drop, process.execPath, BINARY, 'run', ...this.program, '--tap', TAP];
  }

  /** What starts the device's process without rights that a test has taken from it. */
  drop: readonly string[] = [];

  /** What is run: the spec's firmware, unless a test puts an ELF there. */
  program: readonly string[] = ['s.json'];

  /** The next line of the timeline that says so, from where the last one was found. */
  async seen(what: RegExp, withinMs = HANG_MS): Promise<DeskLine> {
    const limit = performance.now() + withinMs;
    for (;;) {
      while (this.#seen < this.lines.length) {
        const line = this.lines[this.#seen++] as DeskLine;
        if (what.test(line.text)) return line;
      }
      const leftMs = limit - performance.now();
      if (leftMs <= 0 || this.#process?.exitCode !== null) throw new Error(`${what} is not among\n${this.#said()}`);
      await this.#nextLine(leftMs);
    }
  }

  /** Presses a key. */
  press(key: 'c' | 'r' | 'q'): void {
    this.#process?.stdin.write(`${key}\n`);
  }

  /** Ends the device and gives its exit code. */
  quit(): Promise<number | null> {
    this.press('q');
    return this.ended();
  }

  /** The device's exit code, once it has ended. */
  async ended(): Promise<number | null> {
    const child = this.#process;
    if (child === null) throw new Error('nothing runs');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    return child.exitCode;
  }

  /** When every frame that was on its way to the device is in a capture of the folder's. */
  async arrivedIn(file: string): Promise<void> {
    const mark = `mark ${this.#marks++} of ${this.namespace}`;
    await this.python(`socket.socket(type=socket.SOCK_DGRAM).sendto(b'${mark}', DEVICE)`);
    const limit = performance.now() + HANG_MS;
    while (!readFileSync(join(this.folder, file)).includes(mark)) {
      if (performance.now() > limit) throw new Error(`a datagram never came to ${file}\n${this.#said()}`);
      await after(20);
    }
  }
  #marks = 0;

  /** Sends the device's process a signal, and gives its exit code. */
  signal(signal: NodeJS.Signals): Promise<number | null> {
    this.#process?.kill(signal);
    return this.ended();
  }

  /** A command in the namespace, to its end. */
  async exec(command: string, args: readonly string[]): Promise<string> {
    const options = { cwd: this.folder, env: { XDG_CACHE_HOME: CACHE } };
    return (await execa('ip', ['netns', 'exec', this.namespace, command, ...args], options)).stdout;
  }

  /** Python with everything of client.py at hand. */
  client(script: string): Client {
    const env = { PYTHONPATH: CLIENTS, PYTHONDONTWRITEBYTECODE: '1' };
    return asClient(this.#spawn('python3', ['-c', `from client import *\n${script}`], env));
  }

  /** The far side of the device's spec, `keepwire peer`; `tell` is Enter. */
  peer(...options: readonly string[]): Client {
    return asClient(this.#spawn(process.execPath, [BINARY, 'peer', 's.json', ...options], {}));
  }

  /** A program that is no client of ours; its arguments follow. */
  beside(command: string, ...args: readonly string[]): Client {
    return asClient(this.#spawn(command, args, {}));
  }

  /** Python to its end. */
  async python(script: string): Promise<void> {
    await this.client(script).done();
  }

  /** Captures the TAP device to a file with tshark; returns when it does, and gives what ends it. */
  async capture(file: string): Promise<() => Promise<void>> {
    const child = this.#spawn('tshark', ['-i', TAP, '-w', join(this.folder, file)], {});
    let said = '';
    const begun = new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (text: Buffer) => {
        said += text;
        if (said.includes('Capture started')) resolve();
      });
      child.once('close', () => reject(new Error(`tshark does not capture: ${said}`)));
    });
    await begun;
    return async () => {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'close');
    };
  }

  #spawn(command: string, args: readonly string[], env: Record<string, string>): ChildProcessWithoutNullStreams {
    const words = ['netns', 'exec', this.namespace, command, ...args];
    const child = spawn('ip', words, { cwd: this.folder, env: { ...process.env, XDG_CACHE_HOME: CACHE, ...env } });
    child.stdin.on('error', () => {});
    this.#children.push(child);
    return child;
  }

  #take(line: string): void {
    const found = /^ *(\d+\.\d{3}) s {2}(.*)$/.exec(line);
    if (found !== null) this.lines.push({ atMs: Math.round(Number(found[1]) * 1000), text: found[2] ?? '' });
    this.#onLine();
  }

  #nextLine(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#onLine = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #said(): string {
    return [...this.lines.map(({ atMs, text }) => `${atMs} ms  ${text}`), ...this.stderr].join('\n');
  }

  /** Ends its processes, and removes the namespace and the folder. */
  async remove(): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill(child === this.#process ? 'SIGTERM' : 'SIGKILL');
      const limit = setTimeout(() => child.kill('SIGKILL'), 5000);
      await once(child, 'close');
      clearTimeout(limit);
    }
    await execa('ip', ['netns', 'del', this.namespace], { reject: false });
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function writeSpec(folder: string, spec: object): string {
  const text = JSON.stringify({ ...spec, network: NETWORK });
  writeFileSync(join(folder, 's.json'), text);
  return text;
}

/** What a stream has said so far. */
export function collected(stream: Readable): { readonly text: string } {
  const heard = { text: '' };
  stream.on('data', (chunk: Buffer) => {
    heard.text += chunk;
  });
  return heard;
}

function asClient(child: ChildProcessWithoutNullStreams): Client {
  const lines = createInterface({ input: child.stdout });
  const waiting = lines[Symbol.asyncIterator]();
  const errors = collected(child.stderr);
  const closed = once(child, 'close');
  return {
    pid: child.pid ?? 0,
    line: async () => {
      const next = await waiting.next();
      if (next.done === true) throw new Error(`the client has ended: ${errors.text}`);
      return next.value;
    },
    tell: () => void child.stdin.write('\n'),
    done: async () => {
      await closed;
      if (child.exitCode !== 0) throw new Error(`the client failed: ${errors.text}`);
    },
    ended: async () => {
      await closed;
      return child.exitCode;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
