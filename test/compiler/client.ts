/** Stands in for `@yowasp/clang` in test processes (vitest.config.ts): the same exports, run by the compiler's process. */
import { createConnection } from 'node:net';
import { deserialize, serialize } from 'node:v8';
import { inject } from 'vitest';
import installed from '../../node_modules/@yowasp/clang/package.json' with { type: 'json' };
import type { Reply, Request, Tree } from './protocol.ts';

export const { version } = installed;

export class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit code ${code}`);
    this.code = code;
  }
}

/** The types of Node do not name it. */
const { RuntimeError } = (globalThis as unknown as { WebAssembly: { RuntimeError: new (message: string) => Error } })
  .WebAssembly;

type Listen = (bytes: Uint8Array | null) => void;

export async function runLLVM(
  parameters: readonly string[],
  files: Tree,
  { stdout, stderr }: { readonly stdout: Listen; readonly stderr: Listen },
): Promise<Tree> {
  const reply = await ask({ parameters, files });
  for (const bytes of reply.out) stdout(bytes);
  for (const bytes of reply.err) stderr(bytes);
  for (const listen of [stdout, stderr]) listen(null);
  if (reply.kind === 'done') return reply.files;
  if (reply.kind === 'exit') throw new Exit(reply.exitCode);
  throw thrownAgain(reply.name, reply.message);
}

function thrownAgain(name: string, message: string): Error {
  if (name === 'RuntimeError') return new RuntimeError(message);
  return name === 'RangeError' ? new RangeError(message) : new Error(`${name}: ${message}`);
}

function ask(request: Request): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const path = inject('compiler');
    if (path === undefined) throw new Error('a test compiles, and no compiler runs; test/tiers.ts lists the tiers');
    const connection = createConnection({ path, allowHalfOpen: true });
    const chunks: Buffer[] = [];
    connection.on('data', (chunk) => chunks.push(chunk));
    connection.on('error', reject);
    connection.on('end', () => {
      connection.end();
      resolve(deserialize(Buffer.concat(chunks)));
    });
    connection.write(serialize(request), () => connection.end());
  });
}
