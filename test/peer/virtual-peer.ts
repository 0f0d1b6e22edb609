/** `keepwire peer` in virtual time: the whole command except for the operating system's TCP, clock and stdin. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExitCode } from '../../generator/cli/cli-error.ts';
import { obey } from '../../generator/cli/peer/commands.ts';
import { type PeerEnvironment, type PreparedPeer, preparePeer } from '../../generator/cli/peer/prepare.ts';
import { argsOf } from '../cli/args.ts';
import { type RecordedIo, recordedIo } from '../cli/recorded-io.ts';

export class VirtualPeer {
  /** Null until it has ended. */
  exitCode: ExitCode | null = null;
  error: unknown = null;
  readonly #io: RecordedIo;
  readonly #prepared: PreparedPeer;
  #seen = 0;

  /** Call `listen` and `start` on it. */
  constructor(spec: object, words: readonly string[], environment: PeerEnvironment, io = recordedIo()) {
    this.#io = io;
    this.#prepared = withSpec(spec, (file) => preparePeer(argsOf('peer', [file], words), io, environment));
  }

  get lines(): readonly string[] {
    return this.#io.stdout;
  }

  get stderr(): string {
    return this.#io.stderr.join('\n');
  }

  /** Opens the ports of a peer that listens for clients. */
  listen(): Promise<void> {
    return this.#prepared.program.listen();
  }

  start(): void {
    this.#prepared.program.start({
      ended: (outcome) => {
        this.exitCode = this.#prepared.finish(outcome);
      },
      failed: (error) => {
        this.error = error;
      },
    });
  }

  type(line: string): void {
    const { program } = this.#prepared;
    obey(line, this.#io, { cut: () => program.cut(), quit: () => program.quit() });
  }

  /** The next printed line that matches, from the last found one on; null while there is none. */
  found(what: RegExp): string | null {
    while (this.#seen < this.lines.length) {
      const line = this.lines[this.#seen++] ?? '';
      if (what.test(line)) return line;
    }
    return null;
  }

  /** Everything that was printed. */
  get text(): string {
    return [...this.lines, this.stderr].join('\n');
  }
}

function withSpec<Value>(spec: object, use: (file: string) => Value): Value {
  const folder = mkdtempSync(join(tmpdir(), 'keepwire-peer-'));
  try {
    const file = join(folder, 's.json');
    writeFileSync(file, JSON.stringify(spec));
    return use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
