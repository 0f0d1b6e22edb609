import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Llvm, localLlvm } from '../../../../simulator/engine/host/toolchain.ts';
import { undoOnSignal } from '../../../toolchain/on-signal.ts';
import { delivered, Exit, type Listeners, type ToolReply, type ToolRequest } from './messages.ts';

/** As long as the compiler for the STM32 gets; a file takes it a second. */
const PATIENCE_MS = 300_000;

/**
 * clang in a process of its own, for a thread cannot be stopped safely while V8 compiles WebAssembly. When the calls
 * together take longer than `limitMs` the process is killed, and the call ends with an error that says so; later calls
 * end at once. The process ends at `end` or with keepwire, and does not keep it alive while it is idle.
 */
export async function clangInProcess(limitMs = PATIENCE_MS): Promise<Llvm & { end(): void }> {
  const { version } = await localLlvm();
  let child: ChildProcess | null = null;
  let leftMs = limitMs;
  const runLLVM: Llvm['runLLVM'] = async (parameters, files, listeners) => {
    if (leftMs <= 0) throw new Exit(1);
    child ??= fork(childFile(), { serialization: 'advanced', execArgv: [] });
    const startMs = performance.now();
    const reply = await askOf(child, { parameters, files }, leftMs);
    leftMs = reply === null ? 0 : leftMs - (performance.now() - startMs);
    if (reply !== null) return delivered(reply, listeners);
    return stopped(parameters[0] ?? 'clang', limitMs, listeners);
  };
  return { version, Exit, runLLVM, end: () => child?.connected && child.disconnect() };
}

/** Null: no reply within the limit; the process is killed then. */
async function askOf(child: ChildProcess, request: ToolRequest, limitMs: number): Promise<ToolReply | null> {
  const kill = (): boolean => child.kill('SIGKILL');
  const done = undoOnSignal(kill);
  child.ref();
  child.channel?.ref();
  let isLate = false;
  const impatient = setTimeout(() => {
    isLate = true;
    kill();
  }, limitMs);
  try {
    return await new Promise<ToolReply | null>((resolve, reject) => {
      child.once('message', resolve as (reply: unknown) => void);
      child.once('exit', (code, signal) =>
        isLate ? resolve(null) : reject(new Error(`the compiler's process has ended: ${signal ?? code}`)),
      );
      child.once('error', reject);
      child.send(request);
    });
  } finally {
    clearTimeout(impatient);
    for (const event of ['message', 'exit', 'error']) child.removeAllListeners(event);
    child.unref();
    child.channel?.unref();
    done();
  }
}

function stopped(tool: string, limitMs: number, { stderr }: Listeners): never {
  stderr(new TextEncoder().encode(`${tool} was stopped: it has taken longer than ${limitMs / 1000} s`));
  stderr(null);
  throw new Exit(1);
}

/** In `dist/`, which holds this code too, or which was built from it. */
function childFile(): string {
  const candidates = ['./clang-process.mjs', '../clang-process.mjs', '../../../../dist/clang-process.mjs'];
  const found = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url))).find(existsSync);
  if (found === undefined) throw new Error('dist/clang-process.mjs is missing; build keepwire with: npm run build');
  return found;
}
